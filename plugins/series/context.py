"""What templates, audit and the generator of series find in Pelican's context.

It lives as long as one build, and so does all that this plugin knows.
"""

from collections.abc import Iterable
from typing import Any, Final

from plugins.series.catalog import Catalog
from plugins.series.model import Introduction
from plugins.series.options import Address, Options

CATALOG: Final = "series_catalog"
"""Where the catalog is."""


def publish(
    context: dict[str, Any],
    introductions: Iterable[Introduction],
    catalog: Catalog,
    options: Options,
) -> None:
    """Put the catalog into the context, and what it means for pages and others."""
    addresses = {id(series.page): series.address for series in catalog.series}
    for introduction in introductions:
        address = addresses.get(id(introduction.page), Address())
        introduction.page.override_url = address.url
        introduction.page.override_save_as = address.save_as
    context[CATALOG] = catalog
    context["SERIES_INDEX_SAVE_AS"] = options.index_save_as  # for a site that says nothing
    context["all_series"] = catalog.list_for(context["DEFAULT_LANG"].lower())
    places = [(f'the series "{series.name}"', series.address.save_as) for series in catalog.public]
    index = ("the list of all series", options.index_save_as)
    context.setdefault("fixed_places", []).extend([index, *places])
