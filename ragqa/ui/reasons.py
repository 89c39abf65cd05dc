"""Why a question got its answer, or none: what was found, how it was judged, how long it took."""

from ragqa.types import Answer, Hit
from ragqa.ui.confidence import percent
from ragqa.ui.conversation import Passage, Turn
from ragqa.ui.escaping import escape, shorten
from ragqa.ui.strings import Strings

_MAX_TITLE_CHARS = 120


def reasons(turn: Turn, *, strings: Strings, min_confidence: float) -> str:
    """Return the reasons behind a turn's answer as a fold; nothing where there is no answer.

    ``min_confidence`` is the probability below which a question is refused.
    """
    answer = turn.answer
    if answer is None:
        return ""
    words = strings.chat
    title, reason = (
        (words.why_refusal, words.reason_refusal)
        if answer.abstained
        else (words.why_answer, words.reason_answer)
    )
    said = reason.format(
        confidence=percent(answer.confidence, strings=strings),
        limit=percent(min_confidence, strings=strings),
    )
    return (
        f'<details class="reasons" id="reasons-{turn.number}"><summary>{title}</summary>'
        f"<p>{said}</p>{_support(answer, strings)}{_hits(turn, answer, strings)}"
        f"{_timing(answer, strings)}</details>"
    )


def _support(answer: Answer, strings: Strings) -> str:
    items = "".join(
        "<li>"
        + strings.chat.quotation_support.format(
            marker=citation.marker, support=percent(evidence.support, strings=strings)
        )
        + "</li>"
        for citation, evidence in zip(answer.citations, answer.evidence, strict=True)
    )
    return f'<p class="part">{strings.chat.support}</p><ul>{items}</ul>' if items else ""


def _hits(turn: Turn, answer: Answer, strings: Strings) -> str:
    if not answer.hits:
        return ""
    words = strings.chat
    names = (words.rank, words.passage, words.dense, words.sparse, words.fused)
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    rows = "".join(
        _row(hit, passage, strings) for hit, passage in zip(answer.hits, turn.passages, strict=True)
    )
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{words.hits}"><table>'
        f"<caption>{words.hits}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(hit: Hit, passage: Passage, strings: Strings) -> str:
    title = escape(shorten(passage.title, max_chars=_MAX_TITLE_CHARS))
    scores = "".join(
        f"<td>{strings.chat.not_scored if score is None else f'{score:.3f}'}</td>"
        for score in (hit.dense, hit.sparse, hit.score)
    )
    return f'<tr><td>{hit.rank}</td><th scope="row" dir="auto">{title}</th>{scores}</tr>'


def _timing(answer: Answer, strings: Strings) -> str:
    items = "".join(
        f"<li>{escape(strings.chat.steps.get(step, step))}: "
        f"{strings.chat.milliseconds.format(count=f'{spent:.1f}')}</li>"
        for step, spent in answer.timing_ms.items()
    )
    return f'<p class="part">{strings.chat.time}</p><ul>{items}</ul>' if items else ""
