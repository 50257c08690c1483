"""Small sites, published as their author would."""

from pathlib import Path

import pytest

from tests.conftest import Site, make_site

POST = "Title: {0}\nSlug: {0}\nDate: {1}\n\nText.\n"
NEW_YEAR = "1798761600"  # 2027


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site whose output is a link to an old one, published on New Year's Day."""
    site = make_site(tmp_path_factory.mktemp("published"))
    site.write("content/posts/past.md", POST.format("past", "2026-12-31 23:59"))
    site.write("content/posts/next.md", POST.format("next", "2027-01-01 00:01"))
    site.write("public/posts/deleted/index.html", "old")
    site.write("public/CNAME", "a.example")
    site.output.symlink_to("public")
    site.set('OUTPUT_RETENTION = ["CNAME"]')
    result = site.invoke("publish", SOURCE_DATE_EPOCH=NEW_YEAR)
    assert result.code == 0, result.report
    assert "    /posts/deleted/\n" in result.out
    assert "Published to output: 1 post, 1 page (" in result.out
    return site


def test_now_is_what_the_environment_says(published: Site) -> None:
    """Whatever the clock does: one of the posts is on either side of it."""
    files = published.list_output()
    assert "posts/past/index.html" in files
    assert "posts/next/index.html" not in files
    assert b"/posts/next/" not in b"".join(files.values())


def test_a_link_stays_and_what_it_leads_to_is_new(published: Site) -> None:
    assert published.output.readlink() == Path("public")
    assert "posts/deleted/index.html" not in published.list_output()
    beside = {path.name for path in published.root.glob(".public-*")}
    assert beside == {".public-lock"}


def test_what_is_to_be_retained_is(published: Site) -> None:
    assert published.read("CNAME") == "a.example"


def test_security_txt_is_published(published: Site) -> None:
    text = published.read(".well-known/security.txt")
    assert text.startswith("Contact: https://")
    assert "Expires: 2027-08-01T00:00:00Z" in text
    assert "Canonical: https://measured-python.github.io/.well-known/security.txt" in text


def test_no_byte_tells_where_the_site_was_built(published: Site) -> None:
    everything = b"".join(published.list_output().values())
    assert b"public-next" not in everything
    assert bytes(published.root) not in everything


def test_a_failed_build_names_the_output_and_leaves_it(site: Site) -> None:
    site.write("output/index.html", "old")
    site.write(
        "failing.py",
        "from pelican import signals\n\n\n"
        "def fail(pelican):\n"
        "    raise OSError(28, 'No space left on device', pelican.output_path + '/a.html')\n\n\n"
        "def register():\n"
        "    signals.finalized.connect(fail)\n",
    )
    site.set('PLUGINS += ["failing"]')
    result = site.invoke("publish")
    assert result.code == 1
    assert "No space left on device: 'output/a.html' [build]" in result.report
    assert "Make room there" in result.report
    assert "-next" not in result.report + result.out
    assert "Traceback" not in result.report
    assert site.list_output() == {"index.html": b"old"}


def test_a_file_that_could_not_be_copied_is_an_error(site: Site) -> None:
    """Pelican only warns, and would publish half of it."""
    site.write(
        "failing.py",
        "import shutil\n\n\n"
        "def fail(source, target):\n"
        "    raise OSError(28, 'No space left on device', target)\n\n\n"
        "def register():\n"
        "    shutil.copyfile = fail\n",
    )
    site.set('PLUGINS += ["failing"]')
    result = site.invoke("publish")
    assert result.code == 1
    message = "could not be copied to the output: [Errno 28] No space left on device: 'output/"
    assert f"content/extra/favicon.ico: error: this {message}favicon.ico' [build]" in result.report
    assert not site.output.exists()


def test_an_output_that_holds_the_content_is_refused_before_anything_is_built(site: Site) -> None:
    site.write("content/index.html", "precious")
    result = site.invoke("publish", "--output", "content")
    assert result.code == 1
    assert 'the output, "content", would be emptied' in result.report
    assert not [*site.root.glob(".content-next")]
    assert (site.root / "content/index.html").read_text() == "precious"


def test_values_that_cannot_be_used_are_told(site: Site) -> None:
    site.set('SECURITY_CONTACT = "nobody"')
    site.write(
        "content/posts/rival.md",
        "Title: R\nDate: 2026-01-01\nSave_as: .well-known/security.txt\n\nx",
    )
    result = site.invoke("build", SOURCE_DATE_EPOCH="today")
    assert result.code == 1
    assert 'SECURITY_CONTACT has "nobody"' in result.report
    assert 'SOURCE_DATE_EPOCH = "today" names no moment' in result.report
    assert "content/posts/rival.md:3: error: " in result.report
