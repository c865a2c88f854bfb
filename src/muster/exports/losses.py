"""What an export leaves out or says otherwise, counted by reason and predicate, so that nothing is lost in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


class Losses:
    """Counts of claims (or of parts of them) that the other format cannot hold."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}

    def count(self, reason: str, predicate: str, number: int = 1) -> None:
        if number:
            self._counts.setdefault(reason, Counter())[predicate] += number

    def forget(self, reasons: Iterable[str]) -> None:
        """Take back what is counted for these reasons: another form of the output holds it."""
        for reason in reasons:
            self._counts.pop(reason, None)

    def as_dict(self) -> dict[str, dict[str, int]]:
        """Reason → predicate → count, both in order."""
        return {reason: dict(sorted(counts.items())) for reason, counts in sorted(self._counts.items())}

    def lines(self) -> list[str]:
        """One line for each reason, for a person to read."""
        return [
            f"{reason}: {', '.join(f'{name} {count}' for name, count in counts.items())}"
            for reason, counts in self.as_dict().items()
        ]
