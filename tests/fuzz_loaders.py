"""Changed files of every format, read one after another for a while: nothing may escape.

``python tests/fuzz_loaders.py SECONDS [SEED]``. Each file is one that a usual program wrote,
changed at random: bytes, stretches, and the parts inside archives, packed anew. What its process
makes of it must be documents that can be stored, or a reason. A process that dies of it is counted
and named, and the next file is read. Ends with status 1 and the seed of the file where anything
else comes back.
"""

import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from known_text import ENGLISH, ENGLISH_TABLE
from pdf_writers import write_pdf
from writers import (
    write_csv,
    write_docx,
    write_epub,
    write_html,
    write_odp,
    write_ods,
    write_odt,
    write_pptx,
    write_rst,
    write_rtf,
    write_xlsx_by_openpyxl,
)

from ragqa.documents import Failure, LoadedDocument, ReadLimits
from ragqa.documents.children import Parsers
from ragqa.documents.reading import Outcome
from ragqa.documents.source import SourceFile
from ragqa.documents.structure import structure_problems
from ragqa.errors import FileProblem

LIMITS = ReadLimits(seconds=20.0)

_OTHERS = {
    ".eml": (
        b"From: ana@example.org\r\nSubject: The desk\r\nDate: Mon, 17 Apr 2023 12:00:00 +0000\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe desk opens at nine.\r\n--x\r\n"
        b'Content-Type: text/csv; name="a.csv"\r\n\r\nitem,cost\r\ndesk,40\r\n--x--\r\n'
    ),
    ".json": b'[{"title": "One", "text": "The desk opens at nine."}, {"a": [1, {"b": null}]}]',
    ".jsonl": b'{"id": "a", "text": "The desk opens."}\n{"id": "b", "text": "It closes."}\n',
    ".md": (
        b"---\ntitle: A desk\ndate: 2023-04-17\n---\n\n# A\n\n- b\n- c\n\n"
        b"| d | e |\n|---|---|\n| 1 | 2 |\n"
    ),
    ".srt": (
        b"1\n00:00:01,000 --> 00:00:03,000\nThe desk opens.\n\n"
        b"2\n00:00:04,000 --> 00:00:05,000\nAt nine.\n"
    ),
}
_TOKENS = (
    b"\0",
    b"\xff\xfe",
    b"<",
    b"]]>",
    b"&#0;",
    b"%PDF-",
    b"PK\x03\x04",
    b"0" * 40,
    b"((((",
    b"-1",
)


def sound_files() -> dict[str, bytes]:
    """Return a file of each format by its suffix."""
    return {
        ".csv": write_csv(ENGLISH_TABLE),
        ".docx": write_docx(ENGLISH),
        ".epub": write_epub(ENGLISH),
        ".html": write_html(ENGLISH),
        ".odp": write_odp(ENGLISH),
        ".ods": write_ods(ENGLISH_TABLE),
        ".odt": write_odt(ENGLISH),
        ".pdf": write_pdf(ENGLISH, columns=2),
        ".pptx": write_pptx(ENGLISH),
        ".rst": write_rst(ENGLISH),
        ".rtf": write_rtf(ENGLISH),
        ".xlsx": write_xlsx_by_openpyxl(ENGLISH_TABLE),
        **_OTHERS,
    }


def changed(content: bytes, chance: random.Random) -> bytes:
    """Return a file with something wrong in it; an archive may have it in a part."""
    if content.startswith(b"PK") and chance.random() < 0.7:
        return _with_changed_part(content, chance)
    changed_bytes = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        _change(changed_bytes, chance)
    return bytes(changed_bytes)


def _change(content: bytearray, chance: random.Random) -> None:
    at, length = chance.randrange(len(content) + 1), chance.choice((1, 1, 4, 30, 300))
    kinds: tuple[Callable[[], bytes], ...] = (
        lambda: chance.randbytes(length),
        lambda: b"",
        lambda: chance.choice(_TOKENS) * chance.choice((1, 1, 50)),
        lambda: bytes(content[at : at + length]) * 2,
        lambda: bytes(content[-length:]),
    )
    content[at : at + length] = chance.choice(kinds)()
    if chance.random() < 0.05:
        del content[at:]


def _with_changed_part(content: bytes, chance: random.Random) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(stream, "w") as packed:
        names = archive.namelist()
        chosen = chance.choice(names)
        for name in names:
            part = bytearray(archive.read(name))
            if name == chosen:
                for _ in range(chance.choice((1, 3, 10))):
                    _change(part, chance)
            packed.writestr(name, bytes(part))
    return stream.getvalue()


def faults_of(outcomes: list[Outcome]) -> list[str]:
    """Return what must not come of a file, whatever is in it."""
    if not outcomes:
        return ["nothing came back"]
    faults = []
    for one in outcomes:
        if isinstance(one, LoadedDocument):
            faults += structure_problems(one.document)
            # What is stored has to be text.
            one.document.text.encode()
        elif not one.reason.strip():
            faults.append("no reason")
    return faults


def run(seconds: float, seed: int) -> int:
    """Read changed files for so long; return the status."""
    sound, told = sound_files(), Counter[str]()
    end, number = time.monotonic() + seconds, seed
    with Parsers.open(1) as parsers:
        while time.monotonic() < end:
            chance = random.Random(number)
            suffix = chance.choice(list(sound))
            content = changed(sound[suffix], chance)
            outcomes = parsers.read(SourceFile(Path(f"f{suffix}"), f"f{suffix}", content, LIMITS))
            for fault in faults_of(outcomes):
                sys.stdout.write(f"seed {number}, {suffix}: {fault}\n")
                return 1
            for one in outcomes:
                told["read" if isinstance(one, LoadedDocument) else one.problem] += 1
                if isinstance(one, Failure) and one.problem in _NOTED:
                    sys.stdout.write(f"seed {number}, {suffix}: {one.reason}\n")
            number += 1
    counts = ", ".join(f"{name} {count}" for name, count in told.most_common())
    sys.stdout.write(f"{number - seed} files, no crash that escaped; {counts}\n")
    return 0


_NOTED = (FileProblem.CRASHED, FileProblem.TOO_SLOW, FileProblem.TOO_MUCH_MEMORY)


if __name__ == "__main__":
    sys.exit(run(float(sys.argv[1]), int((*sys.argv[2:], "0")[0])))
