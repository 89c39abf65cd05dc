"""E-mail (EML, MBOX) and web pages saved as one (MHTML): headers, bodies, attachments."""

import mimetypes
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from ragqa.documents.blocks import Block
from ragqa.documents.composing import compose
from ragqa.documents.decoding import decode_text, unify_line_ends
from ragqa.documents.html import load_html, plain_html_blocks
from ragqa.documents.properties import property_fields
from ragqa.documents.source import Failure, LoadedDocument, NestedFile, SourceFile, place_name
from ragqa.errors import DocumentError, FileProblem

_ENVELOPE = re.compile(rb"^From [^\n]*\d:\d\d[^\n]*\n", re.MULTILINE)
_QUOTED_ENVELOPE = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEADER_LINE = re.compile(rb"[!-9;-~]+:")
_HEAD_OF_MAIL = re.compile(rb"(?:[^\r\n][^\n]*\n)*?(?:from|to|cc|date|subject):", re.IGNORECASE)
_WEEKDAY = re.compile(rb"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b")
"""As the C library writes the time of an envelope, in English and short."""

_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_UNENCRYPTED_SEALS = frozenset({"signed-data", "certs-only", "compressed-data"})
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
"""The identifier of signed data, near the beginning of it (RFC 5652, 5.1)."""

_SEAL_HEAD_BYTES = 40
_SIGNATURES = frozenset(
    {
        *("application/pgp-signature", "application/pkcs7-signature"),
        "application/x-pkcs7-signature",
    }
)
_HEADERS = ("from", "to", "cc", "date", "subject")
_SHOWN = ("From", "To", "Cc")
_OTHER_MARKUP = frozenset(
    {
        *("text/enriched", "text/richtext", "text/rtf"),
        *("text/watch-html", "text/x-amp-html"),
    }
)
"""Types of a body that is written once more, in a markup that is not read."""

_LINK = re.compile(r"https?://\S+")
_RICHER = 2
"""So many times the letters of the plain text make HTML more than another look of the same."""

_SUFFIXES = mimetypes.MimeTypes()
"""Those that Python knows itself: the lists of the system are files, and a reader opens none."""


@dataclass
class _Parts:
    """What a message holds: its bodies as blocks, and its attachments by name."""

    bodies: list[Block] = field(default_factory=list)
    attachments: list[tuple[str, bytes]] = field(default_factory=list)


def load_eml(file: SourceFile) -> Iterator[LoadedDocument | NestedFile | Failure]:
    """Yield the document of a message, and then the files attached to it."""
    yield from _message(file, "")


def load_mbox(file: SourceFile) -> Iterator[LoadedDocument | NestedFile | Failure]:
    """Yield each message of a mailbox, named by its number, and the files attached to it.

    A message that cannot be read costs itself only.
    """
    starts = [match for match in _ENVELOPE.finditer(file.content) if _begins(file.content, match)]
    if file.content.strip() and not starts:
        raise DocumentError(
            f'{place_name(file.path)}: found no line such as "From ana@example.org Mon Apr 17 '
            '12:00:00 2023", expected a mailbox; name the file .eml if it is one message',
            detail="no message",
        )
    ends = [match.start() for match in starts[1:]] + [len(file.content)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=False), start=1):
        raw = _QUOTED_ENVELOPE.sub(rb"\1", file.content[start.end() : end])
        one = replace(file, name=f"{file.name}/{number}", content=raw)
        yield from _message_or_failure(one, f"{number}/")


def load_mhtml(file: SourceFile) -> Iterator[LoadedDocument]:
    """Yield the one document of a web page that was saved with all that belongs to it."""
    for part in message_from_bytes(file.content).walk():
        if part.get_content_type() == "text/html":
            yield from load_html(replace(file, content=_payload(part)))
            return
    raise DocumentError(
        f"{place_name(file.path)}: found no web page in it, expected one; save the page anew",
        detail="no web page",
    )


def _begins(content: bytes, envelope: re.Match[bytes]) -> bool:
    """Tell whether a message begins at a line: not every mailbox marks the sentences like it."""
    before = content[max(envelope.start() - 4, 0) : envelope.start()]
    if not before:
        return True
    head = envelope.end()
    return (
        before.replace(b"\r", b"").endswith(b"\n\n")
        and _HEADER_LINE.match(content, head) is not None
        and bool(_WEEKDAY.search(envelope[0]) or _HEAD_OF_MAIL.match(content, head))
    )


def _message_or_failure(
    file: SourceFile, prefix: str
) -> Iterator[LoadedDocument | NestedFile | Failure]:
    try:
        yield from _message(file, prefix)
    except MemoryError:
        raise
    except DocumentError as error:
        yield Failure.of(file.path, error, name=file.name)
    except Exception as error:  # noqa: BLE001 (a parser may raise anything at a broken message)
        detail = type(error).__name__
        damage = DocumentError(
            f"{place_name(file.path / prefix)}: found a damaged message ({detail}), expected a "
            "whole one; save it anew or take it out",
            detail=detail,
        )
        yield Failure.of(file.path, damage, name=file.name)


def _message(file: SourceFile, prefix: str) -> Iterator[LoadedDocument | NestedFile | Failure]:
    """Yield a message, and its attachments under their names behind a prefix."""
    message = message_from_bytes(file.content)
    place = place_name(file.path / prefix)
    headers = _headers(message)
    if not headers:
        raise DocumentError(
            f"{place}: found no header such as From or Subject, expected an e-mail; name the file "
            ".txt if it is text",
            detail="no header",
        )
    errors = list(_seal_errors(message, place))
    for error in errors:
        yield Failure.of(file.path, error, name=file.name if prefix else None)
    parts = _Parts()
    _collect(message, parts, place)
    if errors and not parts.bodies and not parts.attachments:
        return
    blocks = [*_header_blocks(headers), *parts.bodies]
    fields = property_fields(
        title=headers.get("subject", ""),
        author=_first_name(headers.get("from", "")),
        dates=(_moment(headers.get("date", "")),),
    )
    yield compose(file, blocks, fields, title=headers.get("subject", ""))
    yield from (NestedFile(f"{prefix}{name}", content) for name, content in parts.attachments)


def _seal_errors(message: Message, place: str) -> Iterator[DocumentError]:
    """Yield why parts of a message cannot be read, each reason once."""
    seals = {_seal(part) for part in _own_parts(message)}
    if "encrypted" in seals:
        yield DocumentError(
            f"{place}: found an encrypted message, expected one that can be read; save it "
            "decrypted",
            problem=FileProblem.ENCRYPTED,
        )
    if "signed" in seals:
        detail = "a text that is packed into its signature"
        yield DocumentError(
            f"{place}: found {detail}, expected one that can be read; save the message without "
            "the signature",
            detail=detail,
        )


def _own_parts(message: Message) -> Iterator[Message]:
    """Yield a message and the parts in it, but not those of messages attached to it."""
    yield message
    if message.get_content_type() != "message/rfc822":
        for part in _inner_parts(message):
            yield from _own_parts(part)


def _seal(part: Message) -> str:
    """Return what keeps a part from being read: "encrypted", "signed", or nothing."""
    kind = part.get_content_type()
    if kind not in _SEALED:
        return "encrypted" if kind == "multipart/encrypted" else ""
    declared = str(part.get_param("smime-type") or "").lower()
    is_signed = _SIGNED_DATA in _payload(part)[:_SEAL_HEAD_BYTES]
    return "signed" if declared in _UNENCRYPTED_SEALS or is_signed else "encrypted"


def _header_blocks(headers: dict[str, str]) -> Iterator[Block]:
    subject = headers.get("subject", "")
    if subject:
        yield Block(subject, level=1)
    lines = [f"{name}: {headers[name.lower()]}" for name in _SHOWN if headers.get(name.lower())]
    moment = _moment(headers.get("date", "")).replace("T", " ")[:16]
    yield Block("\n".join([*lines, f"Date: {moment}"] if moment else lines))


def _headers(message: Message) -> dict[str, str]:
    """Return the headers that matter, by their names in small letters; of each the first."""
    headers: dict[str, str] = {}
    for name, value in message.raw_items():
        if name.lower() in _HEADERS:
            headers.setdefault(name.lower(), _decoded_header(str(value)))
    return headers


def _decoded_header(value: str) -> str:
    """Return a header as it reads: its encoded words decoded, its bytes as UTF-8 or cp1252."""
    raw = value.encode("utf-8", "surrogateescape")
    try:
        value = raw.decode("utf-8")
    except UnicodeDecodeError:
        value = raw.decode("cp1252", "replace")
    with suppress(HeaderParseError, LookupError, ValueError):
        value = str(make_header(decode_header(value)))
    return " ".join(value.split())


def _moment(value: str) -> str:
    """Return the date and time of a header in ISO 8601, empty where it is none."""
    try:
        return parsedate_to_datetime(value).isoformat()
    except (TypeError, ValueError, OverflowError):
        return ""


def _first_name(addresses: str) -> str:
    name, address = next(iter(getaddresses([addresses])), ("", ""))
    return name or address


def _collect(part: Message, parts: _Parts, place: str) -> None:
    """Take in a part of a message, with the parts in it."""
    kind = part.get_content_type()
    inner = _inner_parts(part)
    if _seal(part):
        return
    if kind == "message/rfc822" and inner:
        name = _headers(inner[0]).get("subject", "") or "message"
        parts.attachments.append((_safe_name(f"{name}.eml"), inner[0].as_bytes()))
    elif kind == "multipart/alternative":
        _collect_alternatives(inner, parts, place)
    elif part.is_multipart():
        for one in inner:
            _collect(one, parts, place)
    elif kind not in _SIGNATURES and not _is_inline_picture(part):
        if kind in ("text/plain", "text/html") and not _is_attached(part):
            parts.bodies += _body_blocks(part, place)
        else:
            number = len(parts.attachments) + 1
            parts.attachments.append((_attachment_name(part, number), _payload(part)))


def _inner_parts(part: Message) -> list[Message]:
    inner = part.get_payload()
    return [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []


def _collect_alternatives(alternatives: list[Message], parts: _Parts, place: str) -> None:
    """Take in one body of several that say the same, and what else comes with any of them."""
    plain: list[list[Block]] = []
    rich: list[list[Block]] = []
    errors: list[DocumentError] = []
    others = [one for one in alternatives if _is_other_markup(one)]
    for one in alternatives:
        if _is_other_markup(one):
            continue
        version = _Parts(attachments=parts.attachments)
        try:
            _collect(one, version, place)
        except DocumentError as error:
            errors.append(error)
        if any(block.text.strip() for block in version.bodies):
            is_plain = one.get_content_type() == "text/plain"
            (plain if is_plain else rich).append(version.bodies)
    if plain or rich:
        parts.bodies += _fuller(plain[:1], rich[-1:])
    elif errors:
        raise errors[0]
    else:
        for one in others:
            _collect(one, parts, place)


def _fuller(plain: list[list[Block]], rich: list[list[Block]]) -> list[Block]:
    """Return the body in plain text, unless that says little of what the other one says.

    There is at the most one of each, and at the least one of them.
    """
    if plain and rich and _letter_count(rich[0]) >= _RICHER * _letter_count(plain[0]):
        return rich[0]
    return (plain or rich)[0]


def _letter_count(blocks: list[Block]) -> int:
    """Count the letters and digits of a body, without addresses on the web, which are long."""
    text = _LINK.sub("", "\n".join(block.text for block in blocks))
    return sum(map(str.isalnum, text))


def _is_other_markup(part: Message) -> bool:
    return part.get_content_type() in _OTHER_MARKUP and not _is_attached(part)


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None


def _is_inline_picture(part: Message) -> bool:
    is_picture = part.get_content_maintype() == "image"
    return is_picture and part.get_content_disposition() != "attachment"


def _body_blocks(part: Message, place: str) -> list[Block]:
    text = _body_text(part, place)
    return (
        plain_html_blocks(text) if part.get_content_type() == "text/html" else [Block(text.strip())]
    )


def _body_text(part: Message, place: str) -> str:
    content = _payload(part)
    try:
        return unify_line_ends(content.decode(part.get_content_charset("ascii")))
    except (LookupError, UnicodeDecodeError):
        return decode_text(content, place)


def _payload(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _attachment_name(part: Message, number: int) -> str:
    suffix = _SUFFIXES.guess_extension(part.get_content_type()) or ""
    return _safe_name(_decoded_header(part.get_filename() or f"attachment {number}{suffix}"))


def _safe_name(name: str) -> str:
    """Return a file's name without the folders that a sender may have put before it."""
    return re.split(r"[/\\]", name)[-1].strip(" .") or "attachment"
