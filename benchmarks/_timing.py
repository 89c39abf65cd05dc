"""How long work takes."""

import time
from collections.abc import Callable


def seconds(work: Callable[..., object], *arguments: object) -> float:
    """Return how long a call with these arguments took."""
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start
