"""A store and a question set to an evaluation."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ragqa.chatbot import ChatBot
from ragqa.display import json_line
from ragqa.encoding import open_encoder
from ragqa.errors import EvaluationError
from ragqa.evaluation.cases import Case, QuestionSet
from ragqa.evaluation.judging import Asked, Record, ask_all, records_of
from ragqa.evaluation.ranking import ranking_values
from ragqa.evaluation.removing import plan_rounds, write_without
from ragqa.evaluation.results import Evaluation, evaluation_of
from ragqa.evaluation.timing import time_figures
from ragqa.settings import Settings
from ragqa.store import Manifest, Store
from ragqa.storing import Progress, no_progress
from ragqa.types import Answer, Document

HITS = 100
"""Passages looked at, so that twenty documents are among them."""


def evaluate(
    questions: QuestionSet,
    store: Path,
    *,
    settings: Settings,
    remove_gold: bool = False,
    progress: Progress = no_progress,
) -> Evaluation:
    """Ask a store the questions of a set, and measure the answers.

    Each question is asked once, of a bot that does not refuse; the limit of the settings is laid on
    afterwards, which gives the same refusals and tells what would have been said.

    Parameters
    ----------
    remove_gold
        Ask the questions with known documents once more, each after these are deleted.

    Raises
    ------
    EvaluationError
        If a document that the set names is not in the store, or a question cannot be asked, or
        ir_measures is not installed.
    StoreError
        If the store cannot be opened.
    """
    with open_without_limit(store, settings) as bot:
        manifest = bot.manifest
        check_sources(questions.cases, [one.doc_id for one in bot.documents()])
        asked = ask_cases(questions.cases, bot, settings, progress=progress)
        ranking = ranking_values((one.case, one.answer.hits) for one in asked)
        records = records_of(asked, documents=bot.document, ranking=ranking)
    if remove_gold:
        records += _removed_records(questions.cases, store, settings, progress)
    return evaluation_of(
        questions.name,
        records,
        system=_system(settings, manifest),
        times=time_figures([one.answer for one in asked]),
        unfinished=len(questions.unfinished),
    )


def check_sources(cases: Sequence[Case], doc_ids: Sequence[str]) -> None:
    """Raise an EvaluationError if a question names documents and none of them is there."""
    known = {tail for doc_id in doc_ids for tail in _tails(doc_id)}
    for case in cases:
        named = (*case.sources, *(span.doc_id for span in case.evidence))
        if named and not any(set(_tails(name)) & known for name in named):
            raise EvaluationError(
                f'question "{case.case_id}" expects {named[0]}, which is not among the'
                f" {len(doc_ids):,} documents; index the documents that the set is about"
            )


def index_documents(
    documents: Sequence[Document],
    store: Path,
    *,
    settings: Settings,
    progress: Progress = no_progress,
) -> None:
    """Index the documents that a question set brings along."""
    with TemporaryDirectory() as folder:
        lines = Path(folder) / "documents.jsonl"
        with lines.open("w", encoding="utf-8") as file:
            for one in documents:
                row = {"id": one.doc_id, "title": one.title, "text": one.text}
                file.write(json_line(row) + "\n")
        ChatBot.build(
            lines, store=store, settings=settings, skip_errors=False, progress=progress
        ).close()


def _tails(doc_id: str) -> list[str]:
    """Return an id and its path from each of its folders on: what `is_document` may match."""
    parts = doc_id.split("/")
    return ["/".join(parts[start:]) for start in range(len(parts))]


def open_without_limit(store: Path, settings: Settings) -> ChatBot:
    """Open a store so that it answers below the limit too, which is laid on afterwards."""
    shown_hits = max(HITS, settings.shown_hits)
    # The encoder is the store's: what is named for the next indexing is not meant.
    return ChatBot.open(
        store, settings=replace(settings, encoder=None, shown_hits=shown_hits), refuses=False
    )


def ask_cases(
    cases: Sequence[Case],
    bot: ChatBot,
    settings: Settings,
    *,
    removed: bool = False,
    progress: Progress = no_progress,
) -> tuple[Asked, ...]:
    """Ask a bot without a limit all questions, and lay the limit of the settings on.

    Where passages were removed, documents of which nothing is left are no part of a scope.
    """
    known = [one.doc_id for one in bot.documents()] if removed else []

    def ask(case: Case) -> Answer:
        scope = case.scope.of_known(known) if removed else case.scope
        return bot.ask(case.question, history=case.history, scope=scope)

    return ask_all(
        cases,
        ask=ask,
        min_confidence=settings.min_confidence,
        removed=removed,
        progress=progress,
    )


def _removed_records(
    cases: Sequence[Case], store: Path, settings: Settings, progress: Progress
) -> tuple[Record, ...]:
    """Return the records of the questions, each asked where its passage is gone."""
    with Store.open(store) as opened:
        documents = [one.document for one in opened.stored_documents()]
        encoder = open_encoder(opened.manifest.encoder.name)
    records: tuple[Record, ...] = ()
    for number, one in enumerate(plan_rounds(cases, documents)):
        with TemporaryDirectory() as folder:
            copy = Path(folder) / f"round-{number}"
            write_without(store, copy, one.gone, encoder=encoder)
            with open_without_limit(copy, settings) as bot:
                asked = ask_cases(one.cases, bot, settings, removed=True, progress=progress)
                records += records_of(asked, documents=bot.document, ranking={})
    return records


def _system(settings: Settings, manifest: Manifest) -> dict[str, Any]:
    """Return what answered, by name: what shaped the store and what shaped the answers."""
    return {
        "ragqa": manifest.ragqa_version,
        "encoder_sha256": manifest.encoder.sha256,
        "sources_sha256": manifest.sources_sha256,
        "documents": manifest.counts.documents,
        "chunks": manifest.counts.chunks,
        **asdict(settings),
        "encoder": manifest.encoder.name,
        "chunk_tokens": manifest.chunking.max_tokens,
        "overlap_tokens": manifest.chunking.overlap_tokens,
    }
