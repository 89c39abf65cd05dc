"""The facade: from a question to an answer that cites the store's documents."""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from builders import hit_of

from ragqa import (
    Answer,
    ChatBot,
    ConditionError,
    DocumentError,
    QuestionError,
    Settings,
    StoreError,
)
from ragqa.encoding import MULTILINGUAL, open_encoder
from ragqa.generation import Generation
from ragqa.questions import Question
from ragqa.reading import Reading
from ragqa.retrieval import Query
from ragqa.scope import Scope
from ragqa.store import Store, read_manifest
from ragqa.types import Document, Evidence, Hit


class RecordingReader:
    """Finds no evidence, and keeps what it was given to read."""

    def __init__(self) -> None:
        self.asked = ""
        self.hits: Sequence[Hit] = ()

    def read(self, question: Question, query: Query, hits: Sequence[Hit]) -> Reading:
        assert (question.understood, question.terms) == (query.text, query.terms)
        self.asked = query.text
        self.hits = hits
        return Reading((), 0.0)


class LastHitReader(RecordingReader):
    """Takes the last passage for what answers."""

    def __init__(self, confidence: float) -> None:
        super().__init__()
        self._confidence = confidence

    def read(self, question: Question, query: Query, hits: Sequence[Hit]) -> Reading:
        super().read(question, query, hits)
        chunk = hits[-1].chunk
        evidence = Evidence(hits[-1], chunk.text, chunk.start, chunk.end, None, self._confidence)
        return Reading((evidence,), self._confidence)


class OvertakenReader(LastHitReader):
    """Takes the document that answers out of its bot's store while it reads."""

    bot: ChatBot

    def read(self, question: Question, query: Query, hits: Sequence[Hit]) -> Reading:
        self.bot.remove([hits[-1].chunk.doc_id])
        return super().read(question, query, hits)


class OvertakenRetriever:
    """Finds the one passage of a document, and takes that out of its bot's store."""

    bot: ChatBot

    def __init__(self, document: Document) -> None:
        self._hit = hit_of(document)

    def search(self, query: Query, *, k: int) -> tuple[Hit, ...]:
        self.bot.remove([self._hit.chunk.doc_id])
        return (self._hit,)


def bot_with(
    reader: RecordingReader,
    folder: Path,
    settings: Settings,
    *,
    retriever: OvertakenRetriever | None = None,
) -> ChatBot:
    def open_generation() -> Generation:
        store = Store.open(folder)
        return Generation(
            store,
            reader=reader,
            documents=store.document,
            make_retriever=(lambda _: retriever) if retriever else None,
        )

    return ChatBot(
        folder,
        encoder=open_encoder(MULTILINGUAL),
        open_generation=open_generation,
        settings=settings,
    )


CLOSED = "^the chatbot is closed; open it again$"

_DIGEST = """3 September, 2017

Binational Walk against Trafficking

The walk between Costa Rica and Panama took place for the fifth consecutive year, and hundreds of
people took part in it.

22 August, 2017

Documentary Shows Risks of Migration

The agency has released the documentary The Fable of the Lion and the Coyote, directed by the Costa
Rican filmmaker Miguel Gómez.

28 July, 2017

Information Hubs Reach Border Schools

There are now ten information hubs in the region, of which the last one opened in Chinandega,
Nicaragua, in June.
"""


@pytest.fixture(scope="module")
def bot(tiny_store: Path) -> Iterator[ChatBot]:
    with ChatBot.open(tiny_store) as opened:
        yield opened


def asked_with(tiny_store: Path, question: str, settings: Settings) -> Answer:
    with ChatBot.open(tiny_store, settings=settings) as opened:
        return opened.ask(question)


def test_question_gets_a_short_answer_with_its_proof(bot: ChatBot) -> None:
    answer = bot.ask("Who directed The Fable of the Lion and the Coyote?")

    assert not answer.abstained
    assert answer.short_answer == "Miguel Gómez"
    assert answer.text.startswith("Miguel Gómez [1].")
    (citation,) = answer.citations
    assert (citation.doc_id, citation.title) == ("fable.md", "A Fable on Film")
    text = bot.document("fable.md").text
    assert text[citation.start : citation.end] == citation.quote
    assert "Miguel Gómez" in citation.quote
    assert answer.confidence >= Settings().min_confidence
    assert answer.hits[0].chunk.doc_id == "fable.md"


def test_question_that_nothing_answers_is_refused(bot: ChatBot) -> None:
    answer = bot.ask("What is the boiling point of mercury?")

    assert answer.abstained
    assert (answer.short_answer, answer.citations) == (None, ())
    assert answer.confidence < Settings().min_confidence
    assert "none of the 3 " in answer.text
    assert re.search(r"\[\d+\]", answer.text) is None


def test_spanish_question_is_answered_in_spanish(bot: ChatBot) -> None:
    answer = bot.ask("¿Cuál es el punto de ebullición del mercurio?")
    assert (answer.language, answer.abstained) == ("es", True)
    assert answer.text.startswith("Los documentos no lo dicen")


def test_follow_up_is_understood_from_the_history(bot: ChatBot) -> None:
    history = ("What is the walk against human trafficking?",)

    answer = bot.ask("When does it take place?", history=history)

    assert answer.question == "When does it take place?"
    assert answer.citations[0].doc_id == "walk.txt"


def test_bot_keeps_no_conversation(bot: ChatBot) -> None:
    alone = bot.ask("When does it take place?")
    bot.ask("What is the walk against human trafficking?")
    again = bot.ask("When does it take place?")
    assert again == alone
    assert len({again, alone, bot.ask("Who directed the fable?")}) == 2


def test_each_step_is_timed(bot: ChatBot) -> None:
    timing = bot.ask("Who directed the fable?").timing_ms
    assert list(timing) == ["encode", "search", "read", "compose"]
    assert all(spent >= 0 for spent in timing.values())
    assert timing["read"] > 0


def test_search_returns_the_best_passages(bot: ChatBot) -> None:
    hits = bot.search("schools near the border", k=2)
    assert hits[0].chunk.doc_id == "hubs.txt"
    assert [hit.rank for hit in hits] == [1, 2]
    assert hits[0].dense is not None
    assert hits[0].sparse is not None


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda bot: bot.ask(None), "the question is None; expected a text"),
        (lambda bot: bot.search(b"film"), "the question is b'film'; expected a text"),
        (lambda bot: bot.ask("Who?", history=None), "history is None; expected a list of texts"),
        (lambda bot: bot.ask("Who?", history="abc"), "history is 'abc'; expected a list of"),
        (lambda bot: bot.ask("Who?", history=[1]), "history is [1]; expected a list of texts"),
        (lambda bot: bot.search("film", k="a"), "k is 'a'; expected a whole number, 1 or more"),
        (lambda bot: bot.search("film", k=1.5), "k is 1.5; expected a whole number, 1 or more"),
        (lambda bot: bot.search("film", scope="en"), "scope is 'en'; expected a Scope"),
        (lambda bot: bot.ask("film?", scope=None), "scope is None; expected a Scope"),
    ],
)
def test_argument_of_another_type_is_named(
    bot: ChatBot, ask: Callable[[Any], object], message: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        ask(bot)


def test_search_for_less_than_one_passage_is_refused(bot: ChatBot) -> None:
    with pytest.raises(ValueError, match="k is 0"):
        bot.search("schools", k=0)


@pytest.mark.parametrize("blank", ["", "  ", "\n\t", "\x07", "\u200b \ufeff", "\ufe0f", "\udc80"])
def test_empty_question_is_an_error(bot: ChatBot, blank: str) -> None:
    with pytest.raises(QuestionError, match="the question is empty"):
        bot.ask(blank)
    with pytest.raises(QuestionError, match="the question is empty"):
        bot.search(blank)


def test_question_of_the_longest_length_is_read_and_a_longer_one_is_not(bot: ChatBot) -> None:
    longest = Settings().max_question_chars
    assert bot.ask("?" * (longest - 1) + "a").question.endswith("a")
    with pytest.raises(QuestionError, match=r"has 100,000 characters, at most 2,000 are read"):
        bot.ask("a" * 100_000)


def test_earlier_question_that_is_too_long_is_an_error(bot: ChatBot) -> None:
    with pytest.raises(QuestionError, match="an earlier question has 2,001 characters, at most"):
        bot.ask("When does it start?", history=["What is the walk?", "a" * 2001])


def test_only_the_last_twenty_earlier_questions_are_read(tiny_store: Path) -> None:
    reader = RecordingReader()
    with bot_with(reader, tiny_store, Settings()) as bot:
        bot.ask("When does it start?", history=["What is the walk?", *["Who is he?"] * 19])
        assert reader.asked == "When does the walk start?"
        too_long = "What is the walk? " * 1000
        bot.ask("When does it start?", history=[too_long, *["Who is he?"] * 20])
        assert reader.asked == "When does it start?"


def test_manifest_and_documents_tell_what_the_store_holds(bot: ChatBot) -> None:
    assert bot.manifest.counts.documents == 3
    assert bot.manifest.encoder.name == MULTILINGUAL
    assert [summary.doc_id for summary in bot.documents()] == ["fable.md", "hubs.txt", "walk.txt"]


def test_unknown_document_is_a_store_error(bot: ChatBot) -> None:
    with pytest.raises(StoreError, match=r'no document "nowhere.txt"'):
        bot.document("nowhere.txt")


def test_confidence_asked_for_decides_what_is_refused(tiny_store: Path) -> None:
    question = "Who directed The Fable of the Lion and the Coyote?"
    assert asked_with(tiny_store, question, Settings(min_confidence=1)).abstained
    unanswerable = "What is the boiling point of mercury?"
    bold = asked_with(tiny_store, unanswerable, Settings(min_confidence=0))
    assert not bold.abstained
    assert len(bold.citations) == 1


@pytest.mark.parametrize(("read_hits", "shown_hits"), [(1, 3), (3, 1), (2, 2)])
def test_hits_that_are_read_and_hits_that_are_shown_are_counted_apart(
    tiny_store: Path, read_hits: int, shown_hits: int
) -> None:
    reader = RecordingReader()
    settings = Settings(read_hits=read_hits, shown_hits=shown_hits)

    with bot_with(reader, tiny_store, settings) as bot:
        answer = bot.ask("Who directed the fable?")

    assert [hit.rank for hit in reader.hits] == list(range(1, read_hits + 1))
    assert [hit.rank for hit in answer.hits] == list(range(1, shown_hits + 1))


@pytest.mark.parametrize("confidence", [0.9, 0.1])
def test_passage_that_reading_chose_is_the_first_hit(tiny_store: Path, confidence: float) -> None:
    reader = LastHitReader(confidence)
    with bot_with(reader, tiny_store, Settings(read_hits=3, shown_hits=2)) as bot:
        answer = bot.ask("Who directed the fable?")
    chosen = reader.hits[-1].chunk
    assert chosen != reader.hits[0].chunk
    assert [hit.chunk for hit in answer.hits] == [chosen, reader.hits[0].chunk]
    assert answer.abstained is (confidence < 0.3)
    assert [one.hit for one in answer.evidence] == ([] if answer.abstained else [answer.hits[0]])


def test_follow_up_is_searched_and_read_with_what_it_borrows(tiny_store: Path) -> None:
    reader = RecordingReader()
    with bot_with(reader, tiny_store, Settings()) as bot:
        bot.ask("When does it start?", history=("What is the walk?", "Who is he?"))
    assert reader.asked == "When does the walk start?"
    assert reader.hits[0].chunk.doc_id == "walk.txt"


@pytest.fixture(scope="module")
def fees(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatBot]:
    folder = tmp_path_factory.mktemp("fees")
    texts = {
        "old.md": ("2018-03-01", "It opens at nine. The fee for a permit is 50 dollars."),
        "new.md": ("2023-05-01", "The fee for a permit is 75 dollars. It is paid at the bank."),
        "chief.md": ("2019-05-01", "The director of the office is Miguel Gómez Ruiz."),
    }
    for name, (date, text) in texts.items():
        page = f"---\ntitle: {name} of the office\ndate: {date}\n---\n\n{text}\n"
        (folder / name).write_text(page, encoding="utf-8")
    with ChatBot.build(folder, store=folder / "store") as bot:
        yield bot


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatBot]:
    folder = tmp_path_factory.mktemp("news")
    stories = [
        ("The pier is mended", "3 September, 2017", "The council mends the northern pier"),
        ("The ferry is new", "22 August, 2018", "A new ferry runs to the island"),
        ("About the harbour", "", "The harbour is the oldest of the whole coast"),
    ]
    text = "\n\n".join(
        f"## {title}\n\n{day}\n\n{beginning}, as many people told us who live there and work there."
        for title, day, beginning in stories
    )
    (folder / "news.md").write_text(text, encoding="utf-8")
    (folder / "note.txt").write_text("The pier of another harbour is old.", encoding="utf-8")
    with ChatBot.build(folder, store=folder / "store") as bot:
        yield bot


def test_documents_that_differ_are_both_quoted_with_their_dates(fees: ChatBot) -> None:
    answer = fees.ask("How much is the fee for a permit?")
    assert answer.text.startswith("The documents give different answers:")
    assert re.search(r"50 dollars\.” \[\d\] \(2018-03-01\)", answer.text)
    assert re.search(r"75 dollars\.” \[\d\] \(2023-05-01\)", answer.text)


@pytest.mark.parametrize(
    ("question", "short_answer"),
    [
        ("What is the latest fee for a permit?", "75 dollars"),
        ("How much was the fee for a permit in 2018?", "50 dollars"),
        ("How much is the fee for a permit after 2020?", "75 dollars"),
    ],
)
def test_time_that_is_asked_about_chooses_among_documents(
    fees: ChatBot, question: str, short_answer: str
) -> None:
    answer = fees.ask(question)
    assert answer.short_answer == short_answer
    assert len(answer.citations) == 1


@pytest.mark.parametrize(
    "question",
    ["How much was the fee for a permit in 2020?", "¿Cuánto costó el permiso antes de 2017?"],
)
def test_question_about_a_time_of_which_nothing_is_told_is_refused(
    fees: ChatBot, question: str
) -> None:
    answer = fees.ask(question)
    assert answer.abstained
    assert answer.citations == ()
    assert answer.hits[0].chunk.doc_id in {"old.md", "new.md"}


def test_answer_to_a_question_about_a_time_shows_the_date_of_its_proof(fees: ChatBot) -> None:
    answer = fees.ask("How much was the fee for a permit in 2018?")
    assert re.search(r"50 dollars\.” \[1\] \(2018-03-01\)", answer.text)
    both = fees.ask(
        "Who is the director of the office and how much was the fee for a permit in 2018?"
    )
    assert re.search(r"50 dollars\.” \[2\] \(2018-03-01\)", both.text)


@pytest.mark.parametrize(("year", "name"), [("2018", "old.md"), ("2023", "new.md")])
def test_time_that_is_asked_about_is_looked_for_far_below(
    fees: ChatBot, year: str, name: str
) -> None:
    reader = RecordingReader()
    with bot_with(reader, fees._folder, Settings(read_hits=1, shown_hits=1)) as bot:
        answer = bot.ask(f"How much is the fee for a permit in {year}?")
    assert [hit.chunk.doc_id for hit in reader.hits] == [name]
    assert len(answer.hits) == 1


@pytest.mark.parametrize(("year", "name"), [("2017", "Ana Ortiz"), ("2021", "Luis Gómez")])
def test_document_of_a_time_need_not_name_it(tmp_path: Path, year: str, name: str) -> None:
    for day, leader in (("2017-07-16", "Ana Ortiz"), ("2021-07-16", "Luis Gómez")):
        text = f"---\ndate: {day}\n---\n# Sessions\n\n{leader} facilitated the session on fees.\n"
        (tmp_path / f"{day}.md").write_text(text, encoding="utf-8")
    with ChatBot.build(tmp_path, store=tmp_path / "store") as bot:
        answer = bot.ask(f"Who facilitated the session on fees in {year}?")
    assert answer.short_answer == name


def test_sentence_of_another_time_is_no_answer_where_nothing_is_dated(tmp_path: Path) -> None:
    text = "Luis Gómez was elected president of the committee in June 2017.\n"
    (tmp_path / "note.txt").write_text(text, encoding="utf-8")
    with ChatBot.build(tmp_path, store=tmp_path / "store") as bot:
        assert bot.ask("Who was elected president of the committee in 2021?").abstained
        answer = bot.ask("Who was elected president of the committee in 2017?")
    assert answer.short_answer == "Luis Gómez"


def test_two_parts_are_searched_and_answered_one_by_one(fees: ChatBot) -> None:
    answer = fees.ask("Who is the director of the office and what is the latest fee for a permit?")
    assert answer.text.startswith("Miguel Gómez Ruiz [1].\n\n75 dollars [2].")
    assert [hit.rank for hit in answer.hits] == list(range(1, len(answer.hits) + 1))
    assert len({hit.chunk.chunk_id for hit in answer.hits}) == len(answer.hits)
    assert [one.hit for one in answer.evidence] == list(answer.hits[: len(answer.evidence)])


def test_bot_that_does_not_refuse_decides_by_its_limit_all_the_same(fees: ChatBot) -> None:
    folder = fees._folder
    settings = replace(fees.settings, min_confidence=0.35)
    both = "Who is the director of the office and who painted the ceiling of the chapel?"
    nothing = "Who painted the ceiling of the chapel?"
    with (
        ChatBot.open(folder, settings=settings) as bot,
        ChatBot.open(folder, settings=settings, refuses=False) as unrefusing,
    ):
        assert unrefusing.ask(both).text == bot.ask(both).text
        assert bot.ask(nothing).abstained
        below = unrefusing.ask(nothing)

    assert not below.abstained
    assert below.citations
    assert below.confidence < settings.min_confidence


def test_citation_names_the_story_of_a_digest_and_its_day(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "news.txt").write_text(_DIGEST, encoding="utf-8")
    with ChatBot.build(tmp_path / "corpus", store=tmp_path / "store") as news:
        answer = news.ask("Who directed the documentary The Fable of the Lion and the Coyote?")
    assert answer.short_answer == "Miguel Gómez"
    (citation, *_) = answer.citations
    assert (citation.title, citation.heading) == ("news", "Documentary Shows Risks of Migration")
    assert citation.date == "2017-08-22"


_RELEASE = (
    "The lighthouse of Belmonte opened a reading room with {count} books. The sailor Ana Ortiz "
    "chose the books during a long winter at sea."
)


def test_release_on_two_pages_is_one_hit_and_one_citation_with_both(tmp_path: Path) -> None:
    pages = {"a.txt": 320, "b.txt": 320, "c.txt": 450}
    for name, count in pages.items():
        text = _RELEASE.format(count=count)
        (tmp_path / name).write_text(f"The reading room\n\n{text}\n", encoding="utf-8")
    with ChatBot.build(tmp_path, store=tmp_path / "store") as opened:
        hits = opened.search("How many books has the reading room of Belmonte?", k=5)
        assert {frozenset(hit.doc_ids) for hit in hits} == {
            frozenset({"a.txt", "b.txt"}),
            frozenset({"c.txt"}),
        }
        (alone,) = opened.search("Belmonte", scope=Scope(doc_ids=("b.txt",)))
        assert alone.doc_ids == ("b.txt",)

        answer = opened.ask("How many books has the reading room of Belmonte?")
        assert answer.text.startswith("The documents give different answers:")
        named = {citation.doc_ids for citation in answer.citations}
        assert named == {("a.txt", "b.txt"), ("c.txt",)}


@pytest.mark.parametrize(
    "question", ["Who backs The Fable of the Lion?", "Who organises The Fable of the Lion?"]
)
def test_ordinary_word_is_not_shown_as_misspelt(bot: ChatBot, question: str) -> None:
    assert bot.ask(question).did_you_mean is None


def test_misspelt_name_finds_its_passage_and_the_answer_says_so(bot: ChatBot) -> None:
    answer = bot.ask("Who directed The Fabel of the Lion and the Coyotte?")
    assert answer.did_you_mean == "Who directed The Fable of the Lion and the Coyote?"
    assert answer.short_answer is not None
    assert "Miguel Gómez" in answer.short_answer
    assert answer.understood_as is None


def test_answer_says_how_a_follow_up_was_understood_and_nothing_of_another(bot: ChatBot) -> None:
    history = ["What is the Binational Walk?"]
    answer = bot.ask("When does it take place?", history=history)
    assert answer.understood_as == "When does the Binational Walk take place?"
    assert bot.ask(history[0], history=history).understood_as is None


def test_evidence_is_missing_where_no_sentence_is_found(tiny_store: Path) -> None:
    with bot_with(RecordingReader(), tiny_store, Settings(min_confidence=0)) as bot:
        answer = bot.ask("Who directed the fable?")
    assert (answer.abstained, answer.confidence, answer.citations) == (True, 0, ())


def test_bot_that_is_built_answers_from_the_files(tiny_corpus: Path, tmp_path: Path) -> None:
    steps: list[str] = []
    bot = ChatBot.build(
        tiny_corpus / "hubs.txt",
        store=tmp_path / "store",
        settings=Settings(chunk_tokens=64),
        progress=lambda step, done, total: steps.append(step),
    )
    with bot:
        assert bot.ask("How many schools have information hubs?").short_answer == "42"
        assert bot.manifest.chunking.max_tokens == 64
    assert list(dict.fromkeys(steps)) == ["read", "chunk", "encode", "write"]


def test_store_of_another_encoder_keeps_it_where_none_is_named(
    tiny_corpus: Path, tmp_path: Path
) -> None:
    store, other = tmp_path / "store", Settings(encoder="minilm-int8", chunk_tokens=64)
    ChatBot.build(tiny_corpus, store=store, settings=other).close()
    (more := tmp_path / "more").mkdir()
    (more / "ferry.txt").write_text("The ferry is called Reina del Sur.")
    for settings in (None, Settings(min_confidence=0.5)):
        with ChatBot.build(more, store=store, settings=settings) as bot:
            assert (bot.settings.encoder, bot.settings.chunk_tokens) == ("minilm-int8", 64)
            assert bot.manifest.encoder.name == "minilm-int8"
        with ChatBot.open(store, settings=settings) as bot:
            assert bot.settings.encoder == "minilm-int8"


def test_store_of_another_encoder_than_is_named_is_not_opened(tiny_store: Path) -> None:
    message = f'"ragqa index --store {tiny_store} --encoder minilm-int8 --rebuild"'
    with pytest.raises(StoreError, match=message):
        ChatBot.open(tiny_store, settings=Settings(encoder="minilm-int8"))


@pytest.mark.parametrize("paths", ["", [""], [], b"corpus", 5, [None]])
def test_bot_is_not_built_from_no_path(tmp_path: Path, paths: Any) -> None:
    with pytest.raises(ValueError, match=r"^paths (has|is) .*; (give|expected) "):
        ChatBot.build(paths, store=tmp_path / "store")
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("use", [ChatBot.open, partial(ChatBot.build, __file__)])
def test_empty_path_is_no_store(use: Callable[..., ChatBot]) -> None:
    with pytest.raises(ValueError, match="store has an empty path"):
        use(store="")


def test_warm_bot_has_read_in_both_languages(tiny_store: Path) -> None:
    reader = RecordingReader()
    with bot_with(reader, tiny_store, Settings()) as bot:
        bot.warm()
    assert reader.asked == "¿De qué tratan estos documentos?"
    assert reader.hits


@pytest.mark.parametrize("settings", [{}, {"encoder": "x"}, "strict"])
def test_settings_of_another_type_are_named(tiny_store: Path, settings: Any) -> None:
    with pytest.raises(ValueError, match=r"^settings is .*; expected Settings"):
        ChatBot.open(tiny_store, settings=settings)


@pytest.mark.parametrize("doc_id", [None, 5, ["fable.md"]])
def test_id_of_another_type_is_named(bot: ChatBot, doc_id: Any) -> None:
    with pytest.raises(ValueError, match=r"^doc_id is .*; expected a text"):
        bot.document(doc_id)


def test_bot_is_built_from_several_paths(tiny_corpus: Path, tmp_path: Path) -> None:
    paths: list[Path | str] = [tiny_corpus / "hubs.txt", str(tiny_corpus / "walk.txt")]
    with ChatBot.build(paths, store=tmp_path / "store") as bot:
        assert bot.manifest.counts.documents == 2


def test_bot_is_built_of_what_can_be_read_and_tells_the_rest(
    tiny_corpus: Path, tmp_path: Path
) -> None:
    corpus = shutil.copytree(tiny_corpus, tmp_path / "corpus")
    (corpus / "bad.jsonl").write_text("{broken")
    (corpus / "photo.xyz").write_text("not a text")
    store = tmp_path / "store"
    for unchanged in (False, True):
        with ChatBot.build(corpus, store=store) as bot:
            report = bot.build_report
            assert report is not None
            assert (report.documents, report.unchanged) == (3, unchanged)
            assert [one.path.name for one in report.failures] == ["bad.jsonl"]
            assert [one.path.name for one in report.skipped] == ["photo.xyz"]
    with ChatBot.open(store) as bot:
        assert bot.build_report is None
    with pytest.raises(DocumentError, match="bad"):
        ChatBot.build(corpus, store=store, skip_errors=False)


def test_store_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store in"):
        ChatBot.open(tmp_path / "nowhere")


def test_closed_bot_reads_no_more_documents(tiny_store: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_store, tmp_path / "store")
    bot = ChatBot.open(tmp_path / "store")
    bot.close()
    with pytest.raises(StoreError, match=CLOSED):
        bot.document("fable.md")


@pytest.mark.parametrize(
    "use",
    [
        lambda bot, _: bot.ask("Who?"),
        lambda bot, _: bot.ask_with_documents("Who?"),
        lambda bot, _: bot.search("film"),
        lambda bot, _: bot.search_with_documents("film"),
        lambda bot, _: bot.document("fable.md"),
        lambda bot, _: bot.documents(),
        lambda bot, _: bot.manifest,
        lambda bot, file: bot.add([file]),
        lambda bot, _: bot.remove(["fable.md"]),
        lambda bot, _: bot.reindex(),
        lambda bot, _: bot.refresh(),
        lambda bot, _: bot.__enter__(),
    ],
)
def test_closed_bot_says_so_whatever_is_asked_of_it(
    own_store: Path, tmp_path: Path, use: Callable[[ChatBot, Path], object]
) -> None:
    file = tmp_path / "ferry.txt"
    file.write_text("The ferry is called Reina del Sur.")
    bot = ChatBot.open(own_store)
    generation = bot.manifest.generation
    bot.close()
    bot.close()
    with pytest.raises(StoreError, match=CLOSED):
        use(bot, file)
    assert read_manifest(own_store).generation == generation


def test_bot_that_is_closed_while_it_takes_in_a_file_reports_it_and_stays_closed(
    own_store: Path, tmp_path: Path
) -> None:
    file = tmp_path / "ferry.txt"
    file.write_text("The ferry is called Reina del Sur.")
    bot = ChatBot.open(own_store)
    report = bot.add([file], progress=lambda *_: bot.close())
    assert report.added == ("added/ferry.txt",)
    with pytest.raises(StoreError, match=CLOSED):
        bot.ask("What is the ferry called?")


def test_without_the_reader_the_short_answer_is_found_by_rules(tiny_store: Path) -> None:
    question = "Who directed The Fable of the Lion and the Coyote?"
    with ChatBot.open(tiny_store, settings=Settings(reader=None)) as bot:
        plain = bot.ask(question)
    with ChatBot.open(tiny_store) as bot:
        read = bot.ask(question)
    assert plain.confidence != read.confidence
    assert plain.citations[0].doc_id == read.citations[0].doc_id


@pytest.fixture
def own_store(tiny_store: Path, tmp_path: Path) -> Path:
    """Return a copy that may be changed."""
    return shutil.copytree(tiny_store, tmp_path / "own")


def test_only_documents_in_scope_are_found(bot: ChatBot) -> None:
    hits = bot.search("Panama or Guatemala", k=5, scope=Scope(doc_ids=("walk.txt",)))
    assert {hit.chunk.doc_id for hit in hits} == {"walk.txt"}
    assert bot.search("Panama", scope=Scope(languages=("fr",))) == ()


def test_scope_decides_what_can_be_answered(bot: ChatBot) -> None:
    question = "Where does the walk against human trafficking take place?"
    assert not bot.ask(question, scope=Scope(doc_ids=("walk.txt",))).abstained
    refused = bot.ask(question, scope=Scope(date_from="2017-01-01"))
    assert refused.abstained
    assert "the one document searched" in refused.text
    assert bot.ask(question, scope=Scope(doc_ids=())).abstained


def test_scope_of_a_document_or_folder_that_is_not_there_names_it(bot: ChatBot) -> None:
    for scope, name in ((Scope(doc_ids=["walk.md"]), "walk.md"), (Scope(folders=["news"]), "news")):
        with pytest.raises(StoreError, match=f'^no document is .*"{name}"; name'):
            bot.ask("Where is the walk?", scope=scope)
        with pytest.raises(StoreError, match=name):
            bot.search("walk", scope=scope)


def test_condition_decides_what_is_found_and_what_a_refusal_counts(bot: ChatBot) -> None:
    dated = Scope(where=("date >= 2017 and type = 'md'",))
    assert {hit.chunk.doc_id for hit in bot.search("Panama", scope=dated)} == {"fable.md"}
    refused = bot.ask("Where does the walk against human trafficking take place?", scope=dated)
    assert refused.abstained
    assert "the one document searched" in refused.text
    undated = bot.ask("What is the price of gold?", scope=Scope(where=("not date > 2000",)))
    assert "none of the 2 searched" in undated.text


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        (Scope(date_from="2018-06-01"), {"The ferry is new"}),
        (Scope(date_to="2017-12-31"), {"The pier is mended"}),
        (Scope(where=("date < 2018-06",)), {"The pier is mended"}),
        (Scope(where=("not date > 1900",)), {"About the harbour", ""}),
        (Scope(date_to="2016-12-31"), set()),
        (
            Scope(doc_ids=("news.md",)),
            {"The pier is mended", "The ferry is new", "About the harbour"},
        ),
    ],
)
def test_dates_of_stories_narrow_what_is_found(
    news: ChatBot, scope: Scope, found: set[str]
) -> None:
    hits = news.search("pier, ferry and harbour", k=9, scope=scope)
    assert {hit.chunk.heading for hit in hits} == found


def test_refusal_counts_a_document_once_whatever_the_number_of_its_stories(news: ChatBot) -> None:
    refused = news.ask("What is the price of gold?", scope=Scope(date_from="2000-01-01"))
    assert "the one document searched" in refused.text


def test_condition_on_an_unknown_field_names_the_known_ones(bot: ChatBot) -> None:
    known = "author, date, doc_id, folder, language, path, publisher, source, title, type$"
    with pytest.raises(ConditionError, match=f'the field "autor", expected .*: {known}'):
        bot.search("Panama", scope=Scope(where=("autor = 'Ana'",)))


def test_condition_of_the_settings_holds_for_every_question(tiny_store: Path) -> None:
    with ChatBot.open(tiny_store, settings=Settings(where="type = 'txt'")) as narrow:
        assert {hit.chunk.doc_id for hit in narrow.search("film")} == {"hubs.txt", "walk.txt"}
        assert narrow.search("film", scope=Scope(doc_ids=("fable.md",))) == ()
        assert narrow.ask("Who directed The Fable of the Lion and the Coyote?").abstained


def test_bot_is_not_opened_with_a_condition_on_an_unknown_field(tiny_store: Path) -> None:
    with pytest.raises(ConditionError, match='the field "autor"'):
        ChatBot.open(tiny_store, settings=Settings(where="autor = 'Ana'"))


def test_scope_of_all_documents_finds_what_no_scope_finds(bot: ChatBot) -> None:
    every = Scope(doc_ids=tuple(one.doc_id for one in bot.documents()))
    assert bot.search("schools near the border", scope=every) == bot.search(
        "schools near the border"
    )


def test_answer_keeps_the_evidence_of_its_citations(bot: ChatBot) -> None:
    answer = bot.ask("Who directed The Fable of the Lion and the Coyote?")
    assert [one.quote for one in answer.evidence] == [one.quote for one in answer.citations]


def test_added_file_is_answered_from_at_once_and_removed_one_no_longer(
    own_store: Path, tmp_path: Path
) -> None:
    file = tmp_path / "ferry.txt"
    file.write_text("The ferry to the island of Ometepe is called Reina del Sur.")
    question = "What is the ferry to the island of Ometepe called?"
    with ChatBot.open(own_store) as bot:
        assert bot.ask(question).abstained
        bot.add([file])
        assert bot.ask(question).citations[0].doc_id == "added/ferry.txt"
        bot.remove(["added/ferry.txt"])
        assert bot.ask(question).abstained
        assert "added/ferry.txt" not in {one.doc_id for one in bot.documents()}


def test_one_file_is_added_and_one_document_removed_without_a_list(
    own_store: Path, tmp_path: Path
) -> None:
    file = tmp_path / "ferry.txt"
    file.write_text("The ferry is called Reina del Sur.")
    with ChatBot.open(own_store) as bot:
        assert bot.add(str(file)).added == ("added/ferry.txt",)
        assert bot.remove("added/ferry.txt").removed == ("added/ferry.txt",)
        assert bot.add(file).added == ("added/ferry.txt",)
        assert bot.remove(["added/ferry.txt"] * 2).removed == ("added/ferry.txt",)


@pytest.mark.parametrize("given", ["", [None], 5, b"a.txt", [b"a.txt"]])
def test_what_is_no_path_is_not_added_and_what_is_no_id_is_not_removed(
    bot: ChatBot, given: Any
) -> None:
    with pytest.raises(ValueError, match=r"^paths (is|has) "):
        bot.add(given)
    with pytest.raises((ValueError, StoreError), match=r"^doc_ids (is|has) |no document \"\""):
        bot.remove(given)


def test_relative_store_stays_the_same_one_wherever_the_program_goes(
    own_store: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with chdir(own_store.parent):
        bot = ChatBot.open(own_store.name)
    with bot, chdir(elsewhere):
        assert bot.remove("fable.md").removed == ("fable.md",)
        bot.refresh()
    with chdir(own_store.parent):
        corpus = Path("letters")
        corpus.mkdir()
        (corpus / "ferry.txt").write_text("The ferry is called Reina del Sur.")
        bot = ChatBot.build("letters", store="made")
    with bot, chdir(elsewhere):
        assert bot.reindex().unchanged == ("ferry.txt",)
    assert list(elsewhere.iterdir()) == []


def test_store_that_somebody_else_wrote_is_taken_up(own_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "ferry.txt"
    file.write_text("The ferry is called Reina del Sur.")
    with ChatBot.open(own_store) as bot, ChatBot.open(own_store) as other:
        other.add([file])
        assert len(list(bot.documents())) == 3
        bot.refresh()
        assert len(list(bot.documents())) == 4
        bot.refresh()


def test_questions_go_on_while_documents_come_and_go(own_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "ferry.txt"
    file.write_text("The ferry is called Reina del Sur.")
    asked = "Who directed The Fable of the Lion and the Coyote?"
    with ChatBot.open(own_store) as bot, ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(bot.ask, asked) for _ in range(8)]
        for _ in range(2):
            bot.add([file])
            bot.remove(["added/ferry.txt"])
        assert all("Miguel Gómez" in answer.result().text for answer in answers)


def test_answer_comes_with_documents_of_the_store_that_it_was_asked_of(own_store: Path) -> None:
    reader = OvertakenReader(0.9)
    with bot_with(reader, own_store, Settings()) as bot:
        reader.bot = bot
        answer, documents = bot.ask_with_documents("Who directed the fable?")
        (cited,) = answer.citations
        assert cited.doc_id not in {one.doc_id for one in bot.documents()}
    assert documents[cited.doc_id].text[cited.start : cited.end] == cited.quote


def test_passages_come_with_documents_of_the_store_that_was_searched(own_store: Path) -> None:
    with Store.open(own_store) as store:
        walk = store.document("walk.txt")
    retriever = OvertakenRetriever(walk)
    with bot_with(RecordingReader(), own_store, Settings(), retriever=retriever) as bot:
        retriever.bot = bot
        hits, documents = bot.search_with_documents("When is the walk?")
        assert "walk.txt" not in {one.doc_id for one in bot.documents()}
    assert [hit.chunk.doc_id for hit in hits] == ["walk.txt"]
    assert documents == {"walk.txt": walk}


def test_documents_of_an_answer_are_those_that_it_quotes_and_those_that_it_found(
    fees: ChatBot,
) -> None:
    question = "How much is the fee for a permit?"
    for shown_hits in (1, 3):
        settings = replace(fees.settings, shown_hits=shown_hits)
        with ChatBot.open(fees._folder, settings=settings) as bot:
            answer, documents = bot.ask_with_documents(question)
            assert answer == bot.ask(question)
            named = {
                *(one.doc_id for one in answer.citations),
                *(one.chunk.doc_id for one in answer.hits),
            }
            assert len(named) == max(2, shown_hits)
            assert documents == {doc_id: bot.document(doc_id) for doc_id in named}


def test_documents_are_indexed_again_from_where_they_came(
    tiny_corpus: Path, tmp_path: Path
) -> None:
    corpus = shutil.copytree(tiny_corpus, tmp_path / "corpus")
    with ChatBot.build(corpus, store=tmp_path / "store") as bot:
        (corpus / "walk.txt").unlink()
        assert bot.reindex().removed == ("walk.txt",)
        assert len(list(bot.documents())) == 2


def test_chunk_sizes_stay_those_of_the_store(own_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "ferry.txt"
    file.write_text("The ferry is called Reina del Sur.")
    with ChatBot.open(own_store, settings=Settings(chunk_tokens=100)) as bot:
        before = bot.manifest.chunking
        bot.add([file])
        assert bot.manifest.chunking == before


@pytest.mark.parametrize("put", [ChatBot.ask, ChatBot.search, ChatBot.search_with_documents])
def test_damage_that_a_question_meets_names_the_store(
    tiny_store: Path, tmp_path: Path, put: Callable[[ChatBot, str], object]
) -> None:
    store = shutil.copytree(tiny_store, tmp_path / "own")
    (vectors,) = store.glob("generation-*/block-*/vectors.faiss")
    raw = vectors.read_bytes()
    vectors.write_bytes(raw[:-8] + np.float32(np.nan).tobytes() + raw[-4:])
    with (
        ChatBot.open(store) as bot,
        pytest.raises(StoreError, match=rf"^{store} is damaged: .*--store {store} --rebuild"),
    ):
        put(bot, "Who directed the film?")
