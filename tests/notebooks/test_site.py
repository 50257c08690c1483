"""Whole builds of a site with notebooks: what is shown and written, and what is never done."""

import ast
import json
import os
import re
import subprocess
import sys

import pytest

from tests.conftest import REPO, Site, make_site
from tests.notebooks.samples import NOTEBOOK, OUTPUTS, parse, write_run
from tests.pages import find_broken, read

GOLDEN = REPO / "tests" / "cases" / "notebook.html"
UPDATE = "read the difference, then write it anew: UPDATE=1 pytest tests/notebooks/test_site.py"
HEAD = "Title: {0}\nDate: 2026-01-01\nCategory: Python\nSlug: {0}\n"
BASE = "https://example.org/repo"


def write_post(site: Site, name: str, text: str, head: str = "") -> str:
    path = f"content/posts/{name}.md"
    site.write(path, f"{HEAD.format(name)}{head}\n{text}\n")
    return path


def store(site: Site, name: str = "twice", **changes: object) -> None:
    write_run(site.root / f"content/notebooks/{name}.json", parse(name=name), **changes)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A published site with notebooks in a post, a draft and a page."""
    site = make_site(tmp_path_factory.mktemp("notebooks"))
    site.write("content/posts/twice.py", NOTEBOOK)
    store(site)
    write_post(site, "one", "Before.\n{notebook:twice.py}\nAfter.\n\n## An end\n\nText.")
    write_post(site, "two", "As `{notebook:a.py}` and \\{notebook:a.py} say.")
    write_post(site, "draft", "{notebook:later.py}", "Status: draft\n")
    site.write("content/posts/later.py", NOTEBOOK)
    site.write("content/pages/all.md", "Title: All\n\n> {notebook:/posts/twice.py}\n")
    result = site.invoke("publish", "--siteurl", BASE)
    assert result.code == 0, result.report
    return site


def test_a_notebook_is_as_the_golden_file_has_it(public: Site) -> None:
    text = public.read("posts/one/index.html")
    html = text[text.index('<div class="text">') : text.index("</article>")]
    html = re.sub(r"(?<=>)(?=<(?!/))", "\n", html)  # an element a line: a difference can be read
    if os.environ.get("UPDATE"):
        GOLDEN.write_text(html, "utf-8")
    assert html == GOLDEN.read_text("utf-8"), UPDATE


def test_its_file_is_beside_each_page_byte_for_byte(public: Site) -> None:
    for folder in ("posts/one", "all"):
        assert public.read(f"{folder}/twice.py") == NOTEBOOK
        page = read(public.output / folder / "index.html")
        assert page.select_one('.notebook-about a[href="twice.py"]')
        assert f"uvx marimo edit --sandbox {BASE}/{folder}/twice.py" in page.get_text()
        assert page.select_one('link[href$="notebooks.css"]')
    assert "notebooks.css" not in public.read("posts/two/index.html")
    assert not [place for place in public.list_output() if "later" in place]
    assert find_broken(public.output, f"{BASE}/") == []


def test_code_and_escapes_stay_as_they_are(public: Site) -> None:
    page = read(public.output / "posts/two/index.html")
    assert "As {notebook:a.py} and {notebook:a.py} say." in page.get_text()


def test_its_headings_are_those_of_the_post(public: Site) -> None:
    """As those of the text around it."""
    page = read(public.output / "posts/one/index.html")
    assert [str(h["id"]) for h in page.select(".text h2")] == ["twice:twice", "an-end"]


def test_feeds_have_code_and_outputs(public: Site) -> None:
    feed = json.loads(public.read("feeds/all.json"))
    (content,) = [
        item["content_html"] for item in feed["items"] if "Before" in item["content_html"]
    ]
    for words in (
        "n = double(4)",
        "<pre>8</pre>",
        "<em>A line</em>",
        "Size: 3",
        f"{BASE}/posts/one/",
    ):
        assert words in content
    assert "class=" not in content


def test_an_excerpt_has_no_word_on_how_to_open_it(public: Site) -> None:
    page = read(public.output / "index.html").get_text()
    assert "n = double(4)" in page
    assert "uvx" not in page


def test_what_is_wrong_is_told_at_its_line(site: Site) -> None:
    site.write("content/posts/twice.py", NOTEBOOK.replace("(4)", "(5)"))
    store(site)
    for name in ("forged", "new", "two"):
        site.write(f"content/posts/{name}.py", NOTEBOOK)
    store(site, "forged", outputs=["", "", '<p onclick="x">EVIL</p>', "", ""])
    store(site, "two", outputs=[o.replace("twice:", "two:") for o in OUTPUTS])
    site.write("content/posts/broken.py", NOTEBOOK.replace("double(4)", "double(4"))
    names = "twice forged new two two broken gone ../../pelicanconf sound.md".split()
    lines = [f"{{notebook:{n}{'' if '.md' in n else '.py'}}}" for n in names]
    text = "\n\n".join([*lines, "A {notebook:two.py} within."])
    post = write_post(site, "all", text, "Summary: {notebook:two.py}\n")
    result = site.invoke("build")
    said = " ".join(result.report.split())
    for words in (
        f'{post}:7: warning: the notebook "twice" has not been run since its code changed',
        "[notebook-stale] Run it: invoke notebooks --only twice",
        "content/notebooks/forged.json: error: this has in output 3 what no page may have",
        f'{post}:11: warning: the notebook "new" has not been run [notebook-stale]',
        f'{post}:15: error: the notebook "two.py" is shown twice [notebook]',
        "content/posts/broken.py:33: error: it is no Python: '(' was never closed [notebook]",
        f'{post}:19: error: the notebook "gone.py" is not there [notebook]',
        f'{post}:21: error: the notebook "../../pelicanconf.py" lies outside the content folder',
        f'{post}:23: error: the notebook "sound.md" is no .py file',
        f"{post}:25: error: {{notebook:two.py}} stands within a text",
        f"{post}:5: error: {{notebook:two.py}} stands in a summary",
    ):
        assert words in said
    assert (result.code, "8 errors, 3 warnings" in said) == (1, True), said
    page = read(site.output / "posts/all/index.html")
    assert len(page.select(".notebook-gap")) == 3
    assert len(page.select(".notebook-output")) == 4  # of the one that is fresh
    assert "EVIL" not in page.get_text()


def test_a_change_is_seen_by_the_next_build_though_posts_are_cached(site: Site) -> None:
    site.write("content/posts/twice.py", NOTEBOOK)
    head = "Title: One\nDate: 2026-01-01\nCategory: Python\nTags: caching\n"
    site.write("content/posts/one.md", f"{head}\n{{notebook:twice.py}}\n")
    found = []
    for change in (lambda: None, lambda: store(site)):
        change()
        result = site.pelican("-e", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true")
        assert "pickle" not in result.report
        found.append(">8</pre>" in site.read("posts/one/index.html"))
    assert found == [False, True]


def test_a_build_imports_nothing_that_runs_a_notebook() -> None:
    code = "import sys, plugins.notebooks as _; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True, check=True)
    names = done.stdout.split()
    assert "plugins.notebooks.store" in names
    assert not {"plugins.notebooks.run", "plugins.notebooks.runner", "marimo"} & {*names}


def test_only_one_module_starts_processes() -> None:
    users = set()
    for path in (REPO / "plugins" / "notebooks").glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        imported = {
            n.name for node in ast.walk(tree) if isinstance(node, ast.Import) for n in node.names
        }
        if imported & {"subprocess", "runpy", "importlib"}:
            users.add(path.name)
    assert users == {"run.py", "runner.py"}
