"""What a person should know of a sheet: each kind of finding once, with its count and all its lines."""

from __future__ import annotations

from muster.sources.lines import ranges


class Checks:
    """Findings by kind, in the order in which the kinds first came up."""

    def __init__(self, sheet: str = "") -> None:
        self._found: dict[str, dict[int, str]] = {}
        self._sheet = sheet
        self.asked: set[str] = set()  # columns that were looked at in any row

    def add(self, what: str, line: int, detail: str = "") -> None:
        """Note a finding of the kind `what` (said in the plural) on a line of the sheet."""
        lines = self._found.setdefault(what, {})
        kept = lines.get(line, "")
        lines[line] = "; ".join(dict.fromkeys(filter(None, (kept, detail))))

    def spoken(self) -> list[str]:
        """One sentence for each kind."""
        return [_spoken(what, lines, self._sheet) for what, lines in self._found.items()]


_DETAILED = 40  # findings told one by one; of more only the lines are named


def _spoken(what: str, lines: dict[int, str], sheet: str) -> str:
    where = f" in {sheet}" if sheet else ""
    if any(lines.values()) and len(lines) <= _DETAILED:
        told = "; ".join(f"line {line}: {detail}" if detail else f"line {line}" for line, detail in lines.items())
        return f"{len(lines):,} {what}{where}: {told}"
    return f"{len(lines):,} {what}{where}: lines {ranges(lines)}"
