"""What an evaluation found, to a file of JSON and back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from ragqa.errors import EvaluationError
from ragqa.evaluation.figures import Figure, figures_of
from ragqa.evaluation.judging import Record
from ragqa.evaluation.timing import TimeFigure, times_to_dict

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The records of a question set, the figures of them, and the times.

    ``system`` says what answered: settings and digests by name. ``unfinished`` counts questions
    that were left out, since nobody has said what is expected. Everything but ``times`` is the
    same at every run.
    """

    name: str
    system: Mapping[str, Any]
    records: tuple[Record, ...]
    figures: tuple[Figure, ...]
    times: Mapping[str, Mapping[str, Sequence[float]]]
    unfinished: int = 0

    @property
    def min_confidence(self) -> float:
        """The limit of confidence in force."""
        return float(self.system["min_confidence"])


def evaluation_of(
    name: str,
    records: Sequence[Record],
    *,
    system: Mapping[str, Any],
    times: Sequence[TimeFigure],
    unfinished: int = 0,
) -> Evaluation:
    """Return the evaluation of records, with its figures."""
    return Evaluation(
        name=name,
        system=dict(system),
        records=tuple(records),
        figures=figures_of(records),
        times=times_to_dict(times),
        unfinished=unfinished,
    )


def to_json(evaluation: Evaluation) -> str:
    """Return an evaluation as JSON; the times stand alone, under ``times``, at the end."""
    values = {
        "format": FORMAT,
        "name": evaluation.name,
        "system": evaluation.system,
        "unfinished": evaluation.unfinished,
        "figures": [figure_to_dict(one) for one in evaluation.figures],
        "questions": [asdict(one) for one in evaluation.records],
        "times": evaluation.times,
    }
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def read_evaluation(path: Path) -> Evaluation:
    """Return the evaluation in a file.

    Raises
    ------
    EvaluationError
        If it is none, or of another format.
    OSError
        If the file cannot be read.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            raise EvaluationError(
                f"{path} has format {values['format']}, expected {FORMAT}; evaluate again"
            )
        records = tuple(map(_record_of, values["questions"]))
        return Evaluation(
            name=values["name"],
            system=values["system"],
            records=records,
            # They follow from the records, and a figure that does not is nobody's to believe.
            figures=figures_of(records),
            times=values["times"],
            unfinished=values["unfinished"],
        )
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise EvaluationError(
            f'{path} is no evaluation ({error!r}); make one with "ragqa eval"'
        ) from error


def figure_to_dict(figure: Figure) -> dict[str, Any]:
    """Return a figure as plain values for JSON."""
    return {
        "name": figure.measure.name,
        "group": figure.measure.group,
        "label": figure.measure.label,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "questions": figure.count,
    }


def _record_of(values: Mapping[str, Any]) -> Record:
    names = {one.name for one in fields(Record)}
    if values.keys() != names:
        raise KeyError(*sorted(values.keys() ^ names))
    lists = {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
    return Record(**{**values, **lists})
