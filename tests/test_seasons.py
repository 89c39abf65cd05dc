"""What is said of one school year does not answer for another."""

import pytest

from ragqa.seasons import is_of_another_season

ASKED = "¿Cuándo empiezan las clases del curso 2026-2027?"


@pytest.mark.parametrize(
    ("question", "scopes"),
    [
        (ASKED, ("Las clases empiezan el 8.", "", "Calendario 2025-2026")),
        (ASKED, ("En 2025/26 empiezan el 8.", "Curso 2026-2027", "")),
        ("When do classes of 2026-2027 begin?", ("Classes 2025-26: 9 September", "", "")),
        ("When do classes of 2026/27 begin?", ("They begin on the 8th.", "Classes 2025–26", "")),
    ],
)
def test_of_another_season(question: str, scopes: tuple[str, ...]) -> None:
    assert is_of_another_season(question, scopes, scopes[0])


@pytest.mark.parametrize(
    ("question", "scopes", "context"),
    [
        (ASKED, ("Empiezan el 8.", "", "Calendario 2026-2027"), ""),
        (ASKED, ("Empiezan el 8.", "", "Calendario 2025-2026"), "El curso 2026-2027 empieza."),
        (ASKED, ("Empiezan el 8.", "", "Calendario"), ""),
        (ASKED, ("El plan 2017-2022 empieza el 8.", "", ""), ""),
        ("¿Cuándo empiezan las clases en 2026?", ("El 8.", "", "Calendario 2025-2026"), ""),
        ("What of 2025-2026 and 2026-2027?", ("The 8th.", "", "Calendar 2024-2025"), ""),
        ("What does the plan of 2017-2022 say?", ("It says so.", "", "Plan 2025-2026"), ""),
    ],
)
def test_not_of_another_season(question: str, scopes: tuple[str, ...], context: str) -> None:
    assert not is_of_another_season(question, scopes, context)
