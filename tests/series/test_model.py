"""Parts are in order, and each knows its place."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.series.model import Part, parse_index
from tests.series.parts import find_places, make_catalog, make_introduction, make_part


def slugs(articles: object) -> list[str]:
    return [article.slug for article in articles]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("parts", "order"),
    [
        pytest.param(
            [make_part("c", day=1), make_part("a", day=3), make_part("b", day=2)],
            ["c", "b", "a"],
            id="by-date",
        ),
        pytest.param([make_part("b"), make_part("a")], ["a", "b"], id="then-by-slug"),
        pytest.param(
            [make_part("a", 3, day=1), make_part("b", 2, day=2), make_part("c", 1, day=3)],
            ["c", "b", "a"],
            id="by-index-against-dates",
        ),
        pytest.param(
            [make_part(f"p{n}", n) for n in (10, 2, 1, 3)],
            ["p1", "p2", "p3", "p10"],
            id="by-number-not-by-digit",
        ),
        pytest.param(
            [make_part("b", 1, day=9), make_part("a", "two", day=1)],
            ["b", "a"],
            id="no-number-last",
        ),
    ],
)
def test_parts_are_in_order(parts: list[Part], order: list[str]) -> None:
    """As in pelican-series: first, middle and last know all of the others."""
    random.Random(1).shuffle(parts)
    places = find_places(make_catalog(*parts))
    for number, slug in enumerate(order, 1):
        place = places[slug]
        assert (place.name, place.slug, place.url) == ("Alpha", "alpha", "series/alpha/")
        assert (place.index, place.total) == (number, len(order))
        assert slugs(place.articles) == slugs(place.all) == order
        assert slugs(place.all_previous) == order[: number - 1]
        assert slugs(place.all_next) == order[number:]
        before = [*place.all_previous, None] if number == 1 else place.all_previous
        assert place.previous is before[-1]
        assert place.next is (place.all_next[0] if place.all_next else None)


def test_what_is_not_listed_has_a_place_and_takes_none() -> None:
    """A draft is placed as if it alone were published too."""
    listed = [make_part("a", 1), make_part("c", 3)]
    others = [make_part("b", 2, is_listed=False), make_part("d", 4, is_listed=False)]
    places = find_places(make_catalog(*others, *listed))
    assert [(s, p.index, p.total) for s, p in sorted(places.items())] == [
        ("a", 1, 2), ("b", 2, 3), ("c", 2, 2), ("d", 3, 3)
    ]  # fmt: skip
    assert slugs(places["a"].articles) == ["a", "c"]
    assert slugs(places["b"].articles) == ["a", "b", "c"]
    assert places["b"].next is listed[1].article


def test_only_drafts_make_no_page() -> None:
    (place,) = find_places(make_catalog(make_part("a", is_listed=False))).values()
    assert (place.index, place.total, place.url) == (1, 1, "")


@pytest.mark.parametrize(
    ("index", "total", "numbers"),
    [
        (1, 1, [1]),
        (12, 12, [*range(1, 13)]),
        (1, 13, [1, 2, 3, 13]),
        (3, 13, [1, 2, 3, 4, 5, 13]),
        (250, 500, [1, 248, 249, 250, 251, 252, 500]),
        (500, 500, [1, 498, 499, 500]),
    ],
)
def test_of_a_long_series_a_window_is_shown(index: int, total: int, numbers: list[int]) -> None:
    places = find_places(make_catalog(*(make_part(f"p{n}", n) for n in range(1, total + 1))))
    window = places[f"p{index}"].window
    assert [number for number, _ in window] == numbers
    assert all(article.slug == f"p{number}" for number, article in window)


@pytest.mark.parametrize(("total", "is_folded"), [(1, False), (5, False), (6, True)])
def test_more_than_five_parts_are_folded(total: int, is_folded: bool) -> None:
    places = find_places(make_catalog(*(make_part(f"p{n}", n) for n in range(1, total + 1))))
    assert {place.is_folded for place in places.values()} == {is_folded}


@given(st.integers(1, 40), st.integers(1, 40))
def test_a_window_has_this_part_its_neighbours_and_both_ends(index: int, total: int) -> None:
    index = min(index, total)
    places = find_places(make_catalog(*(make_part(f"p{n}", n) for n in range(1, total + 1))))
    numbers = [number for number, _ in places[f"p{index}"].window]
    assert numbers == sorted({*numbers})
    assert {1, index, total, max(1, index - 1), min(total, index + 1)} <= {*numbers}


@pytest.mark.parametrize(
    ("text", "index"),
    [
        *(("1", 1), ("12", 12), ("007", 7), ("٣", 3), ("999999", 999_999), ("1000000", None)),
        *((text, None) for text in ("", "0", "00", "-1", "+1", "1.0", "1e3", "two", "²", "9" * 20)),
    ],
)
def test_an_index_is_a_whole_number_from_1(text: str, index: int | None) -> None:
    assert parse_index(text) == index


def test_a_feed_has_the_newest_first() -> None:
    catalog = make_catalog(
        make_part("a", 3, day=1), make_part("b", 2, day=2), make_part("c", 1, day=2)
    )
    assert slugs(catalog.series[0].newest_first) == ["c", "b", "a"]


@pytest.mark.parametrize(("status", "answer"), [("", None), ("ongoing", False), ("complete", True)])
def test_an_introduction_may_say_whether_there_will_be_more(status: str, answer: object) -> None:
    assert make_catalog(make_introduction("alpha", status=status)).series[0].is_complete is answer
