"""What stored measurements are worth, judged from stored data alone."""

from dataclasses import replace
from typing import Any

import pytest

from plugins.bench.digest import make_digest, make_text_digest
from plugins.bench.harness.alone import HARNESS
from plugins.bench.model import Cell, Function, Kind
from plugins.bench.status import State, judge
from tests.bench.stored import FUNCTIONS, make_measurement, make_snippet

SNIPPET = make_snippet(functions=FUNCTIONS[:1])
OTHER = "fedcba9876543210"
OLD = HARNESS + 1
OLD_DIGEST, OLD_TEXT = make_digest(SNIPPET, OLD), make_text_digest(SNIPPET, OLD)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        pytest.param({}, State.FRESH, id="fresh"),
        pytest.param({"mode": "rigorous"}, State.FRESH, id="rigorous"),
        pytest.param({"mode": "quick"}, State.QUICK, id="quick"),
        pytest.param({"text_digest": OTHER}, State.FRESH, id="layout-changed"),
        pytest.param({"digest": OTHER}, State.FRESH, id="other-syntax-tree"),
        pytest.param({"digest": OTHER, "text_digest": OTHER}, State.CODE_CHANGED, id="code"),
        pytest.param(
            {"digest": OTHER, "text_digest": OTHER, "mode": "quick"}, State.CODE_CHANGED, id="both"
        ),
        pytest.param(
            {"digest": OLD_DIGEST, "text_digest": OLD_TEXT, "harness": OLD},
            State.HARNESS_CHANGED,
            id="harness",
        ),
        pytest.param(
            {"digest": OLD_DIGEST, "text_digest": OTHER, "harness": OLD, "mode": "quick"},
            State.HARNESS_CHANGED,
            id="harness-and-layout",
        ),
        pytest.param(
            {"digest": OTHER, "text_digest": OLD_TEXT, "harness": OLD},
            State.HARNESS_CHANGED,
            id="harness-and-tree",
        ),
        pytest.param({"harness": OLD}, State.CODE_CHANGED, id="harness-that-lies"),
        pytest.param(
            {"digest": OTHER, "text_digest": OTHER, "harness": OLD},
            State.CODE_CHANGED,
            id="harness-and-code",
        ),
        pytest.param({"unit": "ms"}, State.CODE_CHANGED, id="unit"),
        pytest.param({"environment": {}}, State.FRESH, id="environment"),
    ],
)
def test_a_measurement_has_a_state(changes: dict[str, Any], state: State) -> None:
    (standing,) = judge(SNIPPET, "3.13t", [make_measurement(**changes)])
    assert standing.state is state
    assert standing.measurement == make_measurement(**changes)


def test_what_is_not_stored_is_missing() -> None:
    (standing,) = judge(SNIPPET, "3.13t", [])
    assert (standing.state, standing.measurement) == (State.MISSING, None)


def test_cells_come_in_their_order_and_others_not_at_all() -> None:
    snippet = make_snippet(params=(("n", (1, 2)),), functions=FUNCTIONS[:2])
    stored = [make_measurement(cell=Cell("time_b", (("n", n),)), unit="second") for n in (2, 1, 3)]
    standings = judge(snippet, "3.14", stored)
    assert [(s.interpreter, s.cell.label, str(s.state)) for s in standings] == [
        ("3.14", "time_a[n=1]", "missing"),
        ("3.14", "time_a[n=2]", "missing"),
        ("3.14", "time_b[n=1]", "code changed"),
        ("3.14", "time_b[n=2]", "code changed"),
    ]


def test_numbers_of_another_unit_are_other_numbers() -> None:
    snippet = make_snippet(functions=(Function("track_a", Kind.TRACK, "pages/s"),))
    stored = make_measurement("track_a")
    assert judge(snippet, "3.13t", [stored])[0].state is State.CODE_CHANGED
    assert judge(snippet, "3.13t", [replace(stored, unit="pages/s")])[0].state is State.FRESH


def test_code_that_is_nested_deeply_has_a_digest() -> None:
    """A sum of hundreds is code like any other, and no build may stop at it."""
    snippet = make_snippet(code=f"A = {'+'.join('1' * 900)}\n")
    assert make_digest(snippet) == make_digest(make_snippet(code=f"A = ({'+'.join('1' * 900)})\n"))
