"""Files: what a reader can download of a benchmark, and where it stands."""

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from plugins.bench.board import Results
from plugins.bench.page.samples import write_csv
from plugins.bench.records import write_file


@dataclass(frozen=True, slots=True)
class Files:
    """Links of a page, as it can follow them."""

    script: str
    """Beside the page."""
    address: str
    """The same, for `uv run`: absolute if the site knows where it will be."""
    samples: tuple[tuple[str, str], ...]
    """Name and place of each file of values; empty if nothing is measured."""
    root: str
    """The root of the site, from the page."""
    folder: str
    """That of samples, from the root."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A file of values."""

    label: str
    place: str
    """In the folder of samples."""
    write: Callable[[], str]
    """Makes its text."""


def place_script(name: str, page: str) -> str:
    """Tell where a script stands: beside its page, whose path is given."""
    return posixpath.join(posixpath.dirname(page), f"{name}.py")


def find_files(results: Results, places: tuple[str, str], siteurl: str, folder: str) -> Files:
    """Find the links of a page.

    Args:
        results: Of the benchmark.
        places: URL of the page and path of the script, from the root of the site.
        siteurl: Of the site; may be empty.
        folder: Of samples, from the root of the site.
    """
    url, script = (place.lstrip("/") for place in places)
    here = posixpath.dirname(url) or "."
    samples = [
        (one.label, posixpath.relpath(f"{folder}/{one.place}", here))
        for one in list_samples(results)
    ]
    places = posixpath.relpath(script, here), f"{siteurl}/{script}"
    return Files(*places, tuple(samples), posixpath.relpath(".", here), folder)


def list_samples(results: Results) -> Iterator[Sample]:
    """List the files of values; none if nothing is measured."""
    name, boards = results.snippet.name, [b for b in results.boards if b.measured]
    if boards:
        yield Sample("All values (CSV)", f"{name}/samples.csv", partial(write_csv, results))
    for board in boards:
        machine = f", {board.machine}" if len(boards) > 1 else ""
        for interpreter, measured in board.measured.items():
            label = f"{interpreter}{machine} (JSON for pyperf)"
            place = f"{name}/{board.machine}/{interpreter}.json"
            yield Sample(label, place, partial(write_file, measured))
