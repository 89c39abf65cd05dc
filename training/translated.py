"""Questions and passages put into Spanish by Apertium, to teach a reader both languages.

Apertium translates by rules, offline (Debian's packages apertium and apertium-eng-spa). Its Spanish
is rough, but the words are there, and what a passage answers stays where it was: the answer goes
through the translation between tags. Each of the sources is asked in Spanish over English, English
over Spanish, and Spanish over Spanish.
"""

import html
import json
import random
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from training.reader_data import Example, Source, source_of

TRANSLATED_DIRECTIONS = (("es", "en"), ("en", "es"), ("es", "es"))
SPANISH_MARKS = 0.75  # of the questions; many people leave the opening one out
SEED = 21

_PAIR = "eng-spa"
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_MARKED = re.compile(r"(.*)<b>(.+)</b>(.*)", re.DOTALL)


def translated_sources(sources: Sequence[Source], *, name: str, cache: Path) -> list[Source]:
    """Return the sources in the `TRANSLATED_DIRECTIONS`, all of them together in each.

    They are named `name`, with the direction behind it.
    The translation is kept in the file `cache`, which is read instead of it where it exists.

    Raises
    ------
    FileNotFoundError
        If Apertium is not installed.
    """
    if not cache.exists():
        cache.write_text(json.dumps(_translate_all(sources)), encoding="utf-8")
    kept = json.loads(cache.read_text(encoding="utf-8"))
    return [
        source_in(
            sources, kept, name=f"{name} {asked} over {written}", asked=asked, written=written
        )
        for asked, written in TRANSLATED_DIRECTIONS
    ]


def source_in(
    sources: Sequence[Source],
    translation: Mapping[str, Mapping[str, str]],
    *,
    name: str,
    asked: str,
    written: str,
) -> Source:
    """Put the examples of all sources into one, with question and passages in these languages.

    Left out are those of which the answer was lost in the translation.
    """
    questions, passages = translation["questions"], translation["passages"]

    def in_spanish(some: Sequence[str]) -> tuple[str, ...]:
        found = (passages.get(paragraph(passage)) for passage in some)
        return tuple(passage for passage in found if passage)

    examples: list[Example] = []
    siblings: list[tuple[str, ...]] = []
    neighbours: list[tuple[str, ...]] = []
    for source in sources:
        for example, same, near in zip(
            source.examples, source.siblings, source.neighbours, strict=True
        ):
            if not example.spans:
                continue
            question = questions[example.question] if asked == "es" else example.question
            made = replace(example, question=question)
            if written == "es":
                made = _in_spanish(made, passages[marked(example)])
            if made.spans:
                examples.append(made)
                siblings.append(in_spanish(same) if written == "es" else same)
                neighbours.append(in_spanish(near) if written == "es" else near)
    return source_of(name, examples, siblings=siblings, neighbours=neighbours)


def marked(example: Example) -> str:
    """Return the passage as HTML, with its first answer in bold."""
    start, end = example.spans[0]
    parts = (example.passage[:start], example.passage[start:end], example.passage[end:])
    before, answer, after = (html.escape(part, quote=False) for part in parts)
    return _one_line(f"{before}<b>{answer}</b>{after}")


def paragraph(passage: str) -> str:
    """Return the passage as HTML."""
    return _one_line(html.escape(passage, quote=False))


def translate(texts: Sequence[str], *, form: str) -> list[str]:
    """Translate lines of text, `form` "txt", or paragraphs of HTML, "html", into Spanish."""
    if shutil.which("apertium") is None:
        raise FileNotFoundError(
            "no program named apertium: install it (Debian: apt install apertium apertium-eng-spa)"
        )
    wrapped = [f"<p>{text}</p>" for text in texts] if form == "html" else texts
    done = subprocess.run(
        ["apertium", "-u", "-f", form, _PAIR],
        input="\n".join(wrapped),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = _PARAGRAPH.findall(done) if form == "html" else done.splitlines()
    if len(found) != len(texts):
        raise ValueError(f"{len(texts)} texts were to be translated, and {len(found)} came back")
    return [re.sub(r"\s+", " ", text).strip() for text in found]


def questions_in_spanish(questions: Sequence[str]) -> list[str]:
    """Return English questions in Spanish, most of them with the mark that opens one."""
    asked = translate([_one_line(question) for question in questions], form="txt")
    draw = random.Random(SEED)
    return [f"¿{spanish}" if draw.random() < SPANISH_MARKS else spanish for spanish in asked]


def _translate_all(sources: Sequence[Source]) -> dict[str, dict[str, str]]:
    examples = [example for source in sources for example in source.examples if example.spans]
    questions = list(dict.fromkeys(example.question for example in examples))
    near = {one for source in sources for some in source.neighbours for one in some}
    passages = list(dict.fromkeys([*map(marked, examples), *map(paragraph, sorted(near))]))
    said = translate(passages, form="html")
    return {
        "questions": dict(zip(questions, questions_in_spanish(questions), strict=True)),
        "passages": {
            english: spanish if "<b>" in english else html.unescape(spanish)
            for english, spanish in zip(passages, said, strict=True)
        },
    }


def _in_spanish(example: Example, translated: str) -> Example:
    parts = _MARKED.fullmatch(translated)
    if parts is None:
        return replace(example, passage=html.unescape(translated), spans=(), english=None)
    before, answer, after = (html.unescape(part) for part in parts.groups())
    span = (len(before), len(before) + len(answer))
    return replace(example, passage=before + answer + after, spans=(span,), english=None)


def _one_line(text: str) -> str:
    return " ".join(text.split())
