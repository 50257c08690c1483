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
    nameless: tuple[Part, ...] = ()
    """Posts of whose series' name no slug can be made; they have no place."""

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


def build_catalog(
    parts: Iterable[Part],
    introductions: Sequence[Introduction],
    make_slug: Callable[[str], str],
    locate: Callable[[str, str], Address],
) -> Catalog:
    """Put posts and introductions of the same series together.

    Args:
        parts: All of them, in any order.
        introductions: All of them; of two for one series the first counts.
        make_slug: Makes the slug of a name.
        locate: Tells where the series of a slug and language is found.
    """
    introduced = {(i.lang, i.slug): i for i in reversed(introductions)}
    titled = {(i.lang, i.title): i.slug for i in reversed(introductions)}
    groups: defaultdict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in sorted(parts, key=lambda part: part.order):
        lang = part.article.lang
        groups[lang, titled.get((lang, part.name)) or make_slug(part.name)].append(part)
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
    return Catalog(tuple(series), tuple(places), _link_translations(series), tuple(nameless))


def _make_series(
    key: tuple[str, str],
    members: Sequence[Part],
    introduction: Introduction | None,
    locate: Callable[[str, str], Address],
) -> Series:
    lang, slug = key
    listed = tuple(part for part in members if part.is_listed)
    title = [introduction.title] if introduction else []
    series = Series(
        # What only drafts call it is not for readers.
        name=choose_name([part.name for part in listed] or title or [p.name for p in members]),
        slug=slug,
        lang=lang,
        parts=listed,
        page=introduction.page if introduction else None,
    )
    if not is_public(series):
        return series
    address = locate(slug, lang)
    return replace(series, address=address if listed else replace(address, feed=""))


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
