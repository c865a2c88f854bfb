"""Line numbers in short, as notes on a file name them."""

from __future__ import annotations

from collections.abc import Iterable


def ranges(numbers: Iterable[int]) -> str:
    """Numbers in short: 3, 7-9, 12.

    >>> ranges([12, 7, 8, 3, 9])
    '3, 7-9, 12'
    """
    told: list[str] = []
    start = end = None
    for number in [*sorted(set(numbers)), None]:
        if end is not None and number == end + 1:
            end = number
            continue
        if start is not None:
            told.append(str(start) if start == end else f"{start}-{end}")
        start = end = number
    return ", ".join(told)
