"""The format of a file by its content, for where the suffix lies or there is none."""

import io
import re
import zipfile

_SIGNATURES = (
    (b"PK\x03\x04", ".zip"),
    (b"PK\x05\x06", ".zip"),  # an empty archive
    (b"\x1f\x8b", ".gz"),
    (b"{\\rtf", ".rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE := ".ole"),
)
_PDF_HEAD_BYTES = 1024
"""PDF readers look for the mark this far."""

_TAR_MARK_AT = 257
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
HEAD_BYTES = 2048
"""How much of a file ``signature`` looks at."""

# What an archive of an office program or an e-book holds, by the first folder or its mimetype.
_OFFICE_FOLDERS = {"word/": ".docx", "ppt/": ".pptx", "xl/": ".xlsx"}
_MIMETYPES = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/epub+zip": ".epub",
}
_MAX_MIMETYPE_BYTES = 100
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")


def signature(head: bytes) -> str | None:
    """Return the suffix that the first bytes of a file call for; None where they call for none.

    An archive of any kind is ``".zip"`` here, and a file of an old office program ``".ole"``.
    """
    for mark, suffix in _SIGNATURES:
        if head.startswith(mark):
            return suffix
    if b"%PDF-" in head[:_PDF_HEAD_BYTES] and not _looks_like_text_about_pdf(head):
        return ".pdf"
    return ".tar" if head[_TAR_MARK_AT : _TAR_MARK_AT + 5] == b"ustar" else None


def is_html(head: bytes) -> bool:
    """Tell whether a file begins as a web page does."""
    return _HTML.match(head.removeprefix(_BYTE_ORDER_MARK)) is not None


def suffix_of_archive(content: bytes) -> str:
    """Return the suffix of what a ZIP archive is: an office file, an e-book, or only an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                with archive.open("mimetype") as file:
                    mimetype = file.read(_MAX_MIMETYPE_BYTES).decode("ascii", "replace").strip()
                if mimetype in _MIMETYPES:
                    return _MIMETYPES[mimetype]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return ".zip"
    if "[Content_Types].xml" in names:
        for folder, suffix in _OFFICE_FOLDERS.items():
            if any(name.startswith(folder) for name in names):
                return suffix
    return ".zip"


def is_encrypted_office(content: bytes) -> bool:
    """Tell whether an old office container is the wrapping of a new file with a password."""
    return _ENCRYPTED_OFFICE in content


def _looks_like_text_about_pdf(head: bytes) -> bool:
    """Tell whether the mark stands in prose: in a PDF nothing but rubbish stands before it."""
    before = head[: head.index(b"%PDF-")]
    return bool(before.strip()) and all(byte >= 0x20 or byte in b"\t\r\n" for byte in before)
