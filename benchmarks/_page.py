"""``docs/quality.md``, made of the figures in ``benchmarks/results``."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks._sets import RESULTS, ROOT

PAGE = ROOT / "docs" / "quality.md"
PEERS = "peers"
ANSWERS = "answers"

_SETS = {
    "xquad-dev-en": "XQuAD: English questions about 100 paragraphs of Wikipedia, and others about"
    " articles that are not there; then each question once more with its paragraph taken out.",
    "xquad-dev-es": "The same in Spanish, over the English paragraphs.",
    "migration-dev": "Questions about five pages of press releases on migration: English, Spanish"
    " over the English pages, follow-ups, and some that no page answers.",
    "squad-dev": "Every tenth question of SQuAD 1.1 about the paragraphs of 20 articles, and of"
    " SQuAD 2.0 those that look as if a paragraph answered them.",
    "inscit-dev": "Conversations of INSCIT, each turn with the questions before it. Only finding is"
    " judged, for what is right there is longer than a sentence.",
    "cranfield": "The Cranfield collection, 1,400 abstracts on aerodynamics: finding alone, by"
    " graded judgements.",
}
_FINDING_ALONE = frozenset({"inscit-dev", "cranfield"})
_PEER_COLUMNS = {
    "Recall@1": "Recall@1",
    "first_citation_right": "answered, first citation right",
    "holds_expected": "answer holds what is expected",
    "words": "words",
    "answerable_refused": "answerable, refused",
    "unanswerable_refused": "others, refused",
    "unanswerable_refused_at_5": "others, refused at 5 %",
    "p50": "median ms",
}


def write_page() -> None:
    PAGE.write_text(render(read_results()), encoding="utf-8")


def read_results() -> dict[str, Any]:
    """Return what lies in the results, by name."""
    found = sorted(RESULTS.glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in found}


def render(results: Mapping[str, Any]) -> str:
    return "\n".join(_lines(results)) + "\n"


def _lines(results: Mapping[str, Any]) -> Iterator[str]:
    yield "# How good it is"
    yield ""
    yield "Made by `make bench` from the files in `benchmarks/results`; do not edit it by hand."
    yield "What each figure means, [evaluation.md](evaluation.md) says. In brackets are 95 %"
    yield "intervals over questions. Times are those of one machine, and other work slows them."
    for name, told in _SETS.items():
        if name in results:
            yield ""
            yield from _set_lines(name, told, results[name])
    if PEERS in results:
        yield ""
        yield from _peer_lines(results[PEERS])
    if ANSWERS in results:
        yield ""
        yield from _answer_lines(results[ANSWERS])


def _set_lines(name: str, told: str, result: Mapping[str, Any]) -> Iterator[str]:
    counts = result["questions"]
    asked = {
        "with an answer": counts["answerable"],
        "without": counts["unanswerable"],
        "with the passage taken out": counts["removed"],
    }
    yield f"## {name}"
    yield ""
    yield told
    yield "Questions: " + ", ".join(f"{n:,} {what}" for what, n in asked.items() if n) + "."
    system = result["system"]
    encoder, limit = system["encoder"], system["min_confidence"]
    yield f"Asked with the encoder `{encoder}`, refused below {limit:g}."
    yield ""
    yield "| | | |"
    yield "| --- | ---: | --- |"
    for one in result["figures"]:
        if name not in _FINDING_ALONE or one["group"] == "retrieval":
            bounds = f"[{_shown(one['low'])}, {_shown(one['high'])}]"
            yield f"| {one['label']} | {_shown(one['value'])} | {bounds} |"
    for percentile, (value, *_) in result["times"]["total"].items():
        yield f"| time of an answer, {percentile} | {value:.0f} ms | |"


def _peer_lines(result: Mapping[str, Any]) -> Iterator[str]:
    yield "## Beside what one would otherwise write"
    yield ""
    yield f"{result['questions']:,} of the questions of `xquad-dev-en`, measured in one process by"
    yield f"the same measures; ragqa with the encoder `{result['encoder']}`. The others give their"
    yield "best passage as the answer and never refuse; “at 5 %” lays a limit on their scores."
    yield ""
    yield "| | " + " | ".join(_PEER_COLUMNS.values()) + " |"
    yield "| --- |" + " ---: |" * len(_PEER_COLUMNS)
    for row in result["rows"]:
        yield f"| {row['name']} | " + " | ".join(_cells(row)) + " |"


def _answer_lines(result: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    before, now = result["before"], result["now"]
    yield "## What annoys in answers"
    yield ""
    yield f"{now['answers']} answers over `corpus/`, the press releases, XQuAD and Cranfield, gone"
    yield "through by `python -m benchmarks.answers`; “before” is the first version counted."
    yield "An answer may have several causes."
    yield ""
    yield "| | before | now |"
    yield "| --- | ---: | ---: |"
    for name, count in now.items():
        yield f"| {name} | {before.get(name, '')} | {count} |"


def _cells(row: Mapping[str, Any]) -> Sequence[str]:
    values = {**row["figures"], "p50": row["p50_ms"]}
    return [_shown(values[name]) if name in values else "" for name in _PEER_COLUMNS]


def _shown(value: float) -> str:
    return f"{value:.3f}" if abs(value) <= 1 else f"{value:.1f}"
