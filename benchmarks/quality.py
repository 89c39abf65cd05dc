"""How well ragqa finds, answers, cites and refuses on the project's evaluation sets.

Run ``python -m benchmarks.quality`` from the repository's root. The sets are read from
``../shared``; where that folder is missing, this says so and ends. The figures are the same at
every run; only the times differ.
"""

import json
import re
import string
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from statistics import fmean, median
from typing import Any

from ragqa import Answer, ChatBot

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
RESULTS = ROOT / "benchmarks" / "results" / "quality.json"


@dataclass(frozen=True)
class Case:
    """A question, and what a right answer to it holds and cites."""

    question: str
    language: str
    answerable: bool
    source: str | None
    golds: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    history: tuple[str, ...] = ()


@dataclass(frozen=True)
class EvaluationSet:
    name: str
    corpus: Path
    cases: tuple[Case, ...] = field(repr=False)


def main() -> None:
    if not SHARED.exists():
        print(f"no evaluation sets in {SHARED}; nothing to measure")
        return
    with tempfile.TemporaryDirectory() as work:
        results = {one.name: measure(one, Path(work)) for one in evaluation_sets(Path(work))}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def measure(evaluation_set: EvaluationSet, work: Path) -> dict[str, float]:
    store = work / f"store-{evaluation_set.corpus.stem}"
    with ChatBot.build(evaluation_set.corpus, store=store) as bot:
        answered = [
            (case, bot.ask(case.question, history=case.history)) for case in evaluation_set.cases
        ]
        found = figures(answered, bot)
    print(f"{evaluation_set.name}, {len(answered)} questions")
    for name, value in found.items():
        print(f"  {name:32} {value:8.3f}")
    times = [sum(answer.timing_ms.values()) for _, answer in answered]
    print(f"  {'median time of a question, ms':32} {median(times):8.0f}")
    return {name: round(value, 4) for name, value in found.items()}


def figures(answered: Sequence[tuple[Case, Answer]], bot: ChatBot) -> dict[str, float]:
    """Return each figure by its name; a mean over nothing is left out."""
    citations = [citation for _, answer in answered for citation in answer.citations]
    yes = [(case, answer) for case, answer in answered if case.answerable]
    no = [answer for case, answer in answered if not case.answerable]
    said = [(case, answer) for case, answer in yes if not answer.abstained]
    with_golds = [(case, answer) for case, answer in yes if case.golds]
    with_rules = [(case, answer) for case, answer in yes if case.any_of or case.all_of]
    means: dict[str, Iterable[float]] = {
        "quotations verbatim": (
            bot.document(one.doc_id).text[one.start : one.end] == one.quote for one in citations
        ),
        "markers resolve": (markers_resolve(answer) for _, answer in answered),
        "first hit right": (found_at(case, answer, 1) for case, answer in yes),
        "right in first five hits": (found_at(case, answer, 5) for case, answer in yes),
        "answered, first citation right": (cites_first(case, answer) for case, answer in yes),
        "answerable refused": (answer.abstained for _, answer in yes),
        "unanswerable refused": (answer.abstained for answer in no),
        "words of an answer": (len(answer.text.split()) for _, answer in said),
        "text holds a gold answer": (holds_gold(case, answer) for case, answer in with_golds),
        "short answer, exact match": (
            best(exact_match, case, answer) for case, answer in with_golds
        ),
        "short answer, token F1": (best(token_f1, case, answer) for case, answer in with_golds),
        "right by its rules": (obeys_rules(case, answer) for case, answer in with_rules),
    }
    values = {name: [float(value) for value in each] for name, each in means.items()}
    found = {name: fmean(each) for name, each in values.items() if each}
    if yes and no:
        found["AUROC of the confidence"] = auroc(
            [answer.confidence for _, answer in yes], [answer.confidence for answer in no]
        )
    return found


def markers_resolve(answer: Answer) -> bool:
    markers = {int(marker) for marker in re.findall(r"\[(\d+)\]", answer.text)}
    return markers == {citation.marker for citation in answer.citations}


def found_at(case: Case, answer: Answer, depth: int) -> bool:
    documents = list(dict.fromkeys(hit.chunk.doc_id for hit in answer.hits))
    return any(is_source(doc_id, case) for doc_id in documents[:depth])


def cites_first(case: Case, answer: Answer) -> bool:
    return bool(answer.citations) and is_source(answer.citations[0].doc_id, case)


def is_source(doc_id: str, case: Case) -> bool:
    return case.source is not None and PurePath(doc_id).name == PurePath(case.source).name


def holds_gold(case: Case, answer: Answer) -> bool:
    text = answer.text.lower()
    return not answer.abstained and any(gold.lower() in text for gold in case.golds)


def obeys_rules(case: Case, answer: Answer) -> bool:
    text = " ".join(answer.text.lower().split())
    any_of = not case.any_of or any(phrase.lower() in text for phrase in case.any_of)
    return not answer.abstained and any_of and all(one.lower() in text for one in case.all_of)


def best(score: Callable[[str, str], float], case: Case, answer: Answer) -> float:
    return max(score(answer.short_answer or "", gold) for gold in case.golds)


def exact_match(answer: str, gold: str) -> float:
    return float(normalise(answer) == normalise(gold))


def token_f1(answer: str, gold: str) -> float:
    """Return the harmonic mean of precision and recall over words (Rajpurkar et al., 2016)."""
    answer_words, gold_words = normalise(answer).split(), normalise(gold).split()
    shared = sum((Counter(answer_words) & Counter(gold_words)).values())
    return 2 * shared / (len(answer_words) + len(gold_words)) if shared else 0.0


def normalise(text: str) -> str:
    """Drop case, punctuation, articles and extra white space, as SQuAD's own script does."""
    kept = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", kept).split())


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Return the probability that a positive scores higher than a negative; a tie counts half."""
    wins = sum((p > n) + (p == n) / 2 for p in positives for n in negatives)
    return wins / (len(positives) * len(negatives))


def evaluation_sets(work: Path) -> Iterable[EvaluationSet]:
    corpus = SHARED / "eval" / "xquad-dev" / "corpus.jsonl"
    rows = read_lines(SHARED / "eval" / "xquad-dev" / "questions.jsonl")
    for language in ("en", "es"):
        cases = tuple(case_of(row) for row in rows if row["lang"] == language)
        yield EvaluationSet(f"xquad-dev, {language}", corpus, cases)
    yield without_some_paragraphs(corpus, rows, work)
    rows = read_lines(SHARED / "eval" / "migration-dev.jsonl")
    yield EvaluationSet("migration-dev", SHARED / "seeds", tuple(map(case_of, rows)))


def without_some_paragraphs(
    corpus: Path, rows: Sequence[dict[str, Any]], work: Path
) -> EvaluationSet:
    """Take the middle paragraph out of each article, and ask its questions over the rest."""
    documents = read_lines(corpus)
    articles: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        articles[document["id"].split("-")[0]].append(document["id"])
    gone = {paragraphs[len(paragraphs) // 2] for paragraphs in articles.values()}
    left = work / "siblings.jsonl"
    lines = [json.dumps(document) for document in documents if document["id"] not in gone]
    left.write_text("\n".join(lines), encoding="utf-8")
    cases = tuple(
        case_of({**row, "answerable": False})
        for row in rows
        if row["lang"] == "en" and row["source"] in gone
    )
    return EvaluationSet("xquad-dev, en, paragraph taken out", left, cases)


def case_of(row: dict[str, Any]) -> Case:
    return Case(
        question=row["question"],
        language=row["lang"],
        answerable=row["answerable"],
        source=row["source"],
        golds=tuple(answer["text"] for answer in row.get("answers") or ()),
        any_of=tuple(row.get("any_of", ())),
        all_of=tuple(row.get("all_of", ())),
        history=tuple(row.get("history", ())),
    )


def read_lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main()
