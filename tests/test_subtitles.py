"""Subtitles: sentences over several cues, and the time of each."""

from pathlib import Path

import pytest

from ragqa.documents.source import SourceFile
from ragqa.documents.subtitles import load_subtitles
from ragqa.errors import DocumentError
from ragqa.types import Document, PlaceKind

SRT = """\ufeff1
00:00:01,000 --> 00:00:03,500
<i>The desk opened</i>
in April.

2
00:00:04,000 --> 00:00:06,000
It is open every day

3
00:00:06,200 --> 00:00:08,000
but {\\an8}Sunday.
4
01:02:03,000 --> 01:02:04,000
- Good-bye!
"""

VTT = """WEBVTT - The desk

STYLE
::cue { color: red }

NOTE not a cue
00:00 is no time

intro
00:01.000 --> 00:03.000 position:10%
<v Ana Ruiz>The desk &amp; its <b>people</b></v>

00:04.000 --> 00:05.000
<v Ana Ruiz>are here.</v>

00:05.000 --> 00:06.000
<v.loud Luis>Thanks.</v>
"""

ROLLING = """WEBVTT

00:00:00.000 --> 00:00:02.000
the desk<00:00:01.000><c> opens</c>

00:00:02.000 --> 00:00:02.010
the desk opens

00:00:02.010 --> 00:00:04.000
the desk opens
at<00:00:03.000><c> eight</c>
"""


def read(text: str, name: str = "talk.srt") -> Document:
    (loaded,) = load_subtitles(SourceFile(Path(f"in/{name}"), f"in/{name}", text.encode()))
    return loaded.document


def times(document: Document) -> list[tuple[str, str]]:
    assert {place.kind for place in document.places} <= {PlaceKind.TIME}
    return [(one.label, document.text[one.start : one.end]) for one in document.places]


def test_sentence_goes_on_over_cues_and_each_keeps_its_time() -> None:
    document = read(SRT)
    assert document.text == (
        "The desk opened in April.\n\nIt is open every day but Sunday.\n\n- Good-bye!"
    )
    assert times(document) == [
        ("00:00:01", "The desk opened in April."),
        ("00:00:04", "It is open every day"),
        ("00:00:06", "but Sunday."),
        ("01:02:03", "- Good-bye!"),
    ]
    assert document.title == "talk"


def test_speakers_are_named_where_they_change() -> None:
    document = read(VTT, "talk.vtt")
    assert document.text == "Ana Ruiz: The desk & its people are here.\n\nLuis: Thanks."
    assert [label for label, _ in times(document)] == ["00:00:01", "00:00:04", "00:00:05"]


def test_rolling_captions_say_each_line_once() -> None:
    document = read(ROLLING, "talk.vtt")
    assert document.text == "the desk opens at eight"
    assert times(document) == [("00:00:00", "the desk opens"), ("00:00:02", "at eight")]


def test_same_words_twice_are_kept_where_nothing_rolls() -> None:
    cues = "".join(f"00:00:0{second},000 --> 00:00:0{second},900\nNo\n\n" for second in (1, 2))
    assert read(cues).text == "No No"


def test_pause_and_length_end_a_paragraph() -> None:
    late = "00:00:01,000 --> 00:00:02,000\none\n\n00:00:06,000 --> 00:00:07,000\ntwo"
    assert read(late).text == "one\n\ntwo"
    words = "word " * 30
    cues = "".join(
        f"00:00:{second:02},000 --> 00:00:{second:02},900\n{words}\n\n" for second in range(9)
    )
    assert max(map(len, read(cues).text.split("\n\n"))) < 600


def test_windows_line_ends_change_nothing() -> None:
    assert read(SRT.replace("\n", "\r\n")) == read(SRT)


def test_text_behind_a_blank_line_within_a_cue_is_read() -> None:
    cues = [
        "1\n00:00:01,000 --> 00:00:02,000\nThe desk\n\nis open.\n",
        "2\n\n00:00:03,000 --> 00:00:04,000\nIt is free.\n",
        "Slide 3\n00:00:05,000 --> 00:00:06,000\nCall\n\n112\n",
    ]
    document = read("\n".join(cues))
    assert document.text == "The desk is open.\n\nIt is free.\n\nCall 112"
    assert [label for label, _ in times(document)] == ["00:00:01", "00:00:03", "00:00:05"]


def test_note_between_the_cues_of_webvtt_is_no_text() -> None:
    cues = "00:01.000 --> 00:02.000\nOne.\n\nNOTE by Ana\n\n00:03.000 --> 00:04.000\nTwo."
    assert read(f"WEBVTT\n\n{cues}\n\nNOTE the end\n").text == "One.\n\nTwo."


def test_cue_that_is_only_a_number_is_read() -> None:
    cues = "\n".join(
        f"{number}\n00:00:0{number},000 --> 00:00:0{number},900\n{text}\n"
        for number, text in enumerate(("In the year", "2020", "2021"), start=1)
    )
    assert read(cues).text == "In the year 2020 2021"


@pytest.mark.parametrize("text", ["", "WEBVTT\n", "00:00:01,000 --> 00:00:02,000\n \n"])
def test_file_without_words(text: str) -> None:
    if text.startswith("WEBVTT"):
        with pytest.raises(DocumentError, match=r"in/talk.srt: found no times"):
            read(text)
    else:
        assert read(text).text == ""


def test_text_without_times_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"found no times such as .* expected subtitles"):
        read("Only text, and no times.")
