"""Which comparisons a table makes, and in which order."""

from dataclasses import replace

from plugins.bench.model import Cell, Function, Kind, Snippet
from plugins.bench.pairs import Place, choose_pairs

SNIPPET = Snippet(
    name="shared",
    file="content/posts/shared.md",
    line=10,
    lang="",
    requires_python="",
    metadata="",
    code="",
    functions=(),
    params=(),
    threads=(),
    interpreters=("3.13t", "3.13"),
    baseline=None,
    timeout=60,
    memory_mb=512,
    compare_output=True,
    chart="",
    browser=False,
    dependencies=(),
)


def make_snippet(*names: str, **said: object) -> Snippet:
    """Make a snippet of functions, under "3.13t" and "3.13" unless told otherwise."""
    functions = tuple(Function(name, Kind(name.split("_")[0]), "second") for name in names)
    return replace(SNIPPET, functions=functions, **said)  # type: ignore[arg-type]


def list_places(snippet: Snippet) -> list[Place]:
    return [(name, cell) for cell in snippet.cells for name in snippet.interpreters]


def write(snippet: Snippet, places: list[Place] | None = None) -> list[str]:
    """Write the pairs of a snippet, all measured unless told otherwise."""
    pairs = choose_pairs(list_places(snippet) if places is None else places, snippet)
    return [
        " / ".join(cell.write_place(interpreter) for interpreter, cell in pair) for pair in pairs
    ]


def test_functions_are_compared_with_the_first() -> None:
    assert write(make_snippet("time_a", "time_b")) == [
        "time_b[3.13t] / time_a[3.13t]",
        "time_b[3.13] / time_a[3.13]",
    ]


def test_numbers_in_other_units_are_not_compared() -> None:
    """As of two track functions, of which one counts bytes; compare refuses such a pair."""
    snippet = make_snippet("track_a", "track_b", "track_c")
    first, *rest = snippet.functions
    assert write(replace(snippet, functions=(replace(first, unit="B"), *rest))) == [
        "track_a[3.13] / track_a[3.13t]",
        "track_c[3.13t] / track_b[3.13t]",
        "track_c[3.13] / track_b[3.13]",
    ]


def test_or_with_the_one_that_the_author_chose() -> None:
    snippet = make_snippet("time_a", "time_b", "time_c", baseline="time_b", interpreters=("3.13",))
    assert write(snippet) == [
        "time_a[3.13] / time_b[3.13]",
        "time_c[3.13] / time_b[3.13]",
    ]


def test_a_baseline_of_another_kind_is_not_theirs() -> None:
    snippet = make_snippet(
        "time_a", "peakmem_a", "time_b", "peakmem_b", baseline="time_b", interpreters=("3.13",)
    )
    assert write(snippet) == [
        "time_a[3.13] / time_b[3.13]",
        "peakmem_b[3.13] / peakmem_a[3.13]",
    ]


def test_a_function_alone_is_compared_with_the_first_interpreter() -> None:
    assert write(make_snippet("time_a")) == ["time_a[3.13] / time_a[3.13t]"]


def test_that_is_the_first_that_has_it() -> None:
    snippet = make_snippet("time_a", interpreters=("3.12", "3.13t", "3.13", "3.14"))
    places = [place for place in list_places(snippet) if place[0] != "3.12"]
    assert write(snippet, places) == [
        "time_a[3.13] / time_a[3.13t]",
        "time_a[3.14] / time_a[3.13t]",
    ]


def test_parameters_and_threads_are_the_same_on_both_sides() -> None:
    snippet = make_snippet(
        "time_a", "time_b", params=(("size", (1, 2)),), threads=(1, 4), interpreters=("3.13",)
    )
    assert write(snippet) == [
        f"time_b[3.13,{axes}] / time_a[3.13,{axes}]"
        for axes in (
            "size=1,threads=1",
            "size=1,threads=4",
            "size=2,threads=1",
            "size=2,threads=4",
        )
    ]


def test_what_was_not_measured_is_left_out() -> None:
    snippet = make_snippet("time_a", "time_b", "time_c")
    places = [place for place in list_places(snippet) if place != ("3.13t", Cell("time_a"))]
    places.remove(("3.13", Cell("time_c")))
    assert write(snippet, places) == ["time_b[3.13] / time_a[3.13]"]


def test_the_order_of_places_does_not_matter() -> None:
    snippet = make_snippet("time_a", "time_b", params=(("size", (1, 2)),))
    assert write(snippet, list_places(snippet)[::-1]) == write(snippet)


def test_nothing_measured_makes_no_pairs() -> None:
    assert write(make_snippet("time_a", "time_b"), []) == []


def test_other_places_are_ignored() -> None:
    """An interpreter or a function that the author no longer names is not in the table."""
    snippet = make_snippet("time_a", "time_b", interpreters=("3.13",))
    places = [*list_places(snippet), ("3.9", Cell("time_a")), ("3.13", Cell("time_gone"))]
    assert write(snippet, places) == ["time_b[3.13] / time_a[3.13]"]
