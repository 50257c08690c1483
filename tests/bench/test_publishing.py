"""Whole builds of a site with benchmarks: what is written, warned of, and never done."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pyperf
import pytest

from plugins.bench.page.feed import simplify
from plugins.bench.script import compile_script
from tests.bench.boards import make_results, spread
from tests.bench.samples import read_snippets
from tests.conftest import Site, make_site

ATOM = "{http://www.w3.org/2005/Atom}"
CODE = """\
# /// script
# [tool.bench]
# name = "{name}"
# interpreters = ["3.13"]
# ///
def time_a():
    return sum(range(100))


def time_b():
    return sum(range(100))  # the same
"""
SLOWER = "2.0000× slower (1.9969–2.0030)"
CLAIM = "{bench:NAME time_b / time_a > 1.5}"


def write_post(site: Site, name: str = "one", text: str = "", code: str = CODE) -> None:
    fence = code.replace("{name}", name).rstrip()
    head = f"Title: {name}\nDate: 2026-01-01\nCategory: Python\nSlug: {name}\n"
    site.write(f"content/posts/{name}.md", f"{head}\n{text}\n\n```python\n{fence}\n```\n")


def store(site: Site, name: str = "one", ratio: float = 2.0, **changes: str) -> None:
    text = (site.root / f"content/posts/{name}.md").read_text("utf-8")
    (snippet,) = read_snippets(text)
    values = {("3.13", "time_a"): spread(1e-3), ("3.13", "time_b"): spread(1e-3 * ratio, 0.012)}
    make_results(site.root / "content/measurements", snippet, values, **changes)


@pytest.fixture
def measured(tmp_path: Path) -> Site:
    """A site with one benchmark, fresh, and a claim about it."""
    site = make_site(tmp_path)
    write_post(site, text=f"It is {CLAIM.replace('NAME', 'one')} slower.")
    store(site)
    return site


def test_all_is_fresh_and_public(measured: Site) -> None:
    result = measured.invoke("publish")
    assert (result.code, result.report) == (0, "")
    page = measured.read("posts/one/index.html")
    assert re.search(
        r'<data class="bench" value="1.99996" title="95&nbsp;% interval [^"]+">2.0000×</data>', page
    )
    assert "<code>uv run https://measured-python.github.io/posts/one/one.py</code>" in page
    assert "/// script" not in page
    assert 'href="../../benchmarks/one/samples.csv"' in page


def test_the_script_is_the_measured_one_and_one_block(measured: Site) -> None:
    measured.invoke("publish")
    (snippet,) = read_snippets((measured.root / "content/posts/one.md").read_text("utf-8"))
    text = measured.read("posts/one/one.py")
    script = compile_script(snippet)
    assert text.startswith(script)
    block = text[len(script) :]
    assert block.startswith("\n\n# --- Published numbers, as JSON ---\n")
    assert all(line.startswith("#") for line in block.strip().split("\n"))


def test_samples_are_all_values(measured: Site) -> None:
    measured.invoke("publish")
    suite = pyperf.BenchmarkSuite.load(str(measured.output / "benchmarks/one/desk/3.13.json"))
    assert [len(bench.get_values()) for bench in suite] == [10, 10]
    rows = list(csv.DictReader(io.StringIO(measured.read("benchmarks/one/samples.csv"))))
    assert len(rows) == 20
    assert rows[0] == {
        "machine": "desk",
        "interpreter": "3.13",
        "cell": "time_a",
        "round": "0",
        "date": "2026-11-24 14:25:03",
        "gil": "on",
        "value": "0.00101",
        "unit": "second",
    }


def test_the_list_names_post_machine_and_date(measured: Site) -> None:
    measured.invoke("publish")
    page = measured.read("benchmarks/index.html")
    for words in ("/posts/one/#benchmark:one", "Fresh", "2026-11-24", "desk", "time_b"):
        assert words in page
    assert 'id="benchmark:one"' in measured.read("posts/one/index.html")


def read_entries(site: Site) -> dict[str, tuple[str, str]]:
    """Read id, and time and content, of each entry of the feed of benchmarks."""
    root = ET.fromstring(site.read("feeds/benchmarks.atom.xml"))
    return {
        str(entry.findtext(f"{ATOM}id")): (
            str(entry.findtext(f"{ATOM}updated")),
            str(entry.findtext(f"{ATOM}content")),
        )
        for entry in root.iter(f"{ATOM}entry")
    }


def test_an_entry_changes_when_its_numbers_do_and_only_then(measured: Site) -> None:
    write_post(measured, "two")
    store(measured, "two")
    measured.invoke("publish")
    before = read_entries(measured)
    assert len(before) == 2
    write_post(measured, "two", "Other prose.")
    store(measured, ratio=3.0)
    measured.invoke("publish")
    after = read_entries(measured)
    assert before.keys() == after.keys()
    changed = [name for name in before if before[name] != after[name]]
    assert len(changed) == 1
    assert "/one/" in changed[0]


def test_feeds_have_code_table_and_links_and_no_drawing(measured: Site) -> None:
    measured.invoke("publish")
    root = ET.fromstring(measured.read("feeds/all.atom.xml"))
    content = str(root.findtext(f"{ATOM}entry/{ATOM}content"))
    for words in ("time_a", "<table", SLOWER, "<data ", "uv run https://"):
        assert words in content
    assert "<svg" not in content
    assert 'href="https://measured-python.github.io/posts/one/one.py"' in content
    assert 'href="https://measured-python.github.io/benchmarks/one/samples.csv"' in content


def test_other_drawings_stay_in_feeds() -> None:
    own = "<svg><g></g></svg>"
    ours = '<svg class="strip" height="20"><svg viewBox="0 0 1 1"></svg></svg>'
    assert simplify(f"a{own}b{ours}c{own}d") == f"a{own}bc{own}d"


def test_one_token_makes_cells_and_claims_stale(measured: Site) -> None:
    """In every build; an error in public."""
    write_post(
        measured,
        text=f"It is {CLAIM.replace('NAME', 'one')} slower.",
        code=CODE.replace("100", "101", 1),
    )
    result = measured.invoke("build")
    assert result.code == 0
    cells = "2 of 2 cells on desk: not measured since its code changed: time_a[3.13], time_b[3.13]"
    number = f"{CLAIM.replace('NAME', 'one')} has no number"
    for words in (
        f'content/posts/one.md:8: warning: "one": {cells} [bench-stale]',
        f"content/posts/one.md:6: warning: {number}: time_b[3.13] was measured before its code",
        "Measure: invoke bench --only one",
    ):
        assert words in " ".join(result.report.split())
    page = measured.read("posts/one/index.html")
    assert "2 not measured since its code changed" in page
    assert ">not measured</data>" in page
    assert measured.invoke("publish").code == 1


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(CODE.replace("# the same", "# still the same"), id="comment"),
        pytest.param(CODE.replace("(100)", "( 100 )"), id="layout"),
    ],
)
def test_comments_layout_and_prose_make_nothing_stale(measured: Site, code: str) -> None:
    claim = CLAIM.replace("NAME", "one")
    write_post(measured, text=f"Other words, and {claim} again.", code=code)
    result = measured.invoke("publish")
    assert (result.code, result.report) == (0, "")


def test_a_claim_that_no_longer_holds_fails_the_public_build(measured: Site) -> None:
    store(measured, ratio=1.4)
    result = measured.invoke("build")
    assert result.code == 0
    words = (
        "{bench:one time_b / time_a > 1.5} claims > 1.5, but measured is 1.4000× (1.3979–1.4021)"
    )
    assert f"content/posts/one.md:6: warning: {words}" in result.report
    assert 'class="bench bench-doubtful"' in measured.read("posts/one/index.html")
    result = measured.invoke("publish")
    assert result.code == 1
    assert "[bench-number]" in result.report


def test_quick_numbers_are_shown_and_never_published(measured: Site) -> None:
    store(measured, mode="quick")
    result = measured.invoke("build")
    assert result.code == 0
    assert "a first look only" in measured.read("posts/one/index.html")
    assert "\n# --- Published" not in measured.read("posts/one/one.py")
    assert measured.invoke("publish").code == 1


def test_what_drafts_lack_fails_no_public_build(measured: Site) -> None:
    write_post(measured, "two", "{bench:two time_a}")
    path = measured.root / "content/posts/two.md"
    path.write_text(path.read_text("utf-8").replace("Slug", "Status: draft\nSlug", 1), "utf-8")
    result = measured.invoke("publish")
    assert (result.code, result.report) == (0, "")
    assert "two" not in measured.read("benchmarks/index.html")
    assert not (measured.output / "benchmarks/two").exists()


HOSTILE = {
    "markup": '{"benchmarks": "<script>evil()</script>"}',
    "a name": '"name":"time_a","x":"<img src=x onerror=evil()>"',
    "no JSON": "evil",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_reach_no_page(measured: Site, name: str) -> None:
    path = measured.root / "content/measurements/one/desk/3.13.json"
    text = path.read_text("utf-8")
    hostile = HOSTILE[name]
    path.write_text(text.replace('"name":"time_a"', hostile) if "time_a" in hostile else hostile)
    assert "evil" in path.read_text("utf-8")
    result = measured.invoke("build")
    assert result.code == 1
    assert "content/measurements/one/desk/3.13.json" in result.report
    written = b"".join(measured.list_output().values())
    assert b"evil" not in written


GUARD = """
import os
import sys

STARTS = {"subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system",
          "os.spawn", "pty.spawn"}


def has_mark(code):
    return any(
        "MARK OF A BENCHMARK" in const if isinstance(const, str) else
        hasattr(const, "co_consts") and has_mark(const)
        for const in code.co_consts
    )


def guard(event, arguments):
    code = arguments[0] if event == "exec" else None
    if event in STARTS or (hasattr(code, "co_consts") and has_mark(code)):
        os.write(2, f"REFUSED {event}".encode())
        os._exit(99)


sys.addaudithook(guard)
"""
MARKED = CODE.replace("def time_a", '"MARK OF A BENCHMARK"\n\n\ndef time_a', 1)


@pytest.mark.parametrize("settings", ["pelicanconf.py", "publishconf.py"])
def test_building_executes_nothing(tmp_path: Path, settings: str) -> None:
    """Where no process can be started and no code of a benchmark run, a build is as ever."""
    site = make_site(tmp_path)
    write_post(site, text="{bench:one time_b / time_a > 1.5}", code=MARKED)
    store(site)
    site.write("guarded.py", f"{GUARD}\nfrom pelican import main\n\nmain()\n")
    options = ("content", "-s", settings, "-o", "output", "-e", 'CACHE_PATH="x"')
    result = site.run("guarded", *options)
    assert (result.code, result.report) == (0, "")
    assert SLOWER in site.read("posts/one/index.html")


@pytest.mark.parametrize(
    "deed", ["import subprocess; subprocess.run(['true'])", "exec(open('marked.py').read())"]
)
def test_the_guard_of_that_test_refuses(tmp_path: Path, deed: str) -> None:
    site = make_site(tmp_path)
    site.write("marked.py", MARKED)
    site.write("deed.py", f"{GUARD}\n{deed}\n")
    result = site.run("deed")
    assert (result.code, "REFUSED" in result.report) == (99, True)


def test_a_translation_has_the_same_results(measured: Site) -> None:
    path = measured.root / "content/posts/one.md"
    measured.write(
        "content/posts/one.de.md", path.read_text("utf-8").replace("Slug", "Lang: de\nSlug", 1)
    )
    result = measured.invoke("publish")
    assert (result.code, result.report) == (0, "")
    assert SLOWER in measured.read("de/posts/one/index.html")
    assert measured.read("de/posts/one/one.py") == measured.read("posts/one/one.py")
    assert measured.read("benchmarks/index.html").count('class="entry beside"') == 1


def test_lists_have_one_order_and_originals(measured: Site) -> None:
    """Whatever order Pelican reads files in, which is another one in each process."""
    names = ["one", "two", "three", "four", "five"]
    for name in names:
        write_post(measured, name)
        store(measured, name)
        text = (measured.root / f"content/posts/{name}.md").read_text("utf-8")
        measured.write(f"content/posts/{name}.de.md", text.replace("Slug", "Lang: de\nSlug", 1))
    assert measured.invoke("publish").code == 0
    page = measured.read("benchmarks/index.html")
    site = "https://measured-python.github.io"
    places = [f"/posts/{name}/#benchmark:{name}" for name in sorted(names, reverse=True)]
    assert re.findall(r'<h2><a href="([^"]+)', page) == [f"{site}{place}" for place in places]
    feed = ET.fromstring(measured.read("feeds/benchmarks.atom.xml"))
    links = [link.attrib["href"] for link in feed.iterfind(f"{ATOM}entry/{ATOM}link")]
    assert links == [f"{site}{place}" for place in places]


def test_code_in_a_file_is_shown(measured: Site) -> None:
    fence = '# /// script\n# [tool.bench]\n# name = "{name}"\n# file = "code.py"\n# ///\n'
    write_post(measured, "two", code=fence)
    measured.write("content/posts/code.py", "def time_in_a_file():\n    return 1 < 2\n")
    assert measured.invoke("build").code == 0
    page = measured.read("posts/two/index.html")
    assert '<span class="nf">time_in_a_file</span>' in page
    assert "tool.bench" not in page


def test_hidden_posts_are_in_no_list(measured: Site) -> None:
    path = measured.root / "content/posts/one.md"
    path.write_text(path.read_text("utf-8").replace("Slug", "Status: hidden\nSlug", 1), "utf-8")
    measured.write("content/posts/other.md", "Title: Other\nDate: 2026-01-01\n\nText.\n")
    assert measured.invoke("publish").code == 0
    assert SLOWER in measured.read("posts/one/index.html")
    assert (measured.output / "benchmarks/one/samples.csv").is_file()
    assert not (measured.output / "benchmarks/index.html").exists()


def test_pages_and_introductions_have_benchmarks_and_numbers_too(measured: Site) -> None:
    for name, path in {"two": "pages/two", "three": "series/a-series"}.items():
        write_post(measured, name, f"It is {CLAIM.replace('NAME', 'one')} slower.")
        post = measured.root / f"content/posts/{name}.md"
        store(measured, name)
        text = post.read_text("utf-8").replace("Date: 2026-01-01\nCategory: Python\n", "")
        if name == "three":
            text = text.replace("Title: three", "Title: A series").replace("Slug: three\n", "")
        measured.write(f"content/{path}.md", text)
        post.unlink()
    text = "Title: Part\nDate: 2026-01-01\nSeries: A series\nSeries_index: 1\n\nText.\n"
    measured.write("content/posts/part.md", text)
    result = measured.invoke("publish")
    assert (result.code, result.report) == (0, "")
    for page, name in {"two/": "two", "series/a-series/": "three"}.items():
        text = measured.read(f"{page}index.html")
        assert SLOWER in text
        assert ">2.0000×</data>" in text
        assert "bench.css" in text
        assert "time_a" in measured.read(f"{page}{name}.py")
    assert len(read_entries(measured)) == 3
    assert "Draft" not in measured.read("benchmarks/index.html")


def test_of_two_with_one_name_numbers_are_of_the_first(measured: Site) -> None:
    write_post(measured, "two")
    path = measured.root / "content/posts/two.md"
    path.write_text(
        path.read_text("utf-8").replace('name = "two"', 'name = "one"').replace("100", "99")
    )
    result = measured.invoke("build")
    assert result.code == 1
    assert 'the benchmark "one" is already in content/posts/one.md' in result.report
    assert SLOWER in measured.read("posts/one/index.html")
    assert SLOWER not in measured.read("posts/two/index.html")


def test_a_broken_noise_run_is_told_once(measured: Site) -> None:
    write_post(measured, "two")
    store(measured, "two")
    measured.write("content/measurements/_noise/desk/3.13.json", "[]")
    result = measured.invoke("build")
    assert result.code == 1
    assert result.report.count("content/measurements/_noise/desk/3.13.json: no file of") == 1


def test_a_post_cannot_take_the_place_of_the_list(measured: Site) -> None:
    measured.write("content/pages/b.md", "Title: B\nSlug: benchmarks\n\nText.\n")
    result = measured.invoke("build")
    assert result.code == 1
    assert "the list of all benchmarks" in result.report
    assert "<h1>Benchmarks</h1>" in measured.read("benchmarks/index.html")


def test_switched_off_there_is_no_list(measured: Site) -> None:
    measured.set('BENCH_INDEX_SAVE_AS = ""', was='BENCH_INDEX_SAVE_AS = "benchmarks/index.html"')
    assert measured.invoke("publish").code == 0
    assert not (measured.output / "benchmarks/index.html").exists()
    assert ">Benchmarks<" not in measured.read("index.html")


def test_values_are_written_nowhere_but_in_the_output(measured: Site) -> None:
    measured.set('BENCH_SAMPLES_PATH = "../elsewhere"')
    result = measured.invoke("build")
    assert result.code == 1
    assert 'BENCH_SAMPLES_PATH = "../elsewhere" is no folder in the output' in result.report
    assert not (measured.root / "elsewhere").exists()
    assert (measured.output / "benchmarks/one/samples.csv").is_file()


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("posts/{slug}", ["one/one.py", "../benchmarks/one/samples.csv"]),
        ("/posts/{slug}/", ["one.py", "../../benchmarks/one/samples.csv"]),
    ],
)
def test_links_lead_to_what_is_written(measured: Site, url: str, links: list[str]) -> None:
    """Wherever an address has slashes."""
    measured.set(f'ARTICLE_URL = "{url}"', was='ARTICLE_URL = "posts/{slug}/"')
    measured.invoke("build")
    page = measured.read("posts/one/index.html")
    assert re.findall(r'class="bench-file" href="([^"]+)"', page)[:2] == links
    assert "<code>uv run /posts/one/one.py</code>" in page
    assert (measured.output / "posts/one/one.py").is_file()


def test_a_site_without_benchmarks_has_no_list(site: Site) -> None:
    assert site.invoke("publish").code == 0
    assert not (site.output / "benchmarks").exists()
    assert not (site.output / "feeds/benchmarks.atom.xml").exists()
