"""An evaluation as one page of HTML that needs nothing else, not even a network.

Questions and documents may hold anything: all of it is escaped, and the page's own policy lets no
script run but the one in it, and nothing be fetched.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from ragqa.evaluation.figures import Figure
from ragqa.evaluation.judging import Record
from ragqa.evaluation.mistakes import ErrorKind, FoundError, error_kind, errors_of
from ragqa.evaluation.plots import brevity_plot, refusal_plot, reliability_plot, risk_coverage_plot
from ragqa.evaluation.results import Evaluation

GROUPS = {
    "retrieval": "Finding",
    "answers": "Answers",
    "citations": "Citations",
    "refusing": "Refusing",
}
_SHOWN_SYSTEM = (
    "ragqa", "encoder", "documents", "chunks", "chunk_tokens", "overlap_tokens", "min_confidence",
)  # fmt: skip
_SOURCE_CLASS = ' class="source"'


def to_html(evaluation: Evaluation) -> str:
    """Return the page; EvaluationError if matplotlib is not installed."""
    style, script = _asset("report.css"), _asset("report.js")
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    body = "\n".join(_body(evaluation))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(evaluation.name)} · ragqa</title>
<style>
{style}</style>
</head>
<body>
{body}
<script>{script}</script>
</body>
</html>
"""


def _body(evaluation: Evaluation) -> Iterable[str]:
    yield "<main>"
    yield _header(evaluation)
    yield _groups(evaluation)
    yield _plots(evaluation.records)
    yield _kinds(evaluation.records)
    yield _errors(errors_of(evaluation.records))
    yield "</main>"


def _header(evaluation: Evaluation) -> str:
    records = evaluation.records
    counts = {
        "with an answer": sum(one.answerable for one in records),
        "without an answer": sum(not one.answerable and not one.removed for one in records),
        "with the passage taken out": sum(one.removed for one in records),
        "left out, since nobody has said what is expected": evaluation.unfinished,
    }
    asked = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    system = " · ".join(
        f"{name.replace('_', ' ')} {evaluation.system[name]}"
        for name in _SHOWN_SYSTEM
        if name in evaluation.system
    )
    return (
        f"<header><h1>{escape(evaluation.name)}</h1><p>Questions: {asked}.</p>"
        f'<p class="quiet">{escape(system)}</p></header>'
    )


def _groups(evaluation: Evaluation) -> str:
    groups = [
        _group(title, [one for one in evaluation.figures if one.measure.group == group])
        for group, title in GROUPS.items()
    ]
    return (
        '<h2>Figures</h2><p class="quiet">In brackets the 95 % interval over questions, then how'
        " many questions the figure is of.</p>"
        f'<div class="groups">{"".join(groups)}{_times(evaluation.times)}</div>'
    )


def _group(title: str, figures: Sequence[Figure]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(one.measure.label)}</th>'
        f'<td class="number">{shown_value(one.value)}</td>'
        f'<td class="number">[{shown_value(one.low)}, {shown_value(one.high)}]</td>'
        f'<td class="number">{one.count:,}</td></tr>'
        for one in figures
    )
    if not rows:
        return ""
    return f"<section><h3>{title}</h3><table><tbody>{rows}</tbody></table></section>"


def shown_value(value: float) -> str:
    """Return a figure as people read it: shares with three digits, words with one."""
    return f"{value:.3f}" if abs(value) <= 1 else f"{value:.1f}"


def _times(times: Mapping[str, Mapping[str, Sequence[float]]]) -> str:
    if not times:
        return ""
    heads = "".join(f'<th class="number" scope="col">{name}</th>' for name in ("p50", "p95", "p99"))
    rows = "".join(
        f'<tr><th scope="row">{escape(step)}</th>'
        + "".join(map(_time_cell, percentiles.values()))
        + "</tr>"
        for step, percentiles in times.items()
    )
    return (
        f'<section><h3>Time, ms</h3><table><thead><tr><th scope="col">step</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></section>"
    )


def _time_cell(value: Sequence[float]) -> str:
    middle, low, high = value
    bounds = f'<span class="quiet">[{low:.1f}, {high:.1f}]</span>'
    return f'<td class="number">{middle:.1f}<br>{bounds}</td>'


def _plots(records: Sequence[Record]) -> str:
    plots = (
        (risk_coverage_plot(records), "Risk and coverage: lower is better."),
        (reliability_plot(records), "Reliability: dots on the line mean what they say."),
        (refusal_plot(records), "Refusing as the limit rises: high on the left is better."),
        (brevity_plot(records), "Right within so many words: high on the left is better."),
    )
    drawn = "".join(
        f'<figure><svg role="img" aria-label="{escape(caption)}"{svg.removeprefix("<svg")}'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
        for svg, caption in plots
        if svg
    )
    return f'<h2>Plots</h2><div class="plots">{drawn}</div>'


def _kinds(records: Sequence[Record]) -> str:
    """Return the table of what becomes of each kind of question."""
    total = Counter((one.language, one.kind) for one in records if not one.removed)
    mistakes = Counter(
        (one.language, one.kind, error_kind(one)) for one in records if not one.removed
    )
    heads = "".join(
        f'<th class="number" scope="col">{name}</th>'
        for name in ("questions", "answered anyway", "wrong", "refused")
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(kind.replace("_", " "))} ({escape(language)})</th>'
        f'<td class="number">{count:,}</td>'
        + "".join(
            f'<td class="number">{mistakes[language, kind, what]:,}</td>' for what in ErrorKind
        )
        + "</tr>"
        for (language, kind), count in sorted(total.items())
    )
    return (
        '<h2>Kinds of question</h2><div class="wide"><table><thead><tr><th scope="col">kind</th>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _errors(errors: Sequence[FoundError]) -> str:
    if not errors:
        return "<h2>Errors</h2><p>There are none.</p>"
    filters = (
        _filter("error", "Error", Counter(one.kind.value for one in errors))
        + _filter("kind", "Kind of question", Counter(one.record.kind for one in errors))
        + _filter("language", "Language", Counter(one.record.language for one in errors))
    )
    rows = "\n".join(map(_error, errors))
    return (
        '<h2>Errors</h2><p class="quiet">Those that harm come first: answers where there is none,'
        " then wrong ones, each the surest in front; then refusals, those in front that would have"
        f' been right.</p><div class="filters">{filters}<span id="count" role="status"></span>'
        f"</div>{rows}"
    )


def _filter(key: str, label: str, counts: Mapping[str, int]) -> str:
    options = "".join(
        f'<option value="{escape(value)}">{escape(value.replace("_", " "))} ({count:,})</option>'
        for value, count in sorted(counts.items())
    )
    return (
        f'<div><label for="by-{key}">{label}</label><select id="by-{key}" data-filter="{key}">'
        f'<option value="">all</option>{options}</select></div>'
    )


def _error(error: FoundError) -> str:
    record = error.record
    is_removed = " · passage taken out" if record.removed else ""
    parts = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _parts(record) if value)
    return (
        f'<details data-error="{escape(error.kind.value)}" data-kind="{escape(record.kind)}"'
        f' data-language="{escape(record.language)}"><summary>{escape(record.question)}'
        f'<br><span class="what">{error.kind.value}{is_removed} · confidence'
        f" {record.confidence:.3f}</span></summary><div><dl>{parts}</dl></div></details>"
    )


def _parts(record: Record) -> Iterable[tuple[str, str]]:
    yield "id", escape(record.case_id)
    yield "asked before", _list(record.history)
    yield "expected", _list(record.expected) if record.answerable else "a refusal"
    yield "source", _list(record.sources)
    yield ("would have said" if record.refused else "answer"), escape(record.text)
    yield "short answer", escape(record.short_answer or "")
    yield "cites", _list(_citation(one) for one in record.citations)
    yield "found", _hits(record.hits)


def _citation(citation: Mapping[str, Any]) -> str:
    place = f"{citation['doc_id']} {citation['start']}–{citation['end']}"
    return f"[{citation['marker']}] {place}"


def _hits(hits: Sequence[Mapping[str, Any]]) -> str:
    rows = "".join(
        f"<li{_SOURCE_CLASS * hit['is_source']}>{escape(hit['doc_id'])}"
        f" {hit['start']}–{hit['end']}, {hit['score']:.2f}{' (the source)' * hit['is_source']}</li>"
        for hit in hits
    )
    return f"<ol>{rows}</ol>" if rows else ""


def _list(texts: Iterable[str]) -> str:
    rows = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<ul>{rows}</ul>" if rows else ""


def _asset(name: str) -> str:
    return files("ragqa.evaluation").joinpath(name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
