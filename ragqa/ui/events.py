"""Events as they come from the page, or from anybody: what is not of the right kind is empty."""

import json
from collections.abc import Mapping

Event = Mapping[str, object]

_MAX_DIGITS = 9


def event_of(value: object) -> Event:
    """Return an event; an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def event_of_json(text: object) -> Event:
    """Return the object that a JSON text holds; an empty one for anything else."""
    try:
        return event_of(json.loads(text)) if isinstance(text, str) else {}
    except (ValueError, RecursionError):
        return {}


def text_of(event: Event, name: str) -> str:
    """Return a text of an event, or an empty one."""
    value = event.get(name)
    return value if isinstance(value, str) else ""


def number_of(event: Event, name: str) -> int | None:
    """Return a number that an event holds as digits, or None."""
    digits = text_of(event, name)
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS
    return int(digits) if is_number else None
