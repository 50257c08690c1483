"""A request becomes the number of its cells, as the table of the snippet has it."""

import math
import re
from dataclasses import replace

import pytest

from plugins.bench.board import Board, Results
from plugins.bench.model import Cell, Measurement
from plugins.bench.prose.numbers import Number, evaluate, turn_round
from plugins.bench.prose.syntax import RequestError, parse_request
from plugins.bench.status import State
from plugins.bench.wording import describe
from tests.bench.prose.measured import MACHINE, OPEN, make_board, make_results, measure

PLAIN_RESULTS = make_results()
OPEN_RESULTS = make_results(
    make_board(OPEN, machine="desk", floors={"3.13": 0.01, "3.13t": 0.02}),
    make_board(OPEN, lambda _name, _cell: None, machine="lap"),
    snippet=OPEN,
)
REST = "size=10, fast=true, kind=list"


def ask(text: str, results: Results = PLAIN_RESULTS) -> Number:
    return evaluate(parse_request(f"{{bench:tuples {text}}}"), results)


def refuse(text: str, results: Results = PLAIN_RESULTS) -> tuple[str, str]:
    with pytest.raises(RequestError) as caught:
        ask(text, results)
    return caught.value.message, caught.value.hint


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("time_a", "6.00\xa0ms"),
        ("time_a as ms", "6.00\xa0ms"),
        ("time_a as µs", "6,000\xa0µs"),
        ("time_a as us", "6,000\xa0µs"),
        ("time_a as μs", "6,000\xa0µs"),
        ("time_a as ns", "6,000,000\xa0ns"),
        ("time_a as s", "0.00600\xa0s"),
        ("time_a as number", "0.00600"),
        ("peakmem_a", "7.50\xa0MB"),
        ("peakmem_a as kB", "7,500\xa0kB"),
        ("peakmem_a as GB", "0.00750\xa0GB"),
        ("peakmem_a as B", "7,500,000\xa0B"),
        ("track_a", "2,250\xa0requests/s"),
        ("track_a as number", "2,250"),
        ("track_s", "3.00\xa0s"),
        ("track_s as ms", "3,000\xa0ms"),
        ("time_a / time_b", "2.00×"),
        ("time_a / time_b as times", "2.00×"),
        ("time_a / time_b as number", "2.00"),
        ("time_a / time_b as percent", "100\xa0%"),
        ("time_b / time_a", "0.50×"),
        ("time_b / time_a as percent", "50\xa0%"),
        ("time_a[3.13t] / time_b[machine=linux-2] as verdict", "2.00× slower"),
    ],
)
def test_a_number_is_written_as_its_interval_supports(text: str, shown: str) -> None:
    assert ask(text).text == shown
    assert ask(text).doubts == ()


@pytest.mark.parametrize(
    ("parts", "cell"),
    [
        ("", Cell("time_a", (("size", 10), ("fast", True), ("kind", "list")), 1)),
        ("size=1_0", Cell("time_a", (("size", 10), ("fast", True), ("kind", "list")), 1)),
        ("size=10.0", Cell("time_a", (("size", 10), ("fast", True), ("kind", "list")), 1)),
        ("size=1e3", Cell("time_a", (("size", 1000), ("fast", True), ("kind", "list")), 1)),
        ("kind=a b", Cell("time_a", (("size", 10), ("fast", True), ("kind", "a b")), 1)),
        ("fast=false", Cell("time_a", (("size", 10), ("fast", False), ("kind", "list")), 1)),
        ("threads=2", Cell("time_a", (("size", 10), ("fast", True), ("kind", "list")), 2)),
    ],
)  # fmt: skip
def test_a_cell_is_found_by_values_as_they_are_written(parts: str, cell: Cell) -> None:
    usual = {"size": "10", "fast": "true", "kind": "list", "threads": "1"}
    said = dict(part.split("=") for part in parts.split(", ") if part)
    written = ",".join(f"{key}={value}" for key, value in (usual | said).items())
    number = ask(f"time_a[{written}, 3.13]", OPEN_RESULTS)
    assert number.notes[-2:] == (cell.write_place("3.13"), "desk")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("time_c", 'names "time_c", which is no function of tuples', 'Did you mean "time_'),
        ("zzz", 'names "zzz", which is no function', "There are time_a, time_b,"),
        (f"time_a[3.14, {REST}, threads=1]", 'names the interpreter "3.14"', "3.13"),
        (f"time_a[9, {REST}, threads=1]", "under which nothing is measured", "are 3.13, 3.13t"),
        ("time_a[sise=10]", 'names "sise", which is no axis of time_a', 'Did you mean "size"?'),
        ("track_a[threads=1]", 'names "threads", which is no axis of track_a', "There are size"),
        ("time_a[size=11]", 'says "size=11", and size has no such value', "10"),
        ("time_a[fast=1]", 'says "fast=1", and fast has no such value', "There are true, false."),
        ("time_a[fast=True]", 'says "fast=True"', 'Did you mean "true"?'),
        ("time_a[size=nan]", 'says "size=nan"', "There are 10, 1000."),
        (
            "time_a[size=10, kind=list]",
            "leaves open for time_a: interpreter 3.13 or 3.13t; fast true or false; threads 1 or 2",
            "as time_a[3.13, size=10, fast=true, kind=list, threads=1].",
        ),
        (f"track_a[{REST}]", "leaves open for track_a: interpreter 3.13 or 3.13t", "track_a[3.13,"),
        ("time_a[machine=dest]", 'names the machine "dest", of which nothing', "desk"),
        (
            f"track_a[3.13,{REST},machine=desk] / track_a[3.13t,{REST},machine=lap]",
            "divides numbers of two machines, desk and lap",
            "Name one machine",
        ),
    ],
)  # fmt: skip
def test_what_is_not_there_is_told_with_what_is(text: str, message: str, hint: str) -> None:
    found = refuse(text, OPEN_RESULTS)
    assert message in found[0]
    assert hint in found[1]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("time_a / peakmem_a", "divides time_a in second by peakmem_a in byte", "Divide two times"),
        ("time_a / track_s", "divides time_a in second by track_s in second", "Divide two times"),
        ("time_a / time_a[3.13t]", "divides a cell by itself", "Name another"),
        ("time_a as MB", 'has the format "MB", which does not fit a number in s', "s, ms,"),
        ("time_a as percent", 'has the format "percent", which does not fit', "number"),
        ("track_a as ms", "which does not fit a number in requests/s", "There are number."),
        ("time_a / time_b as ms", "which does not fit a ratio", "times, number, percent, verdict"),
        ("time_a / time_b as percents", 'has "percents", which is no format', '"percent"?'),
        ("time_a > 5", "makes a claim without a unit of what is measured in s", "s, ms, µs"),
        ("time_a > 5 MB", 'makes a claim in "MB" of what is measured in s', "Write one of s, ms"),
        ("peakmem_a > 5 KB", 'makes a claim in "KB" of what is measured in B', "one of B, kB, MB"),
        ("track_a > 5 ms", 'in "ms" of what is measured in requests/s', "requests/s"),
    ],
)
def test_what_does_not_fit_is_refused(text: str, message: str, hint: str) -> None:
    found = refuse(text)
    assert message in found[0]
    assert hint in found[1]
    nothing = make_results(make_board(measure=lambda _name, _cell: None))
    assert refuse(text, nothing) == found, "also before it is measured"


def test_the_first_machine_is_cited_unless_another_is_named() -> None:
    other = make_board(measure=lambda name, cell: measure(name, cell, (1.0, 1.1, 1.2)), machine="b")
    results = make_results(make_board(), other)
    assert ask("time_a", results).notes[-1] == MACHINE
    assert ask("time_a[machine=b]", results).notes[-1] == "b"
    assert ask("time_a[machine=b] / time_b", results).notes[-1] == "b"
    assert ask("time_a / time_b[machine=b]", results).notes[-1] == "b"


def test_prose_says_what_the_table_says() -> None:
    """With the level of the whole table, whichever way round."""
    board = make_board(OPEN, floors={"3.13": 0.01, "3.13t": 0.02})
    rows = {(row.cell.label, row.interpreter): row for row in board.rows}
    text = f"[3.13t, {REST}, threads=2]"
    row = rows["time_b[size=10, fast=true, kind=list, threads=2]", "3.13t"]
    assert row.comparison
    results = make_results(board, snippet=OPEN)
    straight = ask(f"time_b{text} / time_a{text} as verdict", results)
    assert straight.text == describe(row.comparison)
    assert straight.value == row.comparison.ratio
    turned = ask(f"time_a{text} / time_b{text} as verdict", results)
    assert turned.text == describe(turn_round(row.comparison))
    assert turned.value == 1 / row.comparison.ratio
    assert straight.notes[0].startswith(f"{math.floor(row.comparison.level * 1e4) / 100}\xa0%")
    assert straight.notes[:1] != turned.notes[:1]
    other = text.replace("3.13t", "3.13")
    alone = ask(f"time_b{text} / time_b{other}", results)
    assert alone.notes[0].startswith("95\xa0% interval 1.50")
    assert alone.notes[1] == "noise floor 2.0\xa0%"


def test_a_comparison_turned_round_twice_is_itself() -> None:
    row = make_board().rows[1]
    assert row.comparison
    twice = turn_round(turn_round(row.comparison))
    assert twice.ratio == pytest.approx(row.comparison.ratio)
    assert (twice.cell, twice.level, twice.verdict) == (
        row.comparison.cell, row.comparison.level, row.comparison.verdict
    )  # fmt: skip
    open_ = replace(row.comparison, low=0.0, high=math.inf)
    assert (turn_round(open_).low, turn_round(open_).high) == (0, math.inf)


@pytest.mark.parametrize(
    ("state", "reason", "hint"),
    [
        (State.MISSING, "has not been measured", "Run `invoke bench --only tuples`."),
        (State.CODE_CHANGED, "was measured before its code changed", "Run `invoke"),
        (State.HARNESS_CHANGED, "was measured by another version of the harness", "Run `invoke"),
        (State.REFUSED, "is stored in a file that is not", "Mend or remove it, and run `invoke"),
    ],
)
def test_an_unknown_number_says_why(state: State, reason: str, hint: str) -> None:
    results = make_results(make_board(states={"time_b": state}))
    for text in ("time_b", "time_b / time_a", "time_a / time_b > 2", "time_b > 5 ms as s"):
        number = ask(text, results)
        assert (number.text, number.value) == ("not measured", None)
        (doubt,) = number.doubts
        assert doubt.message.startswith(f"has no number: time_b[3.13t] {reason}")
        assert doubt.hint.startswith(hint)
        assert number.notes == (doubt.note,)
    assert ask("time_a", results).doubts == ()


def test_a_quick_number_is_shown_and_doubted() -> None:
    number = ask("time_a / time_b", make_results(make_board(states={"time_b": State.QUICK})))
    assert number.text == "2.00×"
    (doubt,) = number.doubts
    assert doubt.message == "rests on time_b[3.13t], measured with --quick only"
    assert doubt.hint == "That is never published. Run `invoke bench --only tuples`."
    assert "measured quickly, not to be published" in number.notes


def make_spread(*spread: float) -> Results:
    return make_results(make_board(measure=lambda name, cell: measure(name, cell, spread)))


def measure_apart(name: str, cell: Cell) -> Measurement:
    """Measure one of two in other processes, of another spread."""
    spread = (0.9, 1.0, 1.1) if cell.function == "time_b" else (1.0, 1.1, 0.95)
    return measure(name, cell, spread, session=cell.function)


@pytest.mark.parametrize(
    "text",
    [
        "time_a / time_b > 1.9",
        "time_a / time_b < 2.1",
        "time_a > 5 ms",
        "time_a < 6100 us as s",
        "time_a < 0.1 s",
        "peakmem_a > 7 MB",
        "track_a > 1000",
        "track_a > 1000 requests/s",
        "track_s > 2000 ms",
    ],
)
def test_a_claim_that_holds_is_silent(text: str) -> None:
    plain = re.sub(" [<>] .*?(?= as |$)", "", text)
    assert plain != text
    assert ask(text) == ask(plain)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("time_a / time_b > 2.5", "claims > 2.5, but measured is 2.00× (2.00–2.00)"),
        ("time_b / time_a > 2", "claims > 2, but measured is 0.50× (0.50–0.50)"),
        ("time_a / time_b ~ 1", "claims ~ 1, but measured is 2.00× slower"),
        ("time_a > 6 ms as µs", "claims > 6 ms, but measured is 6.00\xa0ms (5.94–6.06\xa0ms)"),
        ("time_a < 5e-3 s", "claims < 0.005 s, but measured is 6.00\xa0ms (5.94–6.06\xa0ms)"),
        ("track_a > 2_500", "claims > 2500, but measured is 2,250\xa0requests/s (2,2"),
    ],
)
def test_a_claim_that_does_not_hold_is_told(text: str, message: str) -> None:
    (doubt,) = ask(text).doubts
    assert doubt.message.startswith(message)
    assert doubt.hint == (
        "Mend the sentence, or measure again: `invoke bench --only tuples --force`."
    )
    assert doubt.note in ask(text).notes


def test_a_floor_that_decides_is_told() -> None:
    results = make_results(make_board(floors={"3.13t": 0.1}))
    assert ask("time_a / time_b > 1.7", results).doubts == ()
    (doubt,) = ask("time_a / time_b > 1.9", results).doubts
    assert doubt.message.endswith("2.00× (2.00–2.00), and the noise floor is 10\xa0%")
    (doubt,) = ask("time_a / time_b > 2.1", results).doubts
    assert "floor" not in doubt.message
    assert ask("peakmem_a > 7 MB", results).doubts == ()


def test_one_process_supports_nothing() -> None:
    results = make_spread(1.0)
    assert ask("time_a / time_b", results).text == "2.00×"
    assert ask("time_a / time_b as percent", results).text == "100\xa0%"
    for text in ("time_a / time_b > 0.1", "time_a < 5 s"):
        (doubt,) = ask(text, results).doubts
        assert doubt.message.endswith("(one process, so no interval)")
    (doubt,) = ask("time_a / time_b ~ 1", results).doubts
    assert doubt.message.endswith("measured is too noisy to say")
    assert ask("time_a", results).notes[0] == "one process, so no interval"


def test_what_is_alike_is_within_noise() -> None:
    def measure_alike(name: str, cell: Cell) -> Measurement:
        return measure(name, cell, (2.0, 2.01) if cell.function == "time_b" else (1.0, 1.005))

    results = make_results(make_board(measure=measure_alike))
    assert ask("time_a / time_b ~ 1 as verdict", results).text == "the same"
    assert "within noise" in ask("time_a / time_b", results).notes
    assert ask("time_a / time_b ~ 1", results).doubts == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("time_a / time_b", "2.0×"),
        ("time_a / time_b as percent", "100\xa0%"),
        ("time_b / time_a as percent", "51\xa0%"),
        ("time_a", "6.1\xa0ms"),
        ("time_a as µs", "6,100\xa0µs"),
    ],
)
def test_a_wide_interval_has_few_digits(text: str, shown: str) -> None:
    assert ask(text, make_results(make_board(measure=measure_apart))).text == shown


def test_measurements_of_two_machines_on_one_board_do_not_compare() -> None:
    """As of a file that was copied into another's folder."""

    def make(label: str) -> Board:
        about = {"machine": label}
        return make_board(measure=lambda name, cell: measure(name, cell, environment=about))

    boards = [make("a"), make("b")]
    rows = tuple(replace(board.rows[at], comparison=None) for at, board in enumerate(boards))
    message, _ = refuse("time_b / time_a", make_results(replace(boards[0], rows=rows)))
    assert message == "divides what does not compare: measured on several machines: a, b"
