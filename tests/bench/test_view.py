"""What tables and charts say: groups, verdicts, notes, lines, and why there is nothing to say."""

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench.board import Results
from plugins.bench.page.about import tell_about
from plugins.bench.page.checks import check_results
from plugins.bench.page.groups import arrange
from plugins.bench.page.listing import make_entry
from plugins.bench.page.series import plan_chart
from plugins.bench.page.view import Line, make_view
from plugins.bench.published import publish_script
from tests.bench.boards import MACHINE, make_results, make_threads, spread
from tests.bench.fences import BODY, make_snippet

SCALING = {
    ("3.13", "time_x[threads=1]"): spread(1.0),
    ("3.13", "time_x[threads=2]"): spread(2.0),
    ("3.13", "time_y[threads=1]"): spread(1.0),
    ("3.13", "time_y[threads=2]"): spread(2.0),
    ("3.13t", "time_x[threads=1]"): spread(1.1),
    ("3.13t", "time_x[threads=2]"): spread(1.1),
    ("3.13t", "time_y[threads=1]"): spread(1.1),
    ("3.13t", "time_y[threads=2]"): spread(8.8),
}


@pytest.fixture
def scaling(tmp_path: Path) -> Results:
    return make_results(tmp_path, make_threads(), SCALING)


def list_lines(results: Results) -> list[tuple[str, Line]]:
    (tab,) = make_view(results).tabs
    return [
        (section.title, line)
        for table in tab.tables
        for section in table.sections
        for line in section.lines
    ]


def show(results: Results) -> list[tuple[str, str, str, str]]:
    return [(title, one.name, one.number, one.verdict) for title, one in list_lines(results)]


def test_what_is_compared_stands_together(scaling: Results) -> None:
    assert show(scaling) == [
        ("Python 3.13, 1 thread", "time_x", "1.00\xa0s", "baseline"),
        (
            "Python 3.13, 1 thread",
            "time_y",
            "1.00\xa0s",
            "the same",
        ),
        ("Python 3.13, 2 threads", "time_x", "2.00\xa0s", "baseline"),
        (
            "Python 3.13, 2 threads",
            "time_y",
            "2.00\xa0s",
            "the same",
        ),
        ("Python 3.13t, GIL off, 1 thread", "time_x", "1.100\xa0s", "baseline"),
        (
            "Python 3.13t, GIL off, 1 thread",
            "time_y",
            "1.100\xa0s",
            "the same",
        ),
        ("Python 3.13t, GIL off, 2 threads", "time_x", "1.100\xa0s", "baseline"),
        (
            "Python 3.13t, GIL off, 2 threads",
            "time_y",
            "8.80\xa0s",
            "8.0000× slower (8.0000–8.0000)",
        ),
    ]


def test_efficiency_is_told_of_several_threads(scaling: Results) -> None:
    notes = {(title, one.name): one.notes for title, one in list_lines(scaling)}
    assert notes["Python 3.13, 1 thread", "time_x"] == ()
    assert notes["Python 3.13, 2 threads", "time_x"] == (
        "1.0× the work of 1 thread, 50\xa0% of the ideal",
    )
    assert notes["Python 3.13t, GIL off, 2 threads", "time_x"] == (
        "2.0× the work of 1 thread, 100\xa0% of the ideal",
    )
    assert notes["Python 3.13t, GIL off, 2 threads", "time_y"] == (
        "0.25× the work of 1 thread, 13\xa0% of the ideal",
    )


def test_how_threads_scale_is_drawn_with_the_ideal(scaling: Results) -> None:
    quantity = arrange(scaling.boards[0], scaling.snippet)[0]
    plan = plan_chart(quantity, scaling.snippet, scaling.boards[0])
    assert plan
    assert (plan.axis, plan.is_speedup) == ("threads", True)
    found = {
        (panel.title, series.name): [(point.x, round(point.y, 6)) for point in series.points]
        for panel in plan.panels
        for series in panel.series
    }
    assert found == {
        ("Python 3.13", "time_x"): [(1, 1), (2, 1)],
        ("Python 3.13", "time_y"): [(1, 1), (2, 1)],
        ("Python 3.13t, GIL off", "time_x"): [(1, 1), (2, 2)],
        ("Python 3.13t, GIL off", "time_y"): [(1, 1), (2, 0.25)],
    }
    (table,) = make_view(scaling).tabs[0].tables
    assert table.figure
    assert [label for label, _ in table.figure.legend] == ["time_x", "time_y", "ideal"]
    assert all("chart-ideal" in drawing.svg for drawing in table.figure.drawings)
    assert "time_y: 1 times at 1, 0.25 times at 2." in table.figure.drawings[1].svg


def test_one_function_is_compared_under_interpreters(tmp_path: Path) -> None:
    snippet = replace(make_snippet(), interpreters=("3.13", "3.13t"))
    values = {("3.13", "time_x"): spread(1.0), ("3.13t", "time_x"): spread(1.5)}
    assert show(make_results(tmp_path, snippet, values)) == [
        ("", "Python 3.13", "1.00\xa0s", "baseline"),
        ("", "Python 3.13t, GIL off", "1.50\xa0s", "1.50× slower"),
    ]


def test_the_gil_is_told_where_an_import_turned_it_on(tmp_path: Path) -> None:
    snippet = replace(make_threads("3.13t", toml=""))
    values = {("3.13t", "time_x"): spread(1.0), ("3.13t", "time_y"): spread(1.0)}
    results = make_results(tmp_path, snippet, values)
    rows = [
        replace(
            row,
            measurement=replace(
                row.measurement,
                runs=tuple(replace(run, gil_after=True) for run in row.measurement.runs),
            ),
        )
        for row in results.boards[0].rows
        if row.measurement
    ]
    changed = replace(results, boards=(replace(results.boards[0], rows=tuple(rows)),))
    assert {title for title, _ in list_lines(changed)} == {
        "Python 3.13t, GIL turned on by an import"
    }


def test_what_is_not_measured_says_so(tmp_path: Path) -> None:
    snippet = make_threads("3.13", toml="")
    results = make_results(tmp_path, snippet, {("3.13", "time_x"): spread(1.0)})
    assert [one.verdict for _, one in list_lines(results)] == ["", "not measured yet"]
    view = make_view(results)
    assert view.gaps == "Of 2 cells: 1 not measured yet."
    (problem,) = check_results(results)
    assert problem.message == '"a": 1 of 2 cells on desk: not measured yet: time_y[3.13]'
    assert (problem.severity, problem.hint) == ("warning", "Measure: invoke bench --only a.")


def test_a_quick_number_is_shown_and_doubtful(tmp_path: Path) -> None:
    values = {("3.13", "time_x"): spread(1.0), ("3.13", "time_y"): spread(1.0)}
    results = make_results(tmp_path, make_threads("3.13", toml=""), values, mode="quick")
    assert {one.notes for _, one in list_lines(results)} == {("a first look only",)}
    assert all(one.is_doubtful for _, one in list_lines(results))
    assert [problem.message for problem in check_results(results)] == [
        '"a": 2 of 2 cells on desk: a first look only: time_x[3.13], time_y[3.13]'
    ]


def test_of_changed_code_no_number_is_shown(tmp_path: Path) -> None:
    snippet = make_threads("3.13", toml="")
    values = {("3.13", "time_x"): spread(1.0), ("3.13", "time_y"): spread(1.0)}
    make_results(tmp_path, snippet, values)
    changed = replace(snippet, code=snippet.code.replace("9", "8"))
    results = make_results(tmp_path, changed, {})
    assert {one.number for _, one in list_lines(results)} == {""}
    (problem,) = check_results(results)
    assert "2 of 2 cells on desk: not measured since its code changed" in problem.message


def test_nothing_measured_has_no_chart_and_no_strip(tmp_path: Path) -> None:
    results = make_results(tmp_path, make_threads(), {})
    (tab,) = make_view(results).tabs
    assert (tab.about, tab.tables[0].figure, tab.tables[0].axis) == (None, None, "")
    entry = make_entry(results, "Post", "posts/a/", is_draft=False)
    assert (entry.date, entry.machines, entry.headline, entry.overview) == ("", (), None, None)


def test_a_refused_file_is_as_good_as_none(tmp_path: Path) -> None:
    """And no word of it gets to a page."""
    results = make_results(tmp_path, make_threads(), SCALING)
    path = tmp_path / "a" / MACHINE / "3.13.json"
    path.write_text('{"benchmarks": "<script>evil</script>"}')
    results = make_results(tmp_path, make_threads(), {})
    assert {one.number for _, one in list_lines(results)} == {""}
    assert "evil" not in str(make_view(results))
    (problem,) = check_results(results)
    assert (problem.rule, problem.severity) == ("bench-data", "error")
    assert str(path) in problem.message


LINES = {
    "few": ("params = {size = [1, 2]}", None),
    "asked for": ('params = {size = [1, 2]}\nchart = "line"', "size"),
    "three": ("params = {size = [1, 20, 300]}", "size"),
    "not asked for": ('params = {size = [1, 20, 300]}\nchart = "table"', None),
    "words": ('params = {kind = ["a", "b", "c"]}', None),
    "the longer": ("params = {a = [1, 2, 3], b = [1, 2, 3, 4]}", "b"),
    "one thread": ("threads = [1]", None),
    "without one alone": ("threads = [2, 4, 8]", None),
    "too many panels": ("params = {a = [1, 2, 3, 4, 5, 6, 7], b = [1, 2, 3, 4, 5, 6, 7, 8]}", None),
}


@pytest.mark.parametrize("name", LINES)
def test_lines_are_drawn_where_they_show_more_than_a_table(name: str, tmp_path: Path) -> None:
    toml, axis = LINES[name]
    names = [n for n in ("size", "kind") if f"{{{n} =" in toml] or (
        ["a", "b"] if "{a" in toml else []
    )
    snippet = make_snippet(toml, BODY.replace("()", f"({', '.join(names)})", 1))
    values = {
        (interpreter, cell.label): spread(1.0 + number)
        for interpreter in snippet.interpreters
        for number, cell in enumerate(snippet.cells)
    }
    results = make_results(tmp_path, snippet, values)
    board = results.boards[0]
    plan = plan_chart(arrange(board, snippet)[0], snippet, board)
    assert (plan.axis if plan else None) == axis


def test_the_machine_and_its_interpreters_are_told(scaling: Results) -> None:
    about = tell_about(scaling.boards[0])
    assert about
    assert (about.processor, about.dates, about.floor) == ("AMD EPYC, 2 cores", ("2026-11-24",), "")
    assert [(b.name, b.version, b.build, b.floor, b.processes) for b in about.builds] == [
        ("3.13", "CPython 3.13.9", "GCC 12.2.0, -O3 PGO", "not known", "10"),
        ("3.13t", "CPython 3.13.9, GIL off", "GCC 12.2.0, -O3 PGO", "not known", "10"),
    ]


def test_the_ideal_goes_as_far_as_the_lines(tmp_path: Path) -> None:
    """Also if the last number of threads has no room to be written."""
    snippet = make_threads("3.13", toml="threads = [1, 60, 64]")
    values = {("3.13", cell.label): spread(1.0) for cell in snippet.cells}
    (tab,) = make_view(make_results(tmp_path, snippet, values)).tabs
    figure = tab.tables[0].figure
    assert figure
    (drawing,) = figure.drawings
    assert ">64</text>" not in drawing.svg
    ends = re.findall(r'class="chart-(ideal|line)" d="[^"]*L([\d.]+) ', drawing.svg)
    assert ends == [("ideal", "306"), ("line", "306"), ("line", "306")]


def test_the_list_names_the_largest_difference(scaling: Results) -> None:
    entry = make_entry(scaling, "Post", "posts/a/", is_draft=False)
    assert entry.url == "posts/a/#benchmark:a"
    assert (entry.machines, entry.date, entry.gaps) == ((MACHINE,), "2026-11-24", "")
    assert entry.headline
    assert (entry.headline.function, entry.headline.baseline) == ("time_y", "time_x")
    assert entry.headline.place == "Python 3.13t, 2 threads"
    assert entry.overview
    assert entry.overview.ends == ("0", "10 s")


@pytest.mark.parametrize("count", [1, 2, 10])
@given(data=st.data())
def test_whatever_a_stored_file_may_hold_can_be_shown(count: int, data: st.DataObject) -> None:
    """The smallest floats and the largest that are let in, side by side, in all drawings."""
    values = st.sampled_from([5e-324, 1e-300, 1e-9, 1.0, 9.9e17])
    means = st.lists(values, min_size=count, max_size=count)
    given_means = {key: data.draw(means, label=str(key)) for key in SCALING}
    with TemporaryDirectory() as folder:
        results = make_results(Path(folder), make_threads(), given_means)
        assert results.faults == ()
        assert all(one.number for _, one in list_lines(results))
        assert make_entry(results, "Post", "posts/a/", is_draft=False).overview
        assert publish_script(results)
