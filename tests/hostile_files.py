"""Files that strangers send: bombs, truncations, noise, loops, depths, lies and strange names.

``python tests/hostile_files.py FOLDER`` writes them to look at.
"""

import gzip
import io
import os
import random
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

GOOD = {
    "good.txt": b"The ferry is called Esperanza and leaves at noon.",
    "good.md": b"# The bridge\n\nThe bridge over the river is 300 metres long.\n",
    "good.html": b"<html><body><main><p>The market opens on Tuesday.</p></main></body></html>",
    "good.csv": b"item,cost\ndesk,40\nlamp,12\n",
}
"""Files that must be indexed, whatever lies beside them."""

_MB = 2**20


def write_hostile_files(folder: Path) -> list[str]:
    """Write all of them, the good ones among them; return their names."""
    names = []
    for name, content in chain(GOOD.items(), hostile_files()):
        (folder / name).write_bytes(content)
        names.append(name)
    return names


def hostile_files() -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each."""
    yield from _bombs()
    yield from _archives()
    yield from _truncations()
    yield from _noise()
    yield from _pdfs()
    yield from _texts()
    yield from _names()


def _zip(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def _tar(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for member, content in members:
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def _zeros(megabytes: int) -> bytes:
    return gzip.compress(b"0" * (megabytes * _MB), 9)


def _bombs() -> Iterator[tuple[str, bytes]]:
    zeros = b"0" * (60 * _MB)
    yield "bomb.gz", _zeros(300)
    yield "bomb.txt.gz", _zeros(120)
    yield "bomb-in-bomb.gz", gzip.compress(_zeros(300))
    yield "bomb.zip", _zip(*((f"{i}.txt", zeros) for i in range(6)))
    types = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Default Extension="xml" ContentType="application/xml"/></Types>'
    )
    for suffix, part in (
        (".docx", "word/document.xml"),
        (".pptx", "ppt/presentation.xml"),
        (".xlsx", "xl/workbook.xml"),
    ):
        body = b"<w>" + zeros + b"</w>"
        yield f"bomb{suffix}", _zip(("[Content_Types].xml", types), (part, body), ("x.xml", body))
    mimetype = ("mimetype", b"application/vnd.oasis.opendocument.text")
    yield "bomb.odt", _zip(mimetype, ("content.xml", b"<a>" + zeros + b"</a>"))
    yield (
        "laughs.docx",
        _zip(("[Content_Types].xml", types), ("word/document.xml", _laughs()), ("x", b"")),
    )
    yield "laughs.xhtml", _laughs()


def _laughs() -> bytes:
    """Return entities that stand for ten others each."""
    lines = [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)]
    return (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "ha">' + "".join(lines) + "]>"
        "<html><body><p>&a9;</p></body></html>"
    ).encode()


def _archives() -> Iterator[tuple[str, bytes]]:
    deep = b"The end."
    for level in range(30):
        deep = _zip((f"{level}.zip" if level else "end.txt", deep))
    yield "deep.zip", deep
    yield "many.zip", _zip(*((f"{i}.txt", b"") for i in range(12_000)))
    yield "traversal.zip", _zip(("../../outside.txt", b"Out."), ("in.txt", b"Inside."))
    yield "traversal.tar", _tar((tarfile.TarInfo("/etc/outside.txt"), b"Out."))
    link, device = tarfile.TarInfo("link.txt"), tarfile.TarInfo("device.txt")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    device.type = tarfile.CHRTYPE
    yield "links.tar", _tar((link, b""), (device, b""))
    yield (
        "strange-names.zip",
        _zip(("a\nb.txt", b"A name of two lines."), ("\u202etxt.exe", b"Turned around.")),
    )
    locked = bytearray(_zip(("secret.txt", b"Secret.")))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = locked.index(mark) + (6 if mark == b"PK\x03\x04" else 8)
        locked[at] |= 1
    yield "encrypted.zip", bytes(locked)
    yield (
        "encrypted.docx",
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"\0" * 512
            + "EncryptedPackage".encode("utf-16-le")
        ),
    )


def _truncations() -> Iterator[tuple[str, bytes]]:
    whole = _zip(("a.txt", os.urandom(3_000).hex().encode()), ("b.txt", b"Second."))
    for tenth in range(1, 10):
        yield f"cut-{tenth}.zip", whole[: len(whole) * tenth // 10]
    pdf = _pdf(b"BT /F1 12 Tf 72 700 Td (Hello) Tj ET")
    for tenth in (2, 5, 8):
        yield f"cut-{tenth}.pdf", pdf[: len(pdf) * tenth // 10]


def _noise() -> Iterator[tuple[str, bytes]]:
    chance = random.Random(7)
    for suffix in (
        *(".pdf", ".docx", ".pptx", ".xlsx", ".odt", ".ods", ".odp", ".zip", ".tar", ".gz"),
        *(".html", ".csv", ".json", ".jsonl", ".txt", ".md", ".eml", ".mbox", ".srt"),
    ):
        yield f"noise{suffix}", chance.randbytes(5_000)
    yield "noise-behind-mark.pdf", b"%PDF-1.7\n" + chance.randbytes(5_000)
    yield "noise-behind-mark.docx", b"PK\x03\x04" + chance.randbytes(5_000)


def _pdf(stream: bytes, *, kids: bytes = b"[3 0 R]", extra: bytes = b"") -> bytes:
    packed = zlib.compress(stream, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids " + kids + b" /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> " + extra + b" >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        body
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    )


def _pdfs() -> Iterator[tuple[str, bytes]]:
    yield "bomb.pdf", _pdf(b" " * (400 * _MB))
    yield "loop.pdf", _pdf(b"BT ET", kids=b"[2 0 R 2 0 R]")
    yield "huge-page.pdf", _pdf(b"BT ET", extra=b"/MediaBox [0 0 1e30 1e30]")
    yield "many-words.pdf", _pdf(b"BT /F1 1 Tf " + b"(a b c) Tj 1 0 Td " * 200_000 + b"ET")


def _texts() -> Iterator[tuple[str, bytes]]:
    yield "deep.html", b"<div>" * 100_000 + b"Deep." + b"</div>" * 100_000
    yield "deep.json", b"[" * 200_000 + b"]" * 200_000
    yield "deep.md", b"> " * 50_000 + b"Deep.\n"
    yield "long-line.txt", b"word " * (2 * _MB)
    yield "long-word.txt", b"w" * (3 * _MB)
    yield "long-cell.csv", b'a,b\n"' + b"x" * (5 * _MB) + b'",2\n'
    yield "wide.csv", b",".join(b"c%d" % i for i in range(100_000)) + b"\n" + b"1," * 100_000
    yield "wrong-encoding.txt", "Señal\ud800".encode("utf-16", "surrogatepass")[:-1] * 50
    yield "nul.txt", b"a\0b" * 100
    yield (
        "external.xhtml",
        (
            b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            b"<html><body><p>Before &x; after.</p></body></html>"
        ),
    )
    yield "open.rtf", b"{\\rtf1 " + b"{" * 100_000


def _names() -> Iterator[tuple[str, bytes]]:
    yield os.fsdecode(b"caf\xe9 \xff.txt"), b"A name that is not UTF-8."
    yield "two\nlines.txt", b"A name of two lines."
    yield "\x1b[2J.txt", b"A name that commands a terminal."
    yield "no-suffix", b"%PDF-1.4 and no more"
    yield "pdf-in-truth.txt", _pdf(b"BT /F1 12 Tf 72 700 Td (The truth is a page.) Tj ET")


if __name__ == "__main__":
    write_hostile_files(Path(sys.argv[1]))
