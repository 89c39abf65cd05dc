"""Question-answering examples for the reader: what is answered, and what only looks as if it were.

Half of a reader's worth is to say "this passage does not answer", so about a third of the stream
has no answer. The negatives are made to differ from the positives in one thing only, whether the
passage states what is asked:

- *neighbours*: passages that BM25 finds for the question and that lack the answer, those of the
  same article first;
- *gaps*: the gold passage without the sentences that hold the answer;
- *swaps*: a name, number or word that question and passage share is replaced in one of the two.
  Replaced in both, the example stays answerable; such examples are in the stream as well, so that
  the odd word itself gives nothing away;
- *opposites*: the question with an antonym or a negation;
- *sisters*: a word that both share is replaced in the question by another of its kind ("navy" for
  "army", by WordNet), or in both as above.

Some answerable ones are changed as well, so that going through the same ones again teaches
something: a passage is *thinned*, without some of the sentences that do not answer, or *joined* to
another of its article, or a question is *reworded*, with synonyms.
"""

import gzip
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import bm25s
import Stemmer

from training.rewording import Related, draw_other, plain_words, replace_plain, reword

SOURCES: Mapping[str, tuple[str, ...]] = {
    "wiki": ("squadshifts_new_wiki",),
    "nq": ("nq_open_oracle",),
    "qed": ("qed_nq_dev",),
    "amazon": ("squadshifts_amazon_reviews",),
    "reddit": ("squadshifts_reddit",),
    "tales": ("fairytaleqa_train", "fairytaleqa_val"),
}
ENCYCLOPAEDIC = ("wiki", "nq", "qed")
COLLOQUIAL = ("amazon", "reddit")
# Encyclopaedic text is what the reader will meet; the others widen its language.
SOURCE_WEIGHTS: Mapping[str, float] = {
    "wiki": 0.70,
    "nq": 0.40,
    "qed": 0.10,
    "amazon": 0.15,
    "reddit": 0.15,
    "tales": 0.10,
    "en over en": 0.06,
    "en over es": 0.06,
    "es over en": 0.06,
    "es over es": 0.06,
    "translated es over en": 0.55,
    "translated en over es": 0.20,
    "translated es over es": 0.30,
    "translated colloquial es over en": 0.15,
    "translated colloquial en over es": 0.04,
    "translated colloquial es over es": 0.08,
}
KIND_WEIGHTS: Mapping[str, float] = {
    "gold": 0.24,
    "reworded": 0.09,
    "thinned": 0.12,
    "joined": 0.06,
    "swap_both": 0.10,
    "sister_both": 0.02,
    "neighbour": 0.14,
    "gap": 0.07,
    "swap_question": 0.05,
    "swap_passage": 0.03,
    "sister_question": 0.05,
    "opposite": 0.02,
    "random": 0.01,
}
NEIGHBOURS = 30
THINNED_SHARE = 0.3  # of the sentences that do not answer
MAX_ANSWERS = 4
HELD_OUT_TITLES = 9
HELD_OUT_SEED = 13

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[A-Z0-9])")
_NAME = re.compile(r"\b[A-Z][\w'-]*[a-z][\w'-]*(?: [A-Z][\w'-]*[a-z][\w'-]*){0,3}\b")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_WORD = re.compile(r"\b[a-z]{5,}\b")
_AUXILIARY = re.compile(r"\b(did|does|do|was|were|is|are|has|have|had|can|could|will|would)\b")
_NEGATED = {"can": "can't", "will": "won't"}
_OPPOSITES = (
    ("first", "last"),
    ("most", "least"),
    ("more", "less"),
    ("largest", "smallest"),
    ("biggest", "smallest"),
    ("highest", "lowest"),
    ("longest", "shortest"),
    ("oldest", "youngest"),
    ("before", "after"),
    ("increase", "decrease"),
    ("increased", "decreased"),
    ("start", "end"),
    ("started", "ended"),
    ("began", "ended"),
    ("begin", "end"),
    ("high", "low"),
    ("higher", "lower"),
    ("good", "bad"),
    ("best", "worst"),
    ("like", "dislike"),
    ("north", "south"),
    ("northern", "southern"),
    ("east", "west"),
    ("eastern", "western"),
    ("win", "lose"),
    ("won", "lost"),
    ("born", "buried"),
    ("early", "late"),
    ("same", "different"),
    ("always", "never"),
    ("major", "minor"),
    ("positive", "negative"),
    ("allowed", "forbidden"),
    ("accepted", "rejected"),
    ("opened", "closed"),
    ("male", "female"),
    ("man", "woman"),
    ("inside", "outside"),
    ("above", "below"),
    ("old", "new"),
    ("common", "rare"),
    ("easy", "hard"),
    ("buy", "sell"),
    ("bought", "sold"),
    ("created", "destroyed"),
    ("joined", "left"),
    ("supported", "opposed"),
)


@dataclass(frozen=True)
class Example:
    """A question and a passage, with the character spans that answer it (none: unanswerable).

    ``english`` is what a teacher that reads English is asked; None where the passage is not
    English, or no English question says the same.
    """

    question: str
    passage: str
    spans: tuple[tuple[int, int], ...]
    title: str
    english: str | None

    @property
    def is_english(self) -> bool:
        """Tell whether an English question is asked over an English passage."""
        return self.question == self.english


@dataclass(frozen=True)
class Source:
    """One data set: its answerable examples, and for each the passages that nearly answer it.

    ``related`` holds what may stand in the place of words of English questions over English.
    """

    name: str
    examples: tuple[Example, ...]
    siblings: tuple[tuple[str, ...], ...]
    neighbours: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    related: Mapping[str, Related] = field(default_factory=dict)


def load_examples(path: Path) -> list[Example]:
    """Read one gzipped JSONL file of `question, context, answers[text, start], title`."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Example(
            question=row["question"].strip(),
            passage=row["context"],
            spans=tuple(
                (answer["start"], answer["start"] + len(answer["text"]))
                for answer in row["answers"][:MAX_ANSWERS]
            ),
            title=row["title"],
            english=row["question"].strip(),
        )
        for row in rows
    ]


def held_out_titles(titles: Iterable[str]) -> frozenset[str]:
    """Return the articles that the reader never learns from: always the same ones."""
    drawn = random.Random(HELD_OUT_SEED).sample(sorted(set(titles)), HELD_OUT_TITLES)
    return frozenset(drawn)


def split_held_out(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Set whole articles aside: what the loop watches shares no passage with what it learns."""
    held = held_out_titles(example.title for example in examples)
    kept = [example for example in examples if example.title not in held]
    return kept, [example for example in examples if example.title in held]


def build_source(name: str, examples: Sequence[Example], pool: Sequence[Example]) -> Source:
    """Find the near misses of every example among the passages of `pool`."""
    title_of = {example.passage: example.title for example in pool}
    found = _bm25_passages([example.question for example in examples], list(title_of))
    siblings, neighbours = [], []
    for example, passages in zip(examples, found, strict=True):
        misses = [passage for passage in passages if not _holds_answer(passage, example)]
        same = [passage for passage in misses if title_of[passage] == example.title]
        siblings.append(tuple(same))
        neighbours.append(tuple(misses))
    return source_of(name, examples, siblings=siblings, neighbours=neighbours)


def source_of(
    name: str,
    examples: Sequence[Example],
    *,
    siblings: Sequence[tuple[str, ...]],
    neighbours: Sequence[tuple[str, ...]],
) -> Source:
    """Put a source together; its names, numbers and words are those of its passages."""
    text = [example.passage for example in examples]
    return Source(
        name=name,
        examples=tuple(examples),
        siblings=tuple(siblings),
        neighbours=tuple(neighbours),
        names=_distinct(_NAME, text),
        numbers=_distinct(_NUMBER, text),
        words=_distinct(_WORD, text),
    )


def english_words(sources: Iterable[Source]) -> list[str]:
    """Return the words in small letters of the English questions over English passages."""
    asked = (example for source in sources for example in source.examples)
    return [word for one in asked if one.is_english for word in plain_words(one.question)]


def example_stream(sources: Sequence[Source], *, rng: random.Random) -> Iterator[Example]:
    """Draw examples for ever: the source by its weight, then the kind by its weight.

    A source is gone through in shuffled order, all of it before any of it comes again. An example
    of which the drawn kind cannot be made is given as it is.
    """
    orders = {source.name: _endless_order(len(source.examples), rng) for source in sources}
    source_weights = [SOURCE_WEIGHTS[source.name] for source in sources]
    kinds, kind_weights = list(KIND_WEIGHTS), list(KIND_WEIGHTS.values())
    while True:
        source = rng.choices(sources, source_weights)[0]
        kind = rng.choices(kinds, kind_weights)[0]
        yield make_example(source, next(orders[source.name]), kind, rng)


def make_example(source: Source, index: int, kind: str, rng: random.Random) -> Example:
    """Make the `kind` of example out of the one at `index`; an unanswerable one stays as it is."""
    example = source.examples[index]
    made = _made_of(source, index, kind, rng) if example.spans else None
    if made is None:
        return example
    if made.question != example.question:
        return replace(made, english=made.question if example.is_english else None)
    return made


def _made_of(source: Source, index: int, kind: str, rng: random.Random) -> Example | None:
    example = source.examples[index]
    if kind.startswith("swap"):
        return swap_shared_term(example, source, kind, rng)
    if kind.startswith("sister"):
        return ask_for_sister(example, source.related, kind, rng)
    makers: Mapping[str, Callable[[], Example | None]] = {
        "gold": lambda: example,
        "reworded": lambda: reword_question(example, source.related, rng),
        "neighbour": lambda: _with_neighbour(source, index, rng),
        "random": lambda: _with_passage(example, rng.choice(source.examples).passage),
        "gap": lambda: remove_answer(example),
        "thinned": lambda: thin_passage(example, rng),
        "joined": lambda: join_passage(example, source.siblings[index], rng),
        "opposite": lambda: oppose_question(example, rng),
    }
    return makers[kind]()


def remove_answer(example: Example) -> Example | None:
    """Take out every sentence that touches an answer; None when little or an answer is left."""
    kept = "".join(
        example.passage[start:end]
        for start, end in _sentences(example.passage)
        if not _touches_answer(example, start, end)
    )
    if len(kept.split()) < 15 or _holds_answer(kept, example):
        return None
    return replace(example, passage=kept, spans=())


def thin_passage(example: Example, rng: random.Random) -> Example | None:
    """Take out some sentences that do not touch an answer; None when none is taken out."""
    kept = [
        (start, end)
        for start, end in _sentences(example.passage)
        if _touches_answer(example, start, end) or rng.random() >= THINNED_SHARE
    ]
    passage = "".join(example.passage[start:end] for start, end in kept)
    if len(passage) == len(example.passage):
        return None

    def moved(place: int) -> int:
        return sum(max(0, min(end, place) - start) for start, end in kept)

    spans = tuple((moved(first), moved(stop)) for first, stop in example.spans)
    return replace(example, passage=passage, spans=spans)


def join_passage(example: Example, others: Sequence[str], rng: random.Random) -> Example | None:
    """Put another passage, without an answer, before it or behind it; None when there is none."""
    others = [other for other in others if not _holds_answer(other, example)]
    if not others:
        return None
    other = rng.choice(others)
    if rng.random() < 0.5:
        return replace(example, passage=f"{example.passage}\n{other}")
    before = len(other) + 1
    spans = tuple((before + first, before + stop) for first, stop in example.spans)
    return replace(example, passage=f"{other}\n{example.passage}", spans=spans)


def _sentences(passage: str) -> Iterable[tuple[int, int]]:
    ends = [match.end() for match in _SENTENCE_END.finditer(passage)]
    return pairwise([0, *ends, len(passage)])


def _touches_answer(example: Example, start: int, end: int) -> bool:
    return any(start < stop and first < end for first, stop in example.spans)


def oppose_question(example: Example, rng: random.Random) -> Example | None:
    """Ask the opposite: a word for its antonym, or else a verb negated."""
    words = set(re.findall(r"\w+", example.question.lower()))
    passage_words = set(re.findall(r"\w+", example.passage.lower()))
    both_ways = [*_OPPOSITES, *((new, old) for old, new in _OPPOSITES)]
    pairs = [
        (old, new)
        for old, new in both_ways
        if old in words and new not in words and new not in passage_words
    ]
    if pairs:
        old, new = rng.choice(pairs)
        question = _replace_term(example.question, old, new)
        return replace(example, question=question, spans=())
    question = _AUXILIARY.sub(
        lambda match: _NEGATED.get(match[0], match[0] + "n't"), example.question, count=1
    )
    if question == example.question or {"not", "never", "no"} & words:
        return None
    return replace(example, question=question, spans=())


def reword_question(
    example: Example, related: Mapping[str, Related], rng: random.Random
) -> Example | None:
    """Ask with synonyms; None when there are none, or where it is not English over English."""
    if not example.is_english:
        return None
    question = reword(example.question, related, rng)
    return replace(example, question=question) if question else None


def ask_for_sister(
    example: Example, related: Mapping[str, Related], kind: str, rng: random.Random
) -> Example | None:
    """Replace a word that both share by one that means something else, in the question or in both.

    None when the question is not English over English, or when no such word is shared; one that
    stands in an answer is none.
    """
    if not example.is_english:
        return None
    drawn = draw_other(example.question, example.passage, related, rng)
    if drawn is None or _holds_term(_answers(example), drawn[0]):
        return None
    if kind == "sister_both":
        return _changed_in_both(example, lambda text: replace_plain(text, *drawn))
    return replace(example, question=replace_plain(example.question, *drawn), spans=())


def swap_shared_term(
    example: Example, source: Source, kind: str, rng: random.Random
) -> Example | None:
    """Replace a term that question and passage share, in one of them or in both.

    A term that stands in an answer is left alone. None when the two share no term.
    """
    answers = _answers(example)
    shared = _shared_terms(example, answers)
    if not shared:
        return None
    old, pattern = rng.choice(shared)
    new = _other_term(example, source, pattern, old=old, answers=answers, kind=kind, rng=rng)
    if new is None:
        return None
    if kind == "swap_question":
        return replace(example, question=_replace_term(example.question, old, new), spans=())
    both = _changed_in_both(example, lambda text: _replace_term(text, old, new))
    return both if kind == "swap_both" else replace(both, question=example.question, spans=())


def _changed_in_both(example: Example, change: Callable[[str], str]) -> Example:
    """Change the question, and the passage around its first answer."""
    start, end = example.spans[0]
    left, right = change(example.passage[:start]), change(example.passage[end:])
    answer = example.passage[start:end]
    return replace(
        example,
        question=change(example.question),
        passage=left + answer + right,
        spans=((len(left), len(left) + len(answer)),),
    )


def _answers(example: Example) -> str:
    return " ".join(example.passage[start:end] for start, end in example.spans)


def _shared_terms(example: Example, answers: str) -> list[tuple[str, re.Pattern[str]]]:
    """Names and numbers that question and passage share; plain words only where there are none."""
    for patterns in ((_NAME, _NUMBER), (_WORD,)):
        shared = [
            (term, pattern)
            for pattern in patterns
            for term in sorted(set(pattern.findall(example.passage)))
            if _is_term(term, pattern, example.passage)
            and _holds_term(example.question, term)
            and not _holds_term(answers, term)
        ]
        if shared:
            return shared
    return []


def _other_term(
    example: Example,
    source: Source,
    pattern: re.Pattern[str],
    *,
    old: str,
    answers: str,
    kind: str,
    rng: random.Random,
) -> str | None:
    """Draw a term of the same shape; for a swapped question, half the time from the passage."""
    both = example.question + " " + example.passage
    if kind == "swap_question" and pattern is not _WORD and rng.random() < 0.5:
        near: list[str] = [
            term
            for term in sorted(set(pattern.findall(example.passage)))
            if _is_term(term, pattern, example.passage)
            and not _holds_term(example.question, term)
            and not _holds_term(answers, term)
        ]
        if near:
            return rng.choice(near)
    return _far_term(source, pattern, old=old, text=both, rng=rng)


def _far_term(
    source: Source, pattern: re.Pattern[str], *, old: str, text: str, rng: random.Random
) -> str | None:
    """Draw a term of the source that `text` lacks; if found, one of as many words as `old`."""
    pool = {_NAME: source.names, _NUMBER: source.numbers, _WORD: source.words}[pattern]
    drawn = [term for term in rng.choices(pool, k=60) if not _holds_term(text, term)]
    alike = [
        term for term in drawn if len(term.split()) == len(old.split()) and _same_size(term, old)
    ]
    return next(iter(alike or drawn), None)


def _same_size(term: str, other: str) -> bool:
    return not term[0].isdigit() or len(term) == len(other)


def _is_term(term: str, pattern: re.Pattern[str], passage: str) -> bool:
    # A capitalised word that also stands in small letters only begins a sentence.
    return pattern is not _NAME or (
        " " in term or (len(term) > 3 and not re.search(rf"\b{re.escape(term.lower())}\b", passage))
    )


def _holds_term(text: str, term: str) -> bool:
    # To compile a pattern takes longer than to look for most terms, which are not there.
    return term.lower() in text.lower() and bool(
        re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text, re.IGNORECASE)
    )


def _replace_term(text: str, old: str, new: str) -> str:
    return re.sub(
        rf"(?<!\w){re.escape(old)}(?!\w)",
        lambda match: new.lower() if match[0].islower() else new,
        text,
        flags=re.IGNORECASE,
    )


def _with_neighbour(source: Source, index: int, rng: random.Random) -> Example | None:
    siblings, neighbours = source.siblings[index], source.neighbours[index]
    passages = siblings if siblings and rng.random() < 0.7 else neighbours
    if not passages:
        return None
    # The nearer the harder: the smaller of two uniform draws leans to the front of the list.
    place = min(rng.randrange(len(passages)), rng.randrange(len(passages)))
    return _with_passage(source.examples[index], passages[place])


def _with_passage(example: Example, passage: str) -> Example | None:
    if _holds_answer(passage, example):
        return None
    return replace(example, passage=passage, spans=())


def _holds_answer(passage: str, example: Example) -> bool:
    return any(_holds_term(passage, example.passage[start:end]) for start, end in example.spans)


def _bm25_passages(questions: Sequence[str], passages: Sequence[str]) -> list[list[str]]:
    """Rank the best passages for each question with BM25 (bm25s, k1 1.5, b 0.75)."""
    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    index.index(
        bm25s.tokenize(list(passages), stopwords="en", stemmer=stemmer, show_progress=False),
        show_progress=False,
    )
    queries = bm25s.tokenize(list(questions), stopwords="en", stemmer=stemmer, show_progress=False)
    count = min(NEIGHBOURS, len(passages))
    places, _ = index.retrieve(queries, k=count, show_progress=False)
    return [[passages[place] for place in row] for row in places]


def _distinct(pattern: re.Pattern[str], texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({term for text in set(texts) for term in pattern.findall(text)}))


def _endless_order(count: int, rng: random.Random) -> Iterator[int]:
    while True:
        yield from rng.sample(range(count), count)
