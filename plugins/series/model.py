"""What a series is, and where a post stands in one.

Of posts and introductions, which are Pelican's, only the named attributes are used.
"""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Any, Final

from markupsafe import Markup, escape

from plugins.series.options import Address

_SHOWN_UNASKED: Final = 5
_SHOWN_WHOLE: Final = 12
_AROUND: Final = 2
MOST_INDEX: Final = 999_999
"""The highest number that a part may have."""


def parse_index(text: str) -> int | None:
    """Read the number of a part, from 1; None if the text is no such number."""
    digits = text.lstrip("0")
    is_number = text.isdecimal() and 0 < len(digits) <= len(str(MOST_INDEX))
    return int(digits) if is_number else None


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A post that says it belongs to a series."""

    article: Any
    """The post, with its `date`, `slug` and `lang`."""
    file: str
    """Its source, as shown to the author."""
    name: str
    """What it calls the series; not empty."""
    said_index: str | None = None
    """Its `Series_index:`; None if it has none."""
    is_dated: bool = True
    """Whether it says a date; a draft need not."""
    is_listed: bool = True
    """Whether readers find it in lists: it is neither draft, nor hidden, nor of the future."""

    @property
    def index(self) -> int | None:
        """The number that it wants, from 1; None if it says none, or what is no number."""
        return parse_index(self.said_index or "")

    @property
    def order(self) -> tuple[float, Any, str, str]:
        """What parts of one series are sorted by: index or date, then slug."""
        return (self.index or inf, self.article.date, self.article.slug, self.file)


@dataclass(frozen=True, slots=True, eq=False)
class Introduction:
    """What is written about a series: `content/series/SLUG.md`."""

    page: Any
    """Its text, with `title`, `description` and `content`."""
    file: str
    """Its source, as shown to the author."""
    title: str
    """As plain text."""
    slug: str
    lang: str


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Posts of one language that belong together."""

    name: str
    """What its posts call it, as plain text; the introduction's title if it has no post."""
    slug: str
    lang: str
    parts: tuple[Part, ...]
    """The listed ones, in order; may be empty."""
    page: Any
    """Its introduction, with `title`, `description` and `content`; None if it has none."""
    address: Address
    """Where its page and feed are."""

    @property
    def title(self) -> Markup:
        """What its page is called: the introduction's title, or else its name."""
        return Markup(self.page.title) if self.page else escape(self.name)  # noqa: S704 - Pelican's titles are HTML

    @property
    def description(self) -> str | None:
        """What its introduction says in short; None if nothing does."""
        return getattr(self.page, "description", None)

    @property
    def url(self) -> str:
        """URL of its page, from the site's root; empty if there is none."""
        return self.address.url

    @property
    def articles(self) -> tuple[Any, ...]:
        """The posts that readers find in lists, in order; may be empty."""
        return tuple(part.article for part in self.parts)

    @property
    def newest_first(self) -> tuple[Any, ...]:
        """The same posts, as in a feed."""
        by_date = sorted(self.articles, key=lambda article: (article.date, article.slug))
        return tuple(reversed(by_date))

    @property
    def is_complete(self) -> bool | None:
        """Whether another part is to be expected; None if nobody says."""
        return self.page.status == "complete" if self.page and self.page.status else None

    def place_parts(self) -> Iterator[tuple[Part, "Place"]]:
        """Find the place of each listed part."""
        articles = self.articles  # shared, for a series may be long
        for number, part in enumerate(self.parts, 1):
            yield part, Place(self, articles, number)

    def place_unlisted(self, part: Part) -> "Place":
        """Find the place that a part would have if it were listed, and it alone."""
        number = bisect(self.parts, part.order, key=lambda other: other.order)
        articles = self.articles
        return Place(self, (*articles[:number], part.article, *articles[number:]), number + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a post stands in its series: `article.series`.

    `all`, `all_previous` and `all_next` are there for themes made for pelican-series.
    """

    series: Series
    articles: tuple[Any, ...]
    """The posts of the series in order; one that is not listed only if the place is its own."""
    index: int
    """Number of the part, from 1."""

    @property
    def name(self) -> str:
        """What the series is called, as plain text."""
        return self.series.name

    @property
    def slug(self) -> str:
        """The last part of the URL of the series."""
        return self.series.slug

    @property
    def url(self) -> str:
        """URL of the page of the series, from the site's root; empty if there is none."""
        return self.series.url

    @property
    def total(self) -> int:
        """How many parts there are."""
        return len(self.articles)

    @property
    def previous(self) -> Any:  # noqa: ANN401
        """The part before this one; None for the first."""
        return self.articles[self.index - 2] if self.index > 1 else None

    @property
    def next(self) -> Any:  # noqa: ANN401
        """The part after this one; None for the last."""
        return self.articles[self.index] if self.index < self.total else None

    @property
    def all(self) -> list[Any]:
        """All parts, this one too."""
        return list(self.articles)

    @property
    def all_previous(self) -> list[Any]:
        """The parts before this one."""
        return list(self.articles[: self.index - 1])

    @property
    def all_next(self) -> list[Any]:
        """The parts after this one."""
        return list(self.articles[self.index :])

    def is_shared_with(self, article: Any) -> bool:  # noqa: ANN401
        """Tell whether another post, or None, has a place in the same series."""
        place = getattr(article, "series", None)
        return place is not None and place.series is self.series

    @property
    def is_folded(self) -> bool:
        """Whether the list of parts is too long to be shown unasked."""
        return self.total > _SHOWN_UNASKED

    @property
    def window(self) -> list[tuple[int, Any]]:
        """The parts worth showing beside this one, with their numbers.

        All of a short series; of a long one the first, the last, and some around this one.
        """
        last, middle = self.total, self.index
        near = range(max(1, middle - _AROUND), min(last, middle + _AROUND) + 1)
        shown = range(1, last + 1) if last <= _SHOWN_WHOLE else sorted({1, *near, last})
        return [(number, self.articles[number - 1]) for number in shown]
