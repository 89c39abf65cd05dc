"""What the page shows, piece by piece."""

from dataclasses import dataclass, field, fields, replace

from ragqa.scope import EVERYTHING, Scope
from ragqa.ui.catalogue import Browse


@dataclass(frozen=True, slots=True)
class Session:
    """What the server knows of one open page; ``language`` is that of its interface."""

    conversation_id: str
    language: str = "en"
    scope: Scope = EVERYTHING
    browse: Browse = field(default_factory=Browse)


@dataclass(frozen=True, slots=True)
class View:
    """New content for pieces of the page: HTML, and a text for the ``question`` box.

    What is None stays as it is. ``language`` is set where the words of all pieces change,
    ``is_asking`` says whether there is something to stop, and ``is_waiting`` whether the page shall
    ask again soon for what is still being made.
    """

    language: str | None = None
    question: str | None = None
    is_asking: bool | None = None
    is_waiting: bool | None = None
    header: str | None = None
    log: str | None = None
    tools: str | None = None
    sources: str | None = None
    scope_form: str | None = None
    scope_status: str | None = None
    browse_form: str | None = None
    catalogue: str | None = None
    report: str | None = None

    def over(self, other: "View") -> "View":
        """Return both together; where both say something, this one holds."""
        said = {
            one.name: value
            for one in fields(self)
            if (value := getattr(self, one.name)) is not None
        }
        return replace(other, **said)
