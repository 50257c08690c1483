"""Measurements for the tests of statistics, made without measuring."""

from collections.abc import Sequence

from plugins.bench.model import Cell, Measurement, Run


def make_measurement(
    processes: Sequence[float | Sequence[float]],
    function: str = "time_x",
    *,
    first_round: int = 0,
    **said: object,
) -> Measurement:
    """Make a measurement of one process a round, each with one value or several."""
    runs = tuple(
        Run(
            values=tuple(values) if isinstance(values, Sequence) else (values,),
            warmups=(),
            round=number,
            date="2026-11-01T12:00:00Z",
            gil_before=True,
            gil_after=True,
        )
        for number, values in enumerate(processes, first_round)
    )
    usual = {
        "cell": Cell(function),
        "unit": "second",
        "runs": runs,
        "loops": 1,
        "session": "2026-11-01T12:00:00Z",
        "mode": "default",
        "digest": "d",
        "text_digest": "t",
        "harness": 1,
        "environment": {"machine": "desk"},
    }
    return Measurement(**{**usual, **said})  # type: ignore[arg-type]
