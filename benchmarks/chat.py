"""How long an answer takes when 20 people ask at once, beside one person alone.

Run ``python -m benchmarks.chat`` from the repository's root. Everybody talks to one real server the
way the page does, each in a session and a conversation of their own. In the end each conversation
must hold its own questions with their own answers and nothing else.
"""

import asyncio
import json
import secrets
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from ragqa.chatbot import ChatBot
from ragqa.feedback import FeedbackLog, feedback_path
from ragqa.suggestions import example_questions
from ragqa.ui import ServerOptions, running

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = 20
QUESTIONS_EACH = 10
DIFFERENT_QUESTIONS = 12
MOST_S = 300


@dataclass(frozen=True, slots=True)
class Events:
    """The numbers of what the page calls when it is opened and when a question is asked."""

    start: int
    ask: int


@dataclass(slots=True)
class Person:
    """Somebody with a browser of their own."""

    client: httpx.AsyncClient
    events: Events
    questions: Sequence[str]
    conversation_id: str = field(default_factory=lambda: secrets.token_hex(32))
    session: str = field(default_factory=lambda: secrets.token_hex(8))

    async def talk(self) -> list[float]:
        """Ask all questions one after another, and return the seconds that each took."""
        boot = {"conversation": self.conversation_id, "language": "en"}
        await self._call(self.events.start, [json.dumps(boot)])
        seconds = []
        for question in self.questions:
            start = time.perf_counter()
            await self._call(self.events.ask, [question, None])
            seconds.append(time.perf_counter() - start)
        return seconds

    async def kept(self) -> list[tuple[str, str]]:
        """Return the questions and the texts of the answers that the server kept."""
        response = await self.client.get(f"export/{self.conversation_id}.json")
        turns = response.raise_for_status().json()["turns"]
        return [(turn["question"], (turn["answer"] or {}).get("text", "")) for turn in turns]

    async def _call(self, event: int, inputs: list[Any]) -> None:
        body = {"fn_index": event, "data": inputs, "session_hash": self.session}
        joined = await self.client.post("gradio_api/queue/join", json=body)
        event_id = joined.raise_for_status().json()["event_id"]
        url = f"gradio_api/queue/data?session_hash={self.session}"
        async with self.client.stream("GET", url) as messages:
            async for line in messages.aiter_lines():
                message = json.loads(line.removeprefix("data: ") or "{}")
                is_done = message.get("msg") == "process_completed"
                if is_done and message["event_id"] == event_id:
                    if not message["success"]:
                        raise RuntimeError(message["output"])
                    return
        raise RuntimeError("the server ended the connection before the answer")


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        store = Path(work) / "store"
        with ChatBot.build(ROOT / "corpus", store=store) as bot:
            log = FeedbackLog.open(feedback_path(store))
            with running(bot, ServerOptions(port=0), feedback=log) as url:
                questions = questions_about(bot)
                wrong = asyncio.run(measure(url, bot, questions))
    sys.exit(f"{wrong} conversations are wrong" if wrong else 0)


def questions_about(bot: ChatBot) -> Sequence[str]:
    documents = [bot.document(one.doc_id) for one in bot.documents()]
    return example_questions(documents, ask=bot.ask, count=DIFFERENT_QUESTIONS)


async def measure(url: str, bot: ChatBot, questions: Sequence[str]) -> int:
    """Print the figures, and return how many conversations are wrong."""
    async with httpx.AsyncClient(base_url=url, timeout=MOST_S) as client:
        events = await events_of(client)

        def person(first: int) -> Person:
            asked = list(islice(cycle(questions), first, first + QUESTIONS_EACH))
            return Person(client, events, asked)

        alone = person(0)
        one = await alone.talk()
        people = [person(number) for number in range(PEOPLE)]
        start = time.perf_counter()
        all_of_them = await asyncio.gather(*(each.talk() for each in people))
        seconds = time.perf_counter() - start
        wrong = sum([await is_wrong(each, bot) for each in (alone, *people)])
    together = [second for each in all_of_them for second in each]
    print(f"{len(questions)} different questions, {QUESTIONS_EACH} a conversation")
    print(f"one person     median {median(one):6.2f} s an answer")
    print(f"{PEOPLE} people      median {median(together):6.2f} s, longest {max(together):.2f} s")
    print(f"together       {len(together) / seconds:6.2f} answers a second")
    print(f"wrong          {wrong} of {PEOPLE + 1} conversations (0 expected)")
    return wrong


async def events_of(client: httpx.AsyncClient) -> Events:
    """Find the events of opening the page and of asking in what the server tells the page."""
    config = (await client.get("config")).raise_for_status().json()
    boxes = [one["id"] for one in config["components"] if is_question_box(one)]
    numbers = {
        (target, event): one["id"]
        for one in config["dependencies"]
        for target, event in one["targets"]
    }
    start = next(number for (_, event), number in numbers.items() if event == "load")
    return Events(start=start, ask=numbers[boxes[0], "submit"])


def is_question_box(component: dict[str, Any]) -> bool:
    return bool(component["props"].get("elem_id") == "ragqa-question")


async def is_wrong(person: Person, bot: ChatBot) -> bool:
    """Return whether a conversation holds anything but its own questions and their answers."""
    expected = []
    for number, question in enumerate(person.questions):
        answer = await asyncio.to_thread(bot.ask, question, history=person.questions[:number])
        expected.append((question, answer.text))
    return await person.kept() != expected


if __name__ == "__main__":
    main()
