"""Bytes to text: byte order mark, UTF-8, then a guess; what is not text is refused.

The only importer of charset-normalizer. Among the Western encodings its guess is often wrong, at
any length (measured on Spanish in cp1252: a third of samples of 2,000 characters garbled), but
scripts other than Latin it knows well. So cp1252 is the answer unless the guess is another script.
"""

import codecs
import re
import unicodedata

from ragqa.errors import DocumentError, FileProblem

# UTF-32 before UTF-16: the mark of UTF-16-LE is the beginning of that of UTF-32-LE.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
)

_MIN_BYTES_TO_GUESS = 64
"""Below this the guess is no better than chance in any script."""

_REPLACEMENT = "\ufffd"
_MAX_BAD_SHARE = 0.05
"""Of the characters of several bytes: text in another encoding has many more that are not UTF-8."""

_MAX_BAD_SHARE_OF_TEXT = 0.01
"""Where the file says that it is UTF-8, and at least as many characters of several bytes are."""

_SCRIPT_SAMPLE_CHARS = 10_000
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\x80-\x84\x86-\x9f]")
_CONTROLS_FORGIVEN = 3
_CHARACTERS_A_CONTROL = 1000


def decode_text(content: bytes, place: str, *, declared: str | None = None) -> str:
    r"""Return the text of a file, each line end a ``\n`` and nothing else changed.

    ``place`` names the file in the message of the ``DocumentError`` raised if it holds no text.
    ``declared`` is the encoding that the file names; what is UTF-8 is read as that all the same,
    with U+FFFD for each of a few bytes that are broken.
    """
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            raise _not_text(place, kind)
    text = _decode(content, place, declared)
    if "\0" in text:
        raise _not_text(place, "NUL bytes")
    controls = len(_CONTROL.findall(text))
    if controls > _CONTROLS_FORGIVEN + len(text) // _CHARACTERS_A_CONTROL:
        raise _not_text(place, f"{controls} control characters")
    return unify_line_ends(text)


def decode_marked(content: bytes, place: str) -> str | None:
    """Return the text of bytes that begin with a byte order mark, None if they do not."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            marked = content[len(mark) :]
            try:
                return marked.decode(encoding)
            except UnicodeDecodeError as error:
                nearly = _nearly_utf8(marked, is_declared=True) if encoding == "utf-8" else None
                if nearly is not None:
                    return nearly
                raise _not_text(
                    place, f"the byte order mark of {encoding} and then bytes that are not"
                ) from error
    return None


def unify_line_ends(text: str) -> str:
    r"""Return the text with ``\r\n`` and ``\r`` as ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(content: bytes, place: str, declared: str | None) -> str:
    marked = decode_marked(content, place)
    if marked is not None:
        return marked
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    nearly = _nearly_utf8(content, is_declared=_is_utf8(declared))
    if nearly is not None:
        return nearly
    if declared:
        try:
            return content.decode(declared)
        except (LookupError, UnicodeDecodeError):
            pass
    guess = _guess(content)
    if guess is not None:
        return guess
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _not_text(place, "bytes of no known encoding") from error


def _nearly_utf8(content: bytes, *, is_declared: bool) -> str | None:
    """Return the text with a mark for each of a few bytes that are not UTF-8, else None.

    In another encoding hardly a letter is by chance one of several bytes in UTF-8, so those that
    are prove it. An unfinished character at the very end only says that the file was cut there.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text = decoder.decode(content)
    several = len(text) - len(text.encode("ascii", "ignore"))
    bad = text.count(_REPLACEMENT) - content.count(_REPLACEMENT.encode())
    good = several - bad
    is_proven = good > 0 and bad <= _MAX_BAD_SHARE * good
    is_likely = is_declared and bad <= good and bad <= _MAX_BAD_SHARE_OF_TEXT * len(text)
    if not (is_proven or is_likely):
        return None
    return text + decoder.decode(b"", final=True)


def _is_utf8(name: str | None) -> bool:
    try:
        return name is not None and codecs.lookup(name).name == "utf-8"
    except LookupError:
        return False


def _guess(content: bytes) -> str | None:
    """Return the text in an encoding of a script other than Latin, None if there is none."""
    if len(content) < _MIN_BYTES_TO_GUESS:
        return None
    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    text = "" if best is None else str(best)
    return None if _is_latin(text[:_SCRIPT_SAMPLE_CHARS]) else text


def _is_latin(text: str) -> bool:
    """Tell whether at least half of the letters are Latin."""
    letters = [character for character in text if character.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return 2 * latin >= len(letters)


def _not_text(place: str, found: str) -> DocumentError:
    return DocumentError(
        f"{place}: found {found}, expected text; save it as UTF-8 text or take it out",
        problem=FileProblem.NOT_TEXT,
        found=found,
    )
