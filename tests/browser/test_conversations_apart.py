"""Many people at once: each is answered, and none sees what belongs to another."""

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from browser.serving import NewServer, Served

_MOST_S = 60.0
_THINGS = """abbey bakery barn brewery chapel cinema dairy fountain gallery granary hotel lighthouse
    mill museum palace prison school stable theatre tower""".split()
_NAMES = """Abbot Birk Crane Dahl Eklund Falk Grieg Holm Iversen Jensen Krog Lund Moen Norberg Olsen
    Pryce Quist Rolfsen Strand Thorne""".split()


def _year(place: int) -> str:
    return str(1801 + 7 * place)


@pytest.fixture(scope="module")
def town(serving: NewServer) -> Served:
    """A chat about twenty houses, each of a builder and a year of its own."""
    return serving(
        {
            f"{thing}.txt": f"The {thing}\n\nThe {thing} of Almara was designed by Dora {name}."
            f" It was built in {_year(place)}.\n"
            for place, (thing, name) in enumerate(zip(_THINGS, _NAMES, strict=True))
        }
    )


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who talks to the server as the page in their browser does."""

    client: httpx.Client
    calls: dict[str, int]
    conversation: str = field(default_factory=lambda: secrets.token_hex(32))
    session: str = field(default_factory=lambda: secrets.token_hex(8))

    def talk(self, questions: list[str]) -> str:
        """Ask one question after another; return all that the server sent meanwhile."""
        boot = json.dumps({"conversation": self.conversation, "language": "en"})
        self._call("load", [boot])
        return "".join(self._call("submit", [question, None]) for question in questions)

    def kept(self) -> list[tuple[str, str]]:
        """Return the questions and answers that the server keeps of the conversation."""
        turns = self.client.get(f"export/{self.conversation}.json").raise_for_status().json()
        return [(one["question"], one["answer"]["text"]) for one in turns["turns"]]

    def _call(self, event: str, inputs: list[Any]) -> str:
        body = {"fn_index": self.calls[event], "data": inputs, "session_hash": self.session}
        self.client.post("gradio_api/queue/join", json=body).raise_for_status()
        where = {"session_hash": self.session}
        received = []
        with self.client.stream("GET", "gradio_api/queue/data", params=where) as messages:
            for line in messages.iter_lines():
                received.append(line)
                message = json.loads(line.removeprefix("data: ") or "{}")
                if message.get("msg") == "process_completed":
                    assert message["success"], message["output"]
                    break
        return "\n".join(received)


def _calls(client: httpx.Client) -> dict[str, int]:
    """Return the numbers of what the page calls when it is opened, and when a question is sent."""
    config = client.get("config").raise_for_status().json()
    box = next(
        one["id"] for one in config["components"] if one["props"].get("elem_id") == "ragqa-question"
    )
    return {
        event: one["id"]
        for one in config["dependencies"]
        for target, event in one["targets"]
        if event == "load" or (target, event) == (box, "submit")
    }


def test_twenty_conversations_at_once_are_answered_and_stay_apart(town: Served) -> None:
    questions = [
        [f"Who designed the {thing} of Almara?", "When was it built?", f"Where is the {thing}?"]
        for thing in _THINGS
    ]
    with (
        httpx.Client(base_url=town.url, timeout=_MOST_S) as client,
        ThreadPoolExecutor(len(questions)) as pool,
    ):
        calls = _calls(client)
        people = [Person(client, calls) for _ in questions]
        received = list(pool.map(Person.talk, people, questions))
        kept = [person.kept() for person in people]

    for place, (name, turns) in enumerate(zip(_NAMES, kept, strict=True)):
        assert [question for question, _ in turns] == questions[place]
        assert f"Dora {name}" in turns[0][1]
        assert _year(place) in turns[1][1]
        # Passages of other houses may be among the sources; what others asked may not.
        assert questions[place][0] in received[place]
        others = [asked for other, (asked, *_) in enumerate(questions) if other != place]
        assert not [asked for asked in others if asked in received[place]]
        assert not [
            one
            for one in people
            if one.conversation in received[place] and one is not people[place]
        ]
