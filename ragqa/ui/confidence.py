"""How sure an answer is, in words."""

from bisect import bisect_right

from ragqa.ui.strings import Strings

# Of answers with a probability just above a limit, so many are right: half, seven of ten, nine of
# ten. Words that promise less than that would hide what is known, words that promise more deceive.
_LIMITS = (0.5, 0.7, 0.9)


def certainty(confidence: float, *, strings: Strings) -> str:
    """Return a calibrated probability as a few words."""
    return strings.chat.certainty[_level(confidence)]


def confidence_mark(confidence: float, *, strings: Strings) -> str:
    """Return the words of a calibrated probability, with its figure on hover and focus."""
    figure = strings.chat.certainty_figure.format(
        percent=percent(confidence, strings=strings), count=_hundredths(confidence)
    )
    return (
        f'<span class="confidence level-{_level(confidence)}" role="note" tabindex="0">'
        f'<span class="bars" aria-hidden="true">{"<span></span>" * (len(_LIMITS) + 1)}</span>'
        f'{certainty(confidence, strings=strings)}<span class="figure">{figure}</span></span>'
    )


def percent(probability: float, *, strings: Strings) -> str:
    """Return a probability in words of the language; never 0 or 100, which would be certain."""
    return strings.chat.percent.format(count=_hundredths(probability))


def _level(confidence: float) -> int:
    """Return how sure it is, from 0 for the least of the words."""
    return bisect_right(_LIMITS, confidence)


def _hundredths(probability: float) -> int:
    return min(max(round(probability * 100), 1), 99)
