"""The ids by which answers and their passages lead to each other; a turn's number is unique."""


def source_anchor(turn: int, marker: int) -> str:
    """Return the id of a passage that an answer cites."""
    return f"source-{turn}-{marker}"


def sources_anchor(turn: int) -> str:
    """Return the id of all passages of a turn."""
    return f"sources-{turn}"


def answer_anchor(turn: int) -> str:
    """Return the id of an answer."""
    return f"answer-{turn}"
