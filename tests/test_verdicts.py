"""Yes, no, or neither."""

import pytest

from ragqa.questions import understand
from ragqa.verdicts import verdict


@pytest.mark.parametrize(
    ("question", "statement", "expected"),
    [
        ("Did IOM support the walk in Panama?", "IOM supported the walk in Panama.", True),
        ("Did IOM support the walk in Panama?", "IOM did not support the walk in Panama.", False),
        ("Did IOM support the walk in Panama?", "IOM never supported Panama's walk.", False),
        ("¿Apoyó la OIM la caminata en Panamá?", "La OIM apoyó la caminata en Panamá.", True),
        ("¿Apoyó la OIM la caminata en Panamá?", "La OIM nunca apoyó caminatas en Panamá.", False),
        # A word is missing, or two clauses have them together.
        ("Did IOM support the walk in Panama?", "IOM supported the walk in Honduras.", None),
        ("Did IOM pay for the walk in Panama?",
         "IOM supported Panama, and Honduras paid for the walk.", None),
        # It is left open.
        ("Did IOM support the walk in Panama?", "IOM may support the walk in Panama.", None),
        ("Did IOM support the walk in Panama?", "IOM planned to support the walk in Panama.", None),
        ("Did IOM support the walk in Panama?",
         "IOM not only supported the walk in Panama but led it.", None),
        ("Did IOM support the walk in Panama?",
         "It is not true that, as Ortiz says, IOM supported the walk in Panama.", None),
        ("Did IOM not support the walk in Panama?", "IOM supported the walk in Panama.", None),
        ("Did IOM support the walk or the hubs?", "IOM supported the walk or the hubs.", None),
        # Too little is asked, or something else than yes or no.
        ("Is Cuba a member?", "Cuba is a member.", None),
        ("Who supported the walk in Panama?", "IOM supported the walk in Panama.", None),
    ],
)  # fmt: skip
def test_verdict_needs_a_clause_that_asserts_or_denies_all_that_is_asked(
    question: str, statement: str, expected: bool | None
) -> None:
    assert verdict(understand(question), statement) is expected
