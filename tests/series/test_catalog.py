"""Posts and introductions of the same series are put together, those of others are not."""

from tests.series.parts import find_places, make_catalog, make_introduction, make_part


def test_an_introduction_is_found_by_its_slug() -> None:
    (series,) = make_catalog(make_part("a"), make_introduction("alpha", "Of the first")).series
    assert (series.name, series.title, series.slug) == ("Alpha", "Of the first", "alpha")


def test_an_introduction_is_found_by_its_title() -> None:
    """So a name may have a shorter address, or the one of another language."""
    (series,) = make_catalog(make_part("a"), make_introduction("one", "Alpha")).series
    assert (series.slug, series.url) == ("one", "series/one/")


def test_posts_need_no_introduction_and_introductions_no_posts() -> None:
    catalog = make_catalog(make_part("a"), make_introduction("beta", "Beta"))
    assert [(s.name, s.title, bool(s.articles)) for s in catalog.public] == [
        ("Alpha", "Alpha", True),
        ("Beta", "Beta", False),
    ]
    assert [series.address.feed for series in catalog.public] == [
        "feeds/series/alpha.atom.xml",
        "",  # nothing to subscribe to
    ]


def test_a_name_is_escaped_where_it_is_a_title() -> None:
    (series,) = make_catalog(make_part("a", name="A & <b>")).series
    assert (series.name, str(series.title)) == ("A & <b>", "A &amp; &lt;b&gt;")


def test_names_and_order_are_those_that_readers_know() -> None:
    """Of what only drafts call it, nothing is public."""
    drafts = [make_part(s, name=s, is_listed=False) for s in ("alpha", "zeta")]
    catalog = make_catalog(
        *drafts,
        make_introduction("alpha", "Z"),
        make_part("b", name="Zeta"),
        make_part("c", name="M"),
    )
    assert [(series.name, str(series.title)) for series in catalog.public] == [
        ("M", "M"),
        ("Z", "Z"),
        ("Zeta", "Zeta"),
    ]


def test_each_language_has_its_own() -> None:
    catalog = make_catalog(make_part("a"), make_part("b"), make_part("c", lang="de"))
    places = find_places(catalog)
    assert [(places[slug].index, places[slug].total) for slug in "abc"] == [(1, 2), (2, 2), (1, 1)]
    assert places["c"].url == "de/series/alpha/"
    german, english = sorted(catalog.series, key=lambda series: series.lang)
    assert catalog.translations == {english: (german,), german: (english,)}
    assert catalog.list_for("en") == (english,)
    assert catalog.list_for("de") == (german,)


def test_translated_posts_link_series_of_different_names() -> None:
    part, translation = make_part("a"), make_part("a", name="Anfang", lang="de")
    part.article.translations.append(translation.article)
    translation.article.translations.append(part.article)
    catalog = make_catalog(part, translation, make_part("b", name="Beta", lang="de"))
    alpha, anfang, beta = catalog.series
    assert catalog.translations == {alpha: (anfang,), anfang: (alpha,), beta: ()}
    assert catalog.list_for("en") == (alpha, beta)


def test_a_draft_links_nothing_to_what_is_not_there() -> None:
    catalog = make_catalog(make_part("a"), make_part("b", lang="de", is_listed=False))
    (english,) = catalog.public
    assert (english.lang, catalog.translations[english]) == ("en", ())
