"""A small world of its own: every fact in these documents is made up for the tests."""

from collections.abc import Mapping
from pathlib import Path

DOCUMENTS = {
    "harbour/lighthouse.md": """---
title: The lighthouse of Port Almara
date: 2019-05-14
publisher: Almara Harbour Office
---

# The building

The lighthouse of Port Almara was designed by Clara Winfield. It was built in 1887 on the northern
rock of the bay, and 212 steps lead up to its lamp.

# The keepers

The last keeper of the lighthouse was Tomas Birk. He retired in 1994, when the lamp became
electric.
""",
    "harbour/ferry.txt": """The ferry to Sorrel Island

The ferry Anemone sails to Sorrel Island every Thursday. The Sorrel Shipping Company runs the
ferry with a crew of nine people.
""",
    "harbour/mercado.md": """---
title: El mercado de pescado
date: 2021-03-02
publisher: Oficina del Puerto de Almara
---

# El edificio

El mercado de pescado de Puerto Almara fue diseñado por Julia Serrano. Abrió sus puertas en 1932
junto al muelle viejo.
""",
    "town/garden.md": """---
title: The botanic garden
date: 2020-09-30
publisher: Town of Almara
---

# The collection

The botanic garden of Almara keeps 340 kinds of fern. Ada Lindqvist founded the botanic garden in
1911 with seeds from Sorrel Island.
""",
    "town/bakery.txt": """The old bakery

The old bakery of Almara bakes rye bread in a stone oven. Henrik Olsen bought the old bakery in
1968.
""",
    "town/biblioteca.md": """---
title: La biblioteca municipal
date: 2022-11-08
publisher: Ayuntamiento de Almara
---

# La colección

La biblioteca municipal de Almara guarda 18.000 mapas antiguos. Elena Duarte dirige la biblioteca
municipal desde 2015.
""",
    "observatory.md": """---
title: The observatory on Mount Kestrel
date: 2023-06-21
publisher: Kestrel Society
---

# The telescope

The telescope on Mount Kestrel was a gift of the Kestrel Society. The observatory opens to
visitors on the first Friday of every month.
""",
}


def write_files(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Write texts into a folder, by their paths below it, and return where they lie."""
    paths = [folder / name for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return paths
