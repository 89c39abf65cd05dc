"""What chunk size and overlap do to finding and answering.

Run ``python -m benchmarks.chunk_sizes`` from the repository's root. Whole articles, made of the
paragraphs of SQuADShifts' "new Wikipedia" part in ``../shared/train``, are indexed with each size
and overlap; where that folder is missing, this says so and ends.
"""

import gzip
import json
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from ragqa import ChatBot, Hit, Settings

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "train" / "squadshifts_new_wiki.jsonl.gz"
GRID = ((100, 0), (150, 0), (200, 0), (200, 40), (240, 0), (240, 60))
ARTICLES = 16
QUESTIONS = 300
SEED = 7


@dataclass(frozen=True)
class Asked:
    question: str
    doc_id: str
    answers: tuple[str, ...]


def main() -> None:
    if not DATA.exists():
        print(f"no {DATA}; nothing to measure")
        return
    with tempfile.TemporaryDirectory() as work:
        corpus = Path(work) / "articles.jsonl"
        questions = write_corpus(corpus)
        print(f"{ARTICLES} articles, {len(questions)} questions")
        print("tokens  overlap  chunks  first hit  first five  answered  answer in text  words")
        for chunk_tokens, overlap_tokens in GRID:
            settings = Settings(chunk_tokens=chunk_tokens, overlap_tokens=overlap_tokens)
            store = Path(work) / f"store-{chunk_tokens}-{overlap_tokens}"
            with ChatBot.build(corpus, store=store, settings=settings) as bot:
                print(f"{chunk_tokens:6}  {overlap_tokens:7}  {row(bot, questions)}", flush=True)


def write_corpus(path: Path) -> list[Asked]:
    articles: dict[str, list[dict[str, str]]] = {}
    asked: list[Asked] = []
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            articles.setdefault(row["title"], []).append(row)
            answers = tuple(answer["text"] for answer in row["answers"])
            asked.append(Asked(row["question"], row["title"], answers))
    shuffle = random.Random(SEED)
    titles = sorted(articles)
    shuffle.shuffle(titles)
    chosen = set(titles[:ARTICLES])
    with path.open("w", encoding="utf-8") as lines:
        for title in titles[:ARTICLES]:
            text = "\n\n".join(dict.fromkeys(row["context"] for row in articles[title]))
            record = {"id": title, "title": title.replace("_", " "), "text": text}
            lines.write(json.dumps(record) + "\n")
    questions = [one for one in asked if one.doc_id in chosen]
    shuffle.shuffle(questions)
    return questions[:QUESTIONS]


def row(bot: ChatBot, questions: list[Asked]) -> str:
    answered = [(asked, bot.ask(asked.question)) for asked in questions]
    first = fmean(holds(answer.hits[:1], asked) for asked, answer in answered)
    five = fmean(holds(answer.hits[:5], asked) for asked, answer in answered)
    said = fmean(not answer.abstained for _, answer in answered)
    right = fmean(
        not answer.abstained and any(one in answer.text for one in asked.answers)
        for asked, answer in answered
    )
    words = fmean(len(answer.text.split()) for _, answer in answered if not answer.abstained)
    chunks = bot.manifest.counts.chunks
    return f"{chunks:6}  {first:9.3f}  {five:10.3f}  {said:8.3f}  {right:14.3f}  {words:5.1f}"


def holds(hits: tuple[Hit, ...], asked: Asked) -> bool:
    return any(
        hit.chunk.doc_id == asked.doc_id and any(one in hit.chunk.text for one in asked.answers)
        for hit in hits
    )


if __name__ == "__main__":
    main()
