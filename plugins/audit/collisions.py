"""What wants to be written to one place, or is known by one name, though it is two."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plugins.audit.problem import Problem, quote


@dataclass(frozen=True, slots=True)
class Place:
    """Something that is to be written."""

    name: str
    """How to name it to the author: a source path, or words such as `the tag "C"`."""
    save_as: str
    """Path in the output; empty if it is not written."""
    slug: str
    is_source: bool
    """Whether `name` is a source path that a problem can point at."""
    family: str = ""
    """What must have different slugs even if it is written elsewhere now, as drafts are."""


def find_collisions(places: Iterable[Place]) -> Iterator[tuple[Place, Problem]]:
    """Find each source that takes the place or slug of one before it.

    Args:
        places: In order of right: what the site always has first, sources by path after it.

    Yields:
        The later place, and the problem that it is.
    """
    written: dict[str, Place] = {}
    families: dict[tuple[str, str], Place] = {}
    for place in places:
        twin = families.setdefault((place.family, place.slug), place) if place.family else place
        rival = written.setdefault(place.save_as, place) if place.save_as else place
        if not place.is_source or not place.slug:
            continue
        if twin is not place:
            message = f"slug {quote(place.slug)} is already taken by {twin.name}"
            hint = 'Give one of the two a slug of its own, as in "Slug: another-name".'
            yield place, Problem(place.name, None, "slug", message, hint)
        elif rival is not place:
            message = f"{place.save_as} is already written by {rival.name}"
            hint = 'Give it another slug, or another "Save_as:" and "Url:".'
            yield place, Problem(place.name, None, "url", message, hint)


def find_merged_names(names: Iterable[tuple[str, str, str]]) -> Iterator[Problem]:
    """Find tags, or categories, without a slug, or with one that is another's too.

    Names that differ only in case, spacing and hyphens are one name.

    Args:
        names: Source path, name and slug of each use.
    """
    uses: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for file, name, slug in names:
        uses[slug].setdefault(_fold(name), (file, name))
    for slug, spellings in uses.items():
        (first_file, first), *others = spellings.values()
        if not slug:
            message = f"{quote(first)} has no letter or digit to make a URL of"
            yield Problem(first_file, None, "tag", message, "Name it in letters.")
        for file, name in others:
            message = f"{quote(name)} and {quote(first)} would share one page, {quote(slug)}"
            hint = "Use one spelling, or add a rule to TAG_REGEX_SUBSTITUTIONS in pelicanconf.py."
            yield Problem(file, None, "tag", message, hint)


def _fold(name: str) -> str:
    return "".join(name.casefold().replace("-", " ").replace("_", " ").split())
