"""A text can name the series of its language that readers know, and its own."""

from types import SimpleNamespace
from typing import Any

import pytest

from plugins.series.texts import find_lists
from tests.series.parts import find_places, make_catalog, make_introduction, make_part

PARTS = [
    make_part("a"),
    make_part("b", lang="de"),
    make_part("c", name="Beta"),
    make_part("d", name="Draft", is_listed=False),
    make_introduction("to-come", "To come"),
]


def find_known(lang: str, status: str, place: Any = None) -> dict[str, str]:
    """Find the slugs that a text can name, and the languages of their series."""
    settings = {"DEFAULT_LANG": "en"}
    content = SimpleNamespace(lang=lang, status=status, series=place, settings=settings)
    lists = find_lists(content, make_catalog(*PARTS))
    found = {slug: lists.find(slug) for slug in ("alpha", "beta", "draft", "to-come", "other")}
    return {slug: series.lang for slug, series in found.items() if series}


PUBLIC = {"alpha": "en", "beta": "en", "to-come": "en"}


@pytest.mark.parametrize(
    ("lang", "status", "known"),
    [
        ("en", "published", PUBLIC),
        ("en", "hidden", PUBLIC),
        ("de", "published", {**PUBLIC, "alpha": "de"}),
        ("fr", "published", PUBLIC),
        ("en", "draft", {**PUBLIC, "draft": "en"}),
    ],
)
def test_a_text_knows_what_readers_know(lang: str, status: str, known: dict[str, str]) -> None:
    """But a draft also what only drafts say."""
    assert find_known(lang, status) == known


def test_a_text_knows_its_own_series() -> None:
    place = find_places(make_catalog(*PARTS))["d"]
    assert find_known("en", "hidden", place) == {**PUBLIC, "draft": "en"}
