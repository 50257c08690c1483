"""Lists are in the order that readers expect."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from plugins.reading.lists import (
    describe_state,
    find_address,
    find_direction,
    group_by_year,
    link_neighbours,
    sort_by_name,
)


def test_years_keep_the_order_of_dates() -> None:
    dated = [SimpleNamespace(date=datetime(y, 1, 1)) for y in (2026, 2026, 2024)]  # noqa: DTZ001
    assert group_by_year(dated) == [(2026, dated[:2]), (2024, dated[2:])]


def test_names_are_sorted_as_in_a_register() -> None:
    pairs = [(SimpleNamespace(name=name), []) for name in ("b", "asyncio", "GIL", "C++", "B")]
    names = [thing.name for thing, _ in sort_by_name(pairs)]
    assert names == ["asyncio", "B", "b", "C++", "GIL"]


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_neighbours(count: int) -> None:
    """Each is the older one of its newer one; the ends have none."""
    posts = [SimpleNamespace(number=number) for number in range(count)]
    link_neighbours(posts)
    assert [post.newer for post in posts] == [None, *posts][:count]
    assert [post.older for post in posts] == [*posts[1:], None][:count]


@pytest.mark.parametrize(
    ("status", "metadata", "state"),
    [
        ("published", {}, None),
        ("draft", {"status": "draft"}, "draft"),
        ("draft", {"status": "Draft"}, "draft"),
        ("draft", {}, "scheduled"),
        ("draft", {"status": "Published"}, "scheduled"),
        ("hidden", {"status": "hidden"}, "hidden"),
    ],
)
def test_state(status: str, metadata: dict[str, str], state: str | None) -> None:
    assert describe_state(SimpleNamespace(status=status, metadata=metadata)) == state


@pytest.mark.parametrize(
    ("output_file", "address"),
    [
        ("index.html", ""),
        ("posts/a/index.html", "posts/a/"),
        ("404.html", "404.html"),
        ("a/reindex.html", "a/reindex.html"),
    ],
)
def test_address(output_file: str, address: str) -> None:
    assert find_address(output_file) == address


@pytest.mark.parametrize(
    ("lang", "direction"),
    [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("FA_ir", "rtl"), ("arn", "ltr")],
)
def test_direction(lang: str, direction: str) -> None:
    assert find_direction(lang) == direction
