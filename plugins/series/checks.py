"""What is wrong with the series of a site."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from plugins.audit import Severity, quote
from plugins.series.catalog import Catalog
from plugins.series.findings import Finding, make_finding
from plugins.series.model import MOST_INDEX, Introduction, Part, Series, parse_index
from plugins.series.names import MOST_NAMED, choose_name, fold

Name: TypeAlias = tuple[str, str]
"""Language and name of a series."""


def check_said(file: str, said: Mapping[str, str]) -> Iterator[Finding]:
    """Check what one post says.

    Args:
        file: Its source.
        said: Its `series` and `series_index`, as far as it has them.
    """
    index = said.get("series_index")
    if said.get("series") == "":
        hint = 'Name it, as in "Series: Free-threading", or delete the line.'
        yield make_finding("series", file, "the name of the series is empty", hint)
    if index is not None and "series" not in said:
        hint = 'Add "Series: …", or delete the line.'
        yield make_finding(
            "series_index", file, f"series_index = {quote(index)} of no series", hint
        )
    if index is not None and parse_index(index) is None:
        message = f"series_index = {quote(index)} is no number of a part"
        hint = (
            f'Write a whole number from 1 to {MOST_INDEX}, as in "Series_index: 2", or delete'
            " the line."
        )
        yield make_finding("series_index", file, message, hint)


def check_page(file: str, said: Iterable[str], foreign: Iterable[str]) -> Iterator[Finding]:
    """Find what a page, or an introduction, says in vain.

    Args:
        file: Its source.
        said: Keys of its metadata.
        foreign: Keys that mean nothing in it.
    """
    if key := next((key for key in foreign if key in said), None):
        message = f"{key} means nothing here"
        hint = "Only a post is a part of a series: make it one, or delete the line."
        if not key.startswith("series"):
            hint = "The page of a series is where SERIES_URL says: delete the line."
        yield make_finding(key, file, message, hint, Severity.WARNING)


def check_names(
    parts: Iterable[Part],
    introductions: Iterable[Introduction],
    find_slug: Callable[[Part], str],
) -> Iterator[Finding]:
    """Find names that differ only in what no reader notices, or that would share one page.

    Args:
        parts: In the order of their sources.
        introductions: The same.
        find_slug: Finds the slug of a part's series.
    """
    uses: defaultdict[Name, list[tuple[str, str]]] = defaultdict(list)
    marks: defaultdict[Name, set[Hashable]] = defaultdict(set)
    slugs: dict[Name, str] = {}
    for i in introductions:
        uses[i.lang, i.title].append((i.file, "title"))
        marks[i.lang, i.title].add((i.lang, fold(i.title)))
    for p in parts:
        said = lang, _ = p.article.lang, p.name
        slugs[said] = find_slug(p)
        uses[said].append((p.file, "series"))
        marks[said] |= {(lang, fold(p.name)), (lang, "slug", slugs[said])}
    sound = {name: found for name, found in marks.items() if fold(name[1])}
    for group in _group(sound):
        meant = choose_name(name for lang, name in group for _ in uses[lang, name])
        for lang, name in group:
            for file, key in uses[lang, name] if name != meant else ():
                example = uses[lang, meant][0][0]
                other = meant, example, slugs.get((lang, name), "")
                yield _complain_of_name(key, name, file, other)


def _group(marks: Mapping[Name, set[Hashable]]) -> Iterable[list[Name]]:
    """Group names that have a mark in common, be it by way of others; in order."""
    groups: dict[Hashable, list[Name]] = {}
    for name, own in marks.items():
        found = {id(groups[mark]): groups[mark] for mark in own if mark in groups}
        merged = [*(other for group in found.values() for other in group), name]
        groups |= {mark: merged for other in merged for mark in marks[other]}
    return {id(group): group for group in groups.values()}.values()


def _complain_of_name(key: str, name: str, file: str, meant: tuple[str, str, str]) -> Finding:
    other, example, slug = meant
    said = f"{key} = {quote(name)}"
    if fold(name) == fold(other):
        how = f"differs from {quote(other)} in {example} only in case, spacing or punctuation"
    else:
        how = f"would share one page, {quote(slug)}, with {quote(other)} in {example}"
    line = quote(f"{key.capitalize()}: {other}")
    hint = f"Write {line} if it is meant; else name one of the two differently."
    return make_finding(key, file, f"{said} {how}", hint)


def check_introductions(introductions: Sequence[Introduction]) -> Iterator[Finding]:
    """Find introductions for a series that has one already."""
    slugs: dict[tuple[str, str], Introduction] = {}
    titles: dict[tuple[str, str], Introduction] = {}
    for one in introductions:
        other = slugs.setdefault((one.lang, one.slug), one)
        namesake = titles.setdefault((one.lang, one.title), one)
        if other is not one:
            message = f"the series {quote(one.slug)} has an introduction already, {other.file}"
            hint = 'Delete one of the two, or give it another "Slug:" or "Lang:".'
            yield make_finding("slug", one.file, message, hint)
        elif namesake is not one:
            message = f"title = {quote(one.title)} is that of {namesake.file}, too"
            yield make_finding("title", one.file, message, "Give each series a title of its own.")


def check_catalog(catalog: Catalog) -> Iterator[Finding]:
    """Check the parts of each series against each other."""
    for part in catalog.nameless:
        message = f"series = {quote(part.name)} has no letter or digit to make a URL of"
        yield make_finding("series", part.file, message, "Name it in letters.")
    members: defaultdict[Series, list[Part]] = defaultdict(list)
    for part, place in catalog.places:
        members[place.series].append(part)
    for parts in members.values():
        parts.sort(key=lambda part: part.file)
        yield from _check_mixture(parts)
        yield from _check_dates(parts)
        yield from _check_repeats(parts)
        yield from _check_gaps(parts)


def _check_mixture(parts: Sequence[Part]) -> Iterator[Finding]:
    having = [part for part in parts if part.said_index is not None]
    lacking = [part for part in parts if part.said_index is None]
    if having and lacking:
        message = (
            f"the series {quote(parts[0].name)} has parts with series_index, {_list(having)},"
            f" and without, {_list(lacking)}"
        )
        hint = 'Give each part a "Series_index:", or none: then their dates are their order.'
        yield make_finding("series", lacking[0].file, message, hint)


def _check_dates(parts: Sequence[Part]) -> Iterator[Finding]:
    """Find drafts that neither a date nor an index puts in order."""
    for part in parts:
        if not part.is_dated and part.said_index is None:
            message = f"without a date this draft has no place in the series {quote(part.name)}"
            hint = 'Add "Date: …", be it a guess, or give each part a "Series_index:".'
            yield make_finding("series", part.file, message, hint)


def _check_repeats(parts: Sequence[Part]) -> Iterator[Finding]:
    taken: dict[int, Part] = {}
    for part in parts:
        if part.index is not None and (first := taken.setdefault(part.index, part)) is not part:
            message = f"series_index = {part.index} is that of {first.file}, too"
            hint = f"Number the parts of {quote(part.name)} one after another."
            yield make_finding("series_index", part.file, message, hint)


def _check_gaps(parts: Sequence[Part]) -> Iterator[Finding]:
    """Find numbers that no part has; that of a draft or a hidden post is none of them."""
    by_index = {part.index: part for part in reversed(parts) if part.index is not None}
    for before, after in pairwise([0, *sorted(by_index)]):
        missing = range(before + 1, after)
        if missing:
            to_last = f" to {missing[-1]} are" if len(missing) > 1 else " is"
            part = by_index[after]
            message = (
                f"series_index = {after}, but {missing[0]}{to_last} missing in {quote(part.name)}"
            )
            hint = "Number the parts one after another; readers see them so anyhow."
            yield make_finding("series_index", part.file, message, hint, Severity.WARNING)


def _list(parts: Sequence[Part]) -> str:
    named = [part.file for part in parts[:MOST_NAMED]]
    more = [f"{len(parts) - MOST_NAMED} more"] if len(parts) > MOST_NAMED else []
    return ", ".join([*named, *more])
