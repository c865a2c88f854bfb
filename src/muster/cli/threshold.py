"""The option --threshold: a number from 0 to 1, or a name whose cost was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    _Float = click.ParamType[float]
else:
    _Float = click.ParamType


class ThresholdType(_Float):
    """A score by name or by number."""

    name = "score"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return "SCORE|NAME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number meant."""
        if isinstance(value, float):
            return value
        try:
            number = float(value)
        except ValueError:
            from muster.names.thresholds import thresholds

            known = thresholds()
            if value in known:
                return known[value].score
            self.fail(f"{value!r} is neither a number from 0 to 1 nor one of {', '.join(known)}.", param, ctx)
        if not 0 <= number <= 1:
            self.fail(f"{value} is not from 0 to 1.", param, ctx)
        return number


class ThresholdOption(click.Option):
    """An option of that type, whose help tells the names with their rates."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Option and help; the names are read only when the help is shown."""
        from muster.names.thresholds import thresholds

        record = super().get_help_record(ctx)
        names = "; ".join(map(str, thresholds().values()))
        return record and (record[0], f"{record[1]} By name, as measured: {names}.")
