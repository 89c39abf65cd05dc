"""Subtitles (SRT, WebVTT): running text, of which each cue is a place named by its time.

A sentence goes on over several cues. So cues are joined to paragraphs, and the place of a sentence
is the cue that it begins in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import zip_longest
from pathlib import PurePosixPath

from ragqa.documents.blocks import BLOCK_SEPARATOR, Block
from ragqa.documents.composing import compose
from ragqa.documents.decoding import decode_text
from ragqa.documents.fields import declared_fields
from ragqa.documents.source import LoadedDocument, SourceFile, place_name
from ragqa.errors import DocumentError
from ragqa.types import Place, PlaceKind

_MOMENT = r"(?:(?P<{0}h>\d{{1,3}}):)?(?P<{0}m>\d{{1,2}}):(?P<{0}s>\d{{2}})[.,]\d{{1,3}}"
_TIMING = re.compile(
    rf"^[ \t]*{_MOMENT.format('from_')}[ \t]*-->[ \t]*{_MOMENT.format('to_')}[^\n]*$", re.MULTILINE
)
_SPEAKER = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>\n]+)>")
_MARKUP = re.compile(r"<[^<>\n]*>|\{\\[^{}\n]*\}")
_TIME_WITHIN = re.compile(r"<\d{2}:\d{2}")
_NAME_OF_NEXT = re.compile(r"\n(?:[ \t]*\d+[ \t]*\n|[ \t]*\n[^\n]*\n|[ \t]*\n[ \t]*\d+\s*)\Z")
"""A number, or a line by itself, right before the times of a cue; a number by itself anyway."""

_BLANK_LINE = re.compile(r"\n[ \t]*(?:\n|\Z)")
_SENTENCE_END = re.compile(r"""[.!?…]["'”’»)\]]*$""")

_PAUSE_S = 4
_MAX_PARAGRAPH_CHARS = 400
"""Subtitles made by a machine have no full stops; their paragraphs end somewhere all the same."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """What is shown from one second to another; ``speaker`` is empty where none is named."""

    start_s: int
    end_s: int
    speaker: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    @property
    def time(self) -> str:
        minutes, seconds = divmod(self.start_s, 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def load_subtitles(file: SourceFile) -> Iterator[LoadedDocument]:
    """Yield the one document of subtitles; its title is the file's name."""
    place = place_name(file.path)
    text = decode_text(file.content, place)
    is_vtt = text.startswith("WEBVTT") or file.name.lower().endswith(".vtt")
    found = list(_cues(text, is_vtt=is_vtt))
    cues = [cue for cue in _without_repeats(found, text) if cue.lines]
    if text.strip() and not _TIMING.search(text):
        raise DocumentError(
            f'{place}: found no times such as "00:01:02,500 --> 00:01:05,000", expected subtitles; '
            "name the file .txt if it is text",
            detail="no times",
        )
    paragraphs = list(_paragraphs(cues))
    blocks = [Block(" ".join(cue.text for cue in paragraph)) for paragraph in paragraphs]
    loaded = compose(file, blocks, declared_fields({}), title=PurePosixPath(file.name).stem)
    document = replace(loaded.document, places=tuple(_places(paragraphs)))
    yield replace(loaded, document=document)


def _cues(text: str, *, is_vtt: bool) -> Iterator[_Cue]:
    timings = list(_TIMING.finditer(text))
    for timing, following in zip_longest(timings, timings[1:]):
        body = text[timing.end() : following.start() if following else len(text)]
        body = _cue_body(body, is_last=following is None, is_vtt=is_vtt)
        speaker = _SPEAKER.search(body)
        lines = (" ".join(unescape(_MARKUP.sub("", line)).split()) for line in body.split("\n"))
        yield _Cue(
            start_s=_seconds(timing, "from_"),
            end_s=_seconds(timing, "to_"),
            speaker=speaker[1].strip() if speaker else "",
            lines=tuple(line for line in lines if line),
        )


def _cue_body(body: str, *, is_last: bool, is_vtt: bool) -> str:
    """Return the text of a cue, of all that stands between its times and those of the next one.

    A cue of WebVTT ends at a blank line, behind which there may be a note. One of SRT may have a
    blank line in it, and ends at the number of the next one.
    """
    body = (body if is_last else _NAME_OF_NEXT.sub("", body)).removeprefix("\n")
    return _BLANK_LINE.split(body, maxsplit=1)[0] if is_vtt else body


def _seconds(timing: re.Match[str], which: str) -> int:
    hours = int(timing[f"{which}h"] or 0)
    return 3600 * hours + 60 * int(timing[f"{which}m"]) + int(timing[f"{which}s"])


def _without_repeats(cues: Sequence[_Cue], text: str) -> Iterator[_Cue]:
    """Yield the cues without the line that each repeats of the one before, where they roll up."""
    rolls_up = _TIME_WITHIN.search(text) is not None
    last_line = ""
    for cue in cues:
        lines = cue.lines
        while rolls_up and lines and lines[0] == last_line:
            lines = lines[1:]
        last_line = cue.lines[-1] if cue.lines else last_line
        yield replace(cue, lines=lines)


def _paragraphs(cues: Sequence[_Cue]) -> Iterator[list[_Cue]]:
    """Yield the cues that belong together: up to a full stop, a pause or another speaker."""
    paragraph: list[_Cue] = []
    speaker = ""
    for cue in cues:
        if paragraph and (_ends_with(paragraph, cue) or cue.speaker != speaker):
            yield paragraph
            paragraph = []
        is_new = cue.speaker and cue.speaker != speaker
        speaker = cue.speaker
        named = replace(cue, lines=(f"{cue.speaker}:", *cue.lines)) if is_new else cue
        paragraph.append(named)
    if paragraph:
        yield paragraph


def _ends_with(paragraph: Sequence[_Cue], following: _Cue) -> bool:
    last = paragraph[-1]
    return (
        _SENTENCE_END.search(last.text) is not None
        or following.start_s - last.end_s >= _PAUSE_S
        or sum(len(cue.text) for cue in paragraph) >= _MAX_PARAGRAPH_CHARS
    )


def _places(paragraphs: Sequence[Sequence[_Cue]]) -> Iterator[Place]:
    start = 0
    for paragraph in paragraphs:
        for cue in paragraph:
            yield Place(PlaceKind.TIME, start, start + len(cue.text), name=cue.time)
            start += len(cue.text) + 1
        start += len(BLOCK_SEPARATOR) - 1
