"""Two hundred answers to read as a person does, and what annoys in them, counted by cause.

Run ``python -m benchmarks.answers`` from the repository's root. It asks 50 questions of
``corpus/``, and as many as complete 200 of the evaluation sets in ``../shared``; where that folder
is missing, of ``corpus/`` alone. The answers go to ``benchmarks/results/answers.txt``, those with a
cause first, and the counts to ``docs/quality.md``, beside those of an earlier version. The causes
are found by rules that are blunter than a reader: they say where to look.
"""

import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from benchmarks._page import ANSWERS, write_page
from benchmarks._sets import RESULTS, ROOT, SHARED
from ragqa import Answer, ChatBot
from ragqa.questions import Kind, understand
from ragqa.terms import tokenize

TEXTS = RESULTS / "answers.txt"
COUNTS = RESULTS / f"{ANSWERS}.json"
_LONG_WORDS = 60


@dataclass(frozen=True)
class Asked:
    """A question with what a right answer holds, all of ``every`` and one of ``some``.

    ``known`` is False if nobody noted what is right, ``answerable`` if the documents say.
    """

    question: str
    every: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    source: str | None = None
    history: tuple[str, ...] = ()
    answerable: bool = True
    known: bool = True


def _no(question: str) -> Asked:
    return Asked(question, answerable=False)


CORPUS_QUESTIONS = (
    # Who, when, where, how many
    Asked("Who directed The Fable of the Lion and the Coyote?", ("Miguel Gómez",)),
    Asked("Who facilitated the information sessions in Panama?",
          ("Rosilyne Mae Borland", "Marisol Linero")),
    Asked("Who is the Technical Secretary of the RRCOM?", ("Vinicio Sandoval",)),
    Asked("Who organizes the Binational Walk?", some=("COPPAMI", "Permanent Commission")),
    Asked("When will Panama assume the presidency of the RCM?", ("November 29, 2017",)),
    Asked("When did the online training course on protection end?", ("August 25, 2021",)),
    Asked("Where did an information hub open in 2017?", ("Chinandega",)),
    Asked("How many documents were reviewed for the manual for collective centers?", ("23",)),
    Asked("How many information hubs are there in Mesoamerica?", ("10",)),
    # What is it
    Asked("What is COPPAMI?", ("Permanent Commission for the Protection",)),
    Asked("What is the RRCOM?", ("network",)),
    Asked("What does IMPACS stand for?", ("Implementation Agency for Crime and Security",)),
    Asked("What is SIMN?", ("Scalabrini International Migration Network",)),
    Asked("What is the Beta Group?", ("Beta Group",)),
    Asked("What is the purpose of the memorandum of understanding?",
          ("efforts to manage migration",)),
    # Lists
    Asked("Which countries belong to the RRCOM?", ("Canada", "Belize", "Dominican Republic")),
    Asked("Which countries are in the MIRPS?", ("Belize", "Panama", "Honduras")),
    Asked("List the groups that took part in the information sessions.",
          ("teachers", "social workers")),
    Asked("Which countries strengthened their tools against migrant smuggling?",
          ("Costa Rica", "Panama", "Dominican Republic")),
    Asked("Which two documents did the technical meeting review?",
          ("Action Protocol", "Model for")),
    Asked("Which reports did IOM publish in 2021?"),
    # Why and how
    Asked("Why did IOM hold the workshops for young people?", ("most migrants",)),
    Asked("Why does the Binational Walk take place?", ("aware",)),
    Asked("Why is the Dominican Republic a reference country?", ("progress",)),
    Asked("How does the Toolbox help to manage shelters?", some=("good practices",)),
    Asked("How can digitalization help labour migration?",
          some=("safe, orderly and regular", "digital platforms")),
    # Yes or no
    Asked("Did Honduras hold a national meeting of information hubs in 2021?"),
    Asked("Is Belize a member of the RRCOM?", ("Belize",)),
    Asked("Was the documentary directed by Miguel Gómez?", ("Miguel Gómez",)),
    Asked("Did IOM sign a memorandum with IMPACS?", ("IMPACS",)),
    Asked("Does IOM support COPPAMI?", ("COPPAMI",)),
    # Two parts, two things, and dates
    Asked("When and where was the VI MIRPS Annual Meeting held?",
          ("January 24, 2024", "Panama City")),
    Asked("Who directed the documentary and when was it presented?", ("Miguel Gómez", "2017")),
    Asked("What is the difference between the Beta Group and the information hubs?",
          ("Beta Group", "information hub")),
    Asked("Compare what Honduras and Mexico did in August 2021.", ("Workshop", "National Meeting")),
    Asked("What is the latest report about Panama City?", ("2024",)),
    Asked("What was reported about civil society in 2018?", ("2018",)),
    Asked("What happened before 2018 in San Pedro Sula?", ("2017",)),
    # Other words
    Asked("What did the Regional Network of Civil Society Organizations hold in September?",
          ("workshop",)),
    Asked("Who directed the Fabel of the Lion and the Coyotte?", ("Miguel Gómez",)),
    Asked("who is mayteé zachrison", ("Communications",)),
    # Spanish
    Asked("¿Quién dirigió La fábula del león y el coyote?", ("Miguel Gómez",)),
    Asked("¿Cuántas ventanillas informativas funcionan en la región?", ("10",)),
    Asked("¿En qué países están las ventanillas informativas?", ("Panamá", "México")),
    Asked("¿Cuándo se celebra el Día Mundial contra la Trata de Personas?", ("30 de julio",)),
    # Not in the documents
    _no("Who is the president of Panama?"),
    _no("How much did the documentary cost?"),
    _no("What is the population of San Pedro Sula?"),
    _no("When was IOM founded?"),
    _no("¿Cuántos habitantes tiene Chinandega?"),
)  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        answered = [
            (name, asked, answer)
            for name, corpus, questions in question_sets(Path(work))
            for asked, answer in answers(corpus, questions, Path(work) / f"store-{name}")
        ]
    found = [(name, asked, answer, causes(asked, answer)) for name, asked, answer in answered]
    found.sort(key=lambda one: (not one[3], one[0]))
    RESULTS.mkdir(exist_ok=True)
    TEXTS.write_text("\n".join(_shown(*one) for one in found), encoding="utf-8")
    counted = Counter(cause for *_, names in found for cause in names)
    counts = {
        "answers": len(found),
        "with a cause to annoy": sum(1 for *_, names in found if names),
        **{cause: counted[cause] for cause in CAUSES},
        "words of an answer": round(_mean_words(answered)),
    }
    for name, count in counts.items():
        print(f"{name:45} {count:4}")
    keep(counts)


def keep(counts: Mapping[str, int]) -> None:
    """Write counts beside those of the first version that was counted, and renew the page."""
    before = json.loads(COUNTS.read_text(encoding="utf-8"))["before"] if COUNTS.exists() else counts
    COUNTS.write_text(json.dumps({"before": before, "now": counts}, indent=1) + "\n", "utf-8")
    write_page()


def question_sets(work: Path) -> Iterator[tuple[str, Path, Sequence[Asked]]]:
    """Yield each set's name, its corpus and its questions, always the same ones."""
    yield "corpus", ROOT / "corpus", CORPUS_QUESTIONS
    if not SHARED.exists():
        return
    evaluation = SHARED / "eval"
    seeds = [
        Asked(
            row["question"],
            tuple(row["all_of"]),
            tuple(row["any_of"]),
            row["source"],
            tuple(row["history"]),
            row["answerable"],
        )
        for row in _rows(evaluation / "migration-dev.jsonl")
    ]
    yield "seeds", SHARED / "seeds", seeds
    xquad = _rows(evaluation / "xquad-dev" / "questions.jsonl")
    wanted = [row for row in xquad if row["lang"] == "en"][::7][:90]
    yield "xquad-dev", evaluation / "xquad-dev" / "corpus.jsonl", [_of_xquad(row) for row in wanted]
    queries = _rows(evaluation / "cranfield" / "queries.jsonl")[::10][:22]
    cranfield = [Asked(row["text"], known=False) for row in queries]
    yield "cranfield", _cranfield(evaluation / "cranfield" / "corpus.jsonl", work), cranfield


def answers(
    corpus: Path, questions: Sequence[Asked], store: Path
) -> Iterator[tuple[Asked, Answer]]:
    with ChatBot.build(corpus, store=store) as bot:
        for asked in questions:
            yield asked, bot.ask(asked.question, history=asked.history)


def causes(asked: Asked, answer: Answer) -> list[str]:
    """Return what may annoy in an answer."""
    return [name for name, holds in CAUSES.items() if holds(asked, answer)]


def _wrongly_refused(asked: Asked, answer: Answer) -> bool:
    return asked.known and asked.answerable and answer.abstained


def _wrongly_answered(asked: Asked, answer: Answer) -> bool:
    return not asked.answerable and not answer.abstained


def _lacks_the_answer(asked: Asked, answer: Answer) -> bool:
    if answer.abstained or not asked.answerable:
        return False
    text = " ".join(answer.text.lower().split())
    some = not asked.some or any(one.lower() in text for one in asked.some)
    return not (some and all(one.lower() in text for one in asked.every))


def _cites_another(asked: Asked, answer: Answer) -> bool:
    if asked.source is None or answer.abstained:
        return False
    return PurePath(answer.citations[0].doc_id).name != PurePath(asked.source).name


def _opens_with_another(asked: Asked, answer: Answer) -> bool:
    """Tell whether the phrase in front is neither part of a noted answer nor has one in it."""
    short, golds = (answer.short_answer or "").lower(), [*asked.some, *asked.every]
    if not short or not golds:
        return False
    return not any(gold.lower() in short or short in gold.lower() for gold in golds)


def _names_some_only(asked: Asked, answer: Answer) -> bool:
    if answer.short_answer is None:
        return False
    front = re.split("[“«]", answer.text)[0].lower()
    named = [one.lower() in front for one in asked.every]
    return any(named) and not all(named)


def _other_kind(asked: Asked, answer: Answer) -> bool:
    """Tell whether the phrase in front is no name for "who", or no number for "how many"."""
    if answer.short_answer is None:
        return False
    kind = understand(asked.question, history=asked.history).kind
    if kind in (Kind.WHEN, Kind.HOW_MANY):
        return not re.search(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twice|half|"
                             r"century|hundred|thousand|million|billion|January|February|March|"
                             r"April|May|June|July|August|September|October|November|December|no|"
                             r"spring|summer|autumn|winter|fall|un[oa]?|dos|tres)\b",
                             answer.short_answer)  # fmt: skip
    return kind is Kind.WHO and not re.search(r"[A-ZÁÉÍÓÚ]", answer.short_answer)


def _says_the_question_again(asked: Asked, answer: Answer) -> bool:
    if answer.short_answer is None:
        return False
    words = set(tokenize(answer.short_answer, answer.language))
    return words <= set(tokenize(asked.question, answer.language))


def _is_long(asked: Asked, answer: Answer) -> bool:
    is_list = understand(asked.question).kind is Kind.LIST
    return not answer.abstained and not is_list and len(answer.text.split()) > _LONG_WORDS


def _is_headless(asked: Asked, answer: Answer) -> bool:
    """Tell whether the first quotation speaks of something that only the text before it names."""
    del asked
    return bool(answer.citations) and bool(
        re.match(r"(?:It|They|He|She|This|These|Its|Their|His|Her)\b", answer.citations[0].quote)
    )


CAUSES: dict[str, Callable[[Asked, Answer], bool]] = {
    "refused, though the documents say": _wrongly_refused,
    "answered, though the documents do not say": _wrongly_answered,
    "the text lacks the answer": _lacks_the_answer,
    "the first citation is another document": _cites_another,
    "the phrase in front is another": _opens_with_another,
    "the phrase in front names some of several": _names_some_only,
    "the phrase in front is of another kind": _other_kind,
    "the phrase in front says the question again": _says_the_question_again,
    "the text has more than 60 words": _is_long,
    "the quotation begins with a pronoun": _is_headless,
}


def _of_xquad(row: dict) -> Asked:  # type: ignore[type-arg]
    golds = tuple(answer["text"] for answer in row.get("answers") or ())
    return Asked(row["question"], (), golds, row["source"], (), row["answerable"])


def _cranfield(corpus: Path, work: Path) -> Path:
    """Return the collection as ragqa reads one: its ids are called "_id"."""
    lines = (
        json.dumps({"id": row["_id"], "title": row["title"] or row["_id"], "text": row["text"]})
        for row in _rows(corpus)
        if row["text"].strip()
    )
    converted = work / "cranfield.jsonl"
    converted.write_text("\n".join(lines), encoding="utf-8")
    return converted


def _rows(path: Path) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _mean_words(answered: Sequence[tuple[str, Asked, Answer]]) -> float:
    lengths = [len(answer.text.split()) for *_, answer in answered if not answer.abstained]
    return sum(lengths) / len(lengths) if lengths else 0.0


def _shown(name: str, asked: Asked, answer: Answer, found: Sequence[str]) -> str:
    lines = [f"=== {name}: {asked.question}"]
    lines += [f"    after: {one}" for one in asked.history]
    lines += [f"    ! {cause}" for cause in found]
    if asked.some or asked.every:
        lines.append(f"    right: {' & '.join(asked.every)} {' | '.join(asked.some)}".rstrip())
    if answer.understood_as:
        lines.append(f"    understood as: {answer.understood_as}")
    lines.append(f"    short: {answer.short_answer}   confidence {answer.confidence:.2f}")
    return "\n".join([*lines, answer.text, ""])


if __name__ == "__main__":
    main()
