"""All series of a site, made of what posts and introductions say."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from plugins.series.model import Introduction, Part, Place, Series
from plugins.series.names import choose_name
from plugins.series.options import Address


@dataclass(frozen=True, slots=True)
class Catalog:
    """The series of a site."""

    series: tuple[Series, ...]
    """All of them, by title; also those that have nothing to show yet."""
    places: tuple[tuple[Part, Place], ...]
    """The place of each part, listed or not."""
    translations: Mapping[Series, tuple[Series, ...]]
    """The public series of other languages that are the same, by language; may be empty."""
    nameless: tuple[Part, ...]
    """Posts of whose series' name no slug can be made; they have no place."""
    by_slug: Mapping[tuple[str, str], Series]
    """Each of `series` by its language and slug."""

    @property
    def public(self) -> tuple[Series, ...]:
        """Those that have something to show to readers."""
        return tuple(series for series in self.series if is_public(series))

    def list_for(self, lang: str) -> tuple[Series, ...]:
        """List the public series of a language, and those that are not translated into it."""
        return tuple(
            series
            for series in self.public
            if series.lang == lang
            or not any(lang == other.lang for other in self.translations[series])
        )


def is_public(series: Series) -> bool:
    """Tell whether a series has something to show to readers: a listed post, an introduction."""
    return bool(series.parts or series.page)


def make_slug_finder(
    introductions: Sequence[Introduction], make_slug: Callable[[str], str]
) -> Callable[[Part], str]:
    """Make the function that finds the slug of a part's series.

    It is that of the introduction with the series' name as its title, or else made of the name.
    """
    titled = {(i.lang, i.title): i.slug for i in reversed(introductions)}

    def find_slug(part: Part) -> str:
        return titled.get((part.article.lang, part.name)) or make_slug(part.name)

    return find_slug


def build_catalog(
    parts: Iterable[Part],
    introductions: Sequence[Introduction],
    find_slug: Callable[[Part], str],
    locate: Callable[[str, str], Address],
) -> Catalog:
    """Put posts and introductions of the same series together.

    Args:
        parts: All of them, in any order.
        introductions: All of them; of two for one series the first counts.
        find_slug: Finds the slug of a part's series; empty if there is none.
        locate: Tells where the series of a slug and language is found.
    """
    introduced = {(i.lang, i.slug): i for i in reversed(introductions)}
    groups: defaultdict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in sorted(parts, key=lambda part: part.order):
        groups[part.article.lang, find_slug(part)].append(part)
    series = [
        _make_series(key, groups.get(key, ()), introduced.get(key), locate)
        for key in groups | introduced
        if key[1]
    ]
    series.sort(key=lambda one: (one.title.casefold(), one.title, one.lang, one.slug))
    places: list[tuple[Part, Place]] = []
    for one in series:
        unlisted = (part for part in groups.get((one.lang, one.slug), ()) if not part.is_listed)
        places += [*one.place_parts(), *((part, one.place_unlisted(part)) for part in unlisted)]
    nameless = [part for (_, slug), members in groups.items() if not slug for part in members]
    return Catalog(
        series=tuple(series),
        places=tuple(places),
        translations=_link_translations(series),
        nameless=tuple(nameless),
        by_slug={(one.lang, one.slug): one for one in series},
    )


def _make_series(
    key: tuple[str, str],
    members: Sequence[Part],
    introduction: Introduction | None,
    locate: Callable[[str, str], Address],
) -> Series:
    lang, slug = key
    listed = tuple(part for part in members if part.is_listed)
    title = [introduction.title] if introduction else []
    address = locate(slug, lang) if listed or introduction else Address()
    return Series(
        # What only drafts call it is not for readers.
        name=choose_name([part.name for part in listed] or title or [p.name for p in members]),
        slug=slug,
        lang=lang,
        parts=listed,
        page=introduction.page if introduction else None,
        address=address if listed else replace(address, feed=""),
    )


def _link_translations(series: Iterable[Series]) -> dict[Series, tuple[Series, ...]]:
    """Link series that have one slug, or posts that are translations of one another."""
    series = list(series)
    by_slug: defaultdict[str, list[Series]] = defaultdict(list)
    by_post: dict[int, Series] = {}
    for one in filter(is_public, series):
        by_slug[one.slug].append(one)
        by_post |= {id(post): one for post in one.articles}
    links = {}
    for one in series:
        posts = [other for post in one.articles for other in post.translations]
        found = {*by_slug[one.slug], *(by_post[id(p)] for p in posts if id(p) in by_post)}
        others = [other for other in found if other.lang != one.lang]
        links[one] = tuple(sorted(others, key=lambda other: (other.lang, other.slug)))
    return links
