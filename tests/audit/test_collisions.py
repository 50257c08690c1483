"""Two things must not take one place."""

import pytest

from plugins.audit.collisions import Place, find_collisions, find_merged_names


def post(name: str, slug: str, save_as: str | None = None, family: str = "Article in en") -> Place:
    return Place(
        name, f"posts/{slug}/index.html" if save_as is None else save_as, slug, True, family
    )


def test_different_posts_are_fine() -> None:
    assert list(find_collisions([post("a.md", "a"), post("b.md", "b")])) == []


def test_translations_share_a_slug() -> None:
    german = post("a.de.md", "a", "de/posts/a/index.html", "Article in de")
    assert list(find_collisions([post("a.md", "a"), german])) == []


def test_the_later_file_is_the_problem_and_names_the_first() -> None:
    ((place, problem),) = find_collisions([post("a.md", "x"), post("b.md", "x")])
    assert place.name == problem.file == "b.md"
    assert problem.rule == "slug"
    assert "a.md" in problem.message


def test_a_draft_collides_with_what_it_will_be() -> None:
    draft = post("draft.md", "x", "drafts/posts/x/index.html")
    assert [problem.rule for _, problem in find_collisions([post("a.md", "x"), draft])] == ["slug"]


def test_a_page_may_not_take_the_place_of_a_list() -> None:
    fixed = Place('the template "tags"', "tags/index.html", "", is_source=False)
    page = post("tags.md", "tags", "tags/index.html", "Page in en")
    ((_, problem),) = find_collisions([fixed, page])
    assert problem.rule == "url"
    assert 'the template "tags"' in problem.message


def test_what_is_not_written_takes_no_place() -> None:
    places = [post("a.md", "a", ""), post("b.md", "b", "")]
    assert list(find_collisions(places)) == []


@pytest.mark.parametrize(
    ("names", "count"),
    [
        pytest.param([("C", "c"), ("C++", "c-plus-plus")], 0, id="different-slugs"),
        pytest.param(
            [("Time zones", "time-zones"), ("time-zones", "time-zones")], 0, id="one-name"
        ),
        pytest.param([("C", "c"), ("C^", "c")], 1, id="two-names-one-slug"),
        pytest.param([("C", "c"), ("C^", "c"), ("C~", "c")], 2, id="three-names"),
        pytest.param([("🎉", "")], 1, id="no-slug"),
    ],
)
def test_names_that_are_two_need_two_slugs(names: list[tuple[str, str]], count: int) -> None:
    uses = [(f"{number}.md", name, slug) for number, (name, slug) in enumerate(names)]
    assert len(list(find_merged_names(uses))) == count
