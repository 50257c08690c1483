"""Samples: every value that was measured, for readers to download."""

import csv
import io

from plugins.bench.board import Results

_COLUMNS = ("machine", "interpreter", "cell", "round", "date", "gil", "value", "unit")


def write_csv(results: Results) -> str:
    """Write all values as a table: a line for each, in the unit that it names."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for board in results.boards:
        for row in board.rows:
            for run in row.measurement.runs if row.measurement else ():
                about = (board.machine, row.interpreter, row.cell.label, run.round, run.date)
                gil = "on" if run.gil_after else "off"
                for value in run.values:
                    unit = row.measurement.unit if row.measurement else ""
                    writer.writerow((*about, gil, repr(value), unit))
    return stream.getvalue()
