"""Whole builds of broken sites: each fault is named, with file, line and remedy.

Pelican alone exits 0 on most of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.conftest import Result, Site

LATER = "content/posts/later.md"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a site."""

    name: str
    breaks: Callable[[Site], None]
    file: str
    line: int | Callable[[Site], int] | None
    rule: str
    words: tuple[str, ...]
    """What the message or hint must say."""

    def place(self, site: Site) -> str:
        line = self.line(site) if callable(self.line) else self.line
        return f"{self.file}:{line}: error: " if line else f"{self.file}: error: "


def post(text: str | bytes, path: str = LATER) -> Callable[[Site], None]:
    return lambda site: site.write(path, text)


def setting(line: str, was: str = "") -> Callable[[Site], None]:
    return lambda site: site.set(line, was)


def plugin(name: str, source: str) -> Callable[[Site], None]:
    def add(site: Site) -> None:
        site.write(f"{name}.py", source)
        site.set(f'PLUGINS = [\n    "{name}",', "PLUGINS = [")
        # After audit, as in any order: what counts is that the rest is built.
        text = (site.root / "pelicanconf.py").read_text()
        first = '    "plugins.audit",  # first, so that it hears what befalls the others\n'
        text = text.replace(first, "", 1).replace("PLUGINS = [\n", f"PLUGINS = [\n{first}", 1)
        (site.root / "pelicanconf.py").write_text(text)

    return add


def line_of(needle: str) -> Callable[[Site], int]:
    return lambda site: site.find_line("pelicanconf.py", needle)


def two_of_one_slug(site: Site) -> None:
    site.write("content/posts/a.md", "Title: One\nDate: 2026-11-01\nSlug: same\n\nx\n")
    site.write("content/posts/b.md", "Title: Two\nDate: 2026-11-02\n\nSlug: no\n")
    site.write("content/posts/c.md", "Title: Same\nDate: 2026-11-03\n\nx\n")


HEAD = "Title: Later\nDate: 2026-11-02\n"
SETTINGS = "pelicanconf.py"
FAULTS = [
    Fault("bad-date", post("Title: A\nDate: 2026-13-45\n\nx"), LATER, 2, "date", ("2026-13-45",)),
    Fault("half-date", post("Title: A\nDate: 2026-11\n\nx"), LATER, 2, "date", ("leaves out",)),
    Fault("no-title", post("Titel: A\nDate: 2026-11-02\n\nx"), LATER, 1, "title", ("titel",)),
    Fault("no-date", post("Title: A\n\nx"), LATER, 1, "date", ("missing", "Date: …")),
    Fault(
        "status",
        post(f"{HEAD}Status: publishd\n\nx"),
        LATER,
        3,
        "status",
        ('"publishd"', 'Did you mean "published"?'),
    ),
    Fault(
        "utf-8", post(b"%s\nna\xefve\n" % HEAD.encode()), LATER, 4, "encoding", ("0xef", "UTF-8")
    ),
    Fault(
        "slug", two_of_one_slug, "content/posts/c.md", 1, "slug", ("content/posts/a.md", "Slug:")
    ),
    Fault(
        "filename-link",
        post(f"{HEAD}\n`{{filename}}sond.md` and\n[a]({{filename}}sond.md#x)\n"),
        LATER,
        5,
        "link",
        ("sond.md", 'Did you mean "sound.md'),
    ),
    Fault(
        "static-link",
        post(f"{HEAD}\n![a]({{static}}/images/none.png)\n"),
        LATER,
        4,
        "link",
        ("/images/none.png",),
    ),
    Fault(
        "static-outside",
        post(f"{HEAD}\n[a]({{static}}../../pelicanconf.py)\n"),
        LATER,
        4,
        "link",
        ("pelicanconf.py",),
    ),
    Fault(
        "link-kind",
        post(f"{HEAD}\n[a]({{fielname}}sound.md)\n"),
        LATER,
        4,
        "link",
        ("Did you mean {filename}?",),
    ),
    Fault(
        "no-plugin",
        setting('PLUGINS += ["plugins.nothing"]'),
        SETTINGS,
        line_of("plugins.nothing"),
        "plugin",
        ('"plugins.nothing"', "PLUGINS"),
    ),
    Fault(
        "plugin-syntax",
        plugin("broken", "x = 1\ndef register(:\n    pass\n"),
        "broken.py",
        2,
        "plugin",
        ('"broken"', "SyntaxError"),
    ),
    Fault(
        "plugin-raises",
        plugin("raising", "def register():\n    {}['x']\n"),
        "raising.py",
        2,
        "plugin",
        ('"raising"', "KeyError"),
    ),
    Fault(
        "timezone",
        setting('TIMEZONE = "Europe/Viena"', 'TIMEZONE = "UTC"'),
        SETTINGS,
        line_of("Viena"),
        "timezone",
        ("Europe/Viena", "IANA"),
    ),
    Fault(
        "markdown",
        setting('        "tablets",', '        "tables",'),
        SETTINGS,
        line_of("tablets"),
        "markdown",
        ('"tablets"', "MARKDOWN"),
    ),
    Fault(
        "unknown-setting",
        setting('SITENMAE = "x"'),
        SETTINGS,
        line_of("SITENMAE"),
        "setting",
        ("Did you mean SITENAME?",),
    ),
    Fault(
        "wrong-type",
        setting('DEFAULT_PAGINATION = "ten"', "DEFAULT_PAGINATION = 10"),
        SETTINGS,
        line_of("DEFAULT_PAGINATION"),
        "setting",
        ("DEFAULT_PAGINATION = 'ten'", "a whole number"),
    ),
    Fault(
        "merged-tags",
        post(f"{HEAD}Tags: C, C^\n\nx"),
        LATER,
        3,
        "tag",
        ('"C^"', '"C"'),
    ),
    Fault(
        "page-over-list",
        post("Title: Tags\n\nx", "content/pages/tags.md"),
        "content/pages/tags.md",
        1,
        "url",
        ("tags/index.html", 'the template "tags"'),
    ),
]


def assert_named(fault: Fault, site: Site, report: str) -> None:
    lines = report.split("\n")
    (start,) = [n for n, line in enumerate(lines) if line.startswith(fault.place(site))]
    said = "\n".join(lines[start : start + 2])
    assert f"[{fault.rule}]" in lines[start]
    assert lines[start + 1].startswith("    "), "a remedy follows"
    for words in fault.words:
        assert words in said


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_pelican_names_the_fault_and_fails(fault: Fault, site: Site) -> None:
    """One fault is one error: named, placed, with a remedy, and exit code 1."""
    fault.breaks(site)
    result = site.pelican()
    assert result.code == 1
    assert_named(fault, site, result.report)
    assert result.report.endswith("1 error, 0 warnings\n")
    assert "Traceback" not in result.out + result.report


def test_all_faults_at_once_are_all_named(site: Site) -> None:
    """A site with every fault says everything in one run."""
    for number, fault in enumerate(FAULTS):
        fault.breaks(site)
        if fault.file == LATER:  # each in a file of its own
            (site.root / LATER).rename(site.root / LATER.replace("later", f"later-{number}"))
    result = site.invoke("build")
    assert result.code == 1
    assert "Traceback" not in result.out + result.report
    for number, fault in enumerate(FAULTS):
        own = fault.file.replace("later", f"later-{number}")
        renamed = Fault(fault.name, fault.breaks, own, fault.line, fault.rule, fault.words)
        assert_named(renamed, site, result.report)
    assert (site.output / "posts/sound/index.html").is_file(), "what is sound is written"


@pytest.mark.parametrize("command", ["build", "publish"])
def test_tasks_fail_alike(command: str, site: Site) -> None:
    site.write(LATER, "Title: A\nDate: 2026-13-45\n\nx")
    result = site.invoke(command)
    assert result.code == 1
    assert f"{LATER}:2: error: " in result.report


@pytest.mark.parametrize("option", ["--quiet", "--verbose", "--log-handler=plain"])
def test_options_of_the_log_hide_nothing(option: str, site: Site) -> None:
    site.write(LATER, "Title: A\nDate: 2026-13-45\n\nx")
    result = site.pelican(option)
    assert result.code == 1
    assert result.report.count(f"{LATER}:2: error: ") == 1


@pytest.mark.parametrize("build", [Site.pelican, lambda site: site.invoke("build")])
def test_every_link_is_named_however_many(build: Callable[[Site], Result], site: Site) -> None:
    """Pelican's log stops naming the links after the fourth."""
    links = "\n".join(f"[{n}]({{filename}}missing-{n}.md)" for n in range(12))
    site.write(LATER, f"{HEAD}\n{links}\n")
    result = build(site)
    assert [n for n in range(12) if f"{LATER}:{n + 4}: error: " not in result.report] == []


def test_no_post_at_all(site: Site) -> None:
    (site.root / "content/posts/sound.md").unlink()
    result = site.pelican()
    assert result.code == 1
    assert "content/posts: error: no post at all [no-posts]" in result.report
    assert 'invoke new "Title"' in result.report


def test_no_post_that_could_be_read(site: Site) -> None:
    site.write("content/posts/sound.md", "Titel: A\n")
    result = site.pelican()
    assert "content/posts/sound.md:1: error: the title is missing" in result.report
    assert "of 1 files none could be read" in result.report


def test_only_drafts_pass_while_writing_and_fail_in_public(site: Site) -> None:
    site.write("content/posts/sound.md", "Title: A\nStatus: draft\n\nx")
    assert site.pelican().code == 0
    published = site.invoke("publish")
    assert published.code == 1
    assert "warning: no post is published" in published.report


def test_warnings_fail_only_the_public_site(site: Site) -> None:
    site.write("content/images/dot.png", b"\x89PNG")
    site.write(LATER, f"{HEAD}\n![]({{static}}/images/dot.png)\n")
    written, published = site.pelican(), site.pelican("-s", "publishconf.py")
    assert (written.code, published.code) == (0, 1)
    for result in (written, published):
        assert f"{LATER}:4: warning: the image" in result.report


@pytest.mark.parametrize(
    ("breaks", "words"),
    [
        pytest.param(setting("X = ("), "pelicanconf.py:", id="syntax"),
        pytest.param(setting("X = nothing"), "NameError", id="name"),
        pytest.param(setting('THEME = "no"', 'THEME = "theme"'), 'THEME = "no" is', id="theme"),
        pytest.param(setting('PATH = "no"', 'PATH = "content"'), 'PATH = "no" is', id="path"),
        pytest.param(setting("SITEURL = None", 'SITEURL = ""'), "SITEURL = None should", id="type"),
        pytest.param(setting('PLUGINS = "plugins.audit"'), "should be a list", id="plugins"),
        pytest.param(setting("PLUGINS = []"), "does not name plugins.audit", id="no-audit"),
        pytest.param(
            setting('PLUGINS = ["plugins.reading"]'),
            "does not name plugins.audit",
            id="no-audit-and-no-other-problem",
        ),
    ],
)
def test_build_explains_settings_that_pelican_cannot_load(
    breaks: Callable[[Site], None], words: str, site: Site
) -> None:
    """Here no plugin is loaded: `invoke build` listens by itself."""
    breaks(site)
    result = site.invoke("build")
    assert result.code == 1
    assert "pelicanconf.py" in result.report
    assert words in result.report
    assert "nothing reads" not in result.report
    assert "Traceback" not in result.out + result.report


def test_a_broken_template_is_named_with_its_line(site: Site) -> None:
    theme = site.root / "theme"
    source = theme.resolve()
    theme.unlink()
    for path in source.rglob("*.html"):
        site.write(f"theme/templates/{path.name}", path.read_text())
    site.write("theme/templates/404.html", "{% extends 'base.html' %}\n\n{% block %}\n")
    result = site.pelican()
    assert result.code == 1
    assert "theme/templates/404.html:3: error: the build stopped" in result.report
    assert "Traceback" not in result.out + result.report


def test_debug_shows_the_traceback(site: Site) -> None:
    site.write("raising.py", "def register():\n    {}['x']\n")
    site.set('PLUGINS += ["raising"]')
    assert "Traceback" in site.pelican("--debug").out


def test_a_sound_site_says_nothing(site: Site) -> None:
    result = site.pelican()
    assert (result.code, result.report) == (0, "")


def build_twice(site: Site) -> list[tuple[int, str]]:
    """Build for writing and for the public."""
    return [(r.code, r.report) for r in (site.pelican(), site.pelican("-s", "publishconf.py"))]


@pytest.mark.parametrize(
    ("status", "path"),
    [
        pytest.param("Status: draft", "content/posts/d.md", id="draft"),
        pytest.param("Date: 2999-01-01", "content/posts/d.md", id="scheduled"),
        pytest.param("Status: draft", "content/pages/d.md", id="draft-page"),
    ],
)
def test_a_link_to_what_is_not_public_is_broken_there(status: str, path: str, site: Site) -> None:
    date = "" if "Date" in status else "Date: 2026-11-01\n"
    site.write(path, f"Title: D\n{date}{status}\n\nx")
    site.write(LATER, f"{HEAD}\n[d]({{filename}}/{path.removeprefix('content/')})\n")
    (written, _), (published, report) = build_twice(site)
    assert (written, published) == (0, 1)
    assert f"{LATER}:4: error: the link" in report
    assert "not published" in report


@pytest.mark.parametrize(
    ("save_as", "rival"),
    [
        ("./index.html", 'the template "index"'),
        ("posts//sound/index.html", "content/posts/sound.md"),
        ("posts/x/../sound/index.html", "content/posts/sound.md"),
        ("page/2/index.html", "a list or feed"),
        ("feeds/all.atom.xml", "a feed"),
        ("images/dot.svg", "content/images/dot.svg"),
    ],
)
def test_nothing_is_written_over(save_as: str, rival: str, site: Site) -> None:
    """However the place is spelt, and whatever has it."""
    site.write("content/images/dot.svg", "<svg/>")
    site.write("content/posts/two.md", "Title: Two\nDate: 2026-11-02\n\nx")
    site.write("content/pages/p.md", f"Title: P\nSave_as: {save_as}\nUrl: p\n\nx")
    result = site.pelican("-s", "publishconf.py", "-e", "DEFAULT_PAGINATION=1")
    assert result.code == 1
    assert "[url]" in result.report
    assert "content/pages/p.md" in result.report
    assert rival in result.report


@pytest.mark.parametrize(
    "source",
    ["import sys; sys.exit()", "raise SystemExit('no')", "import nothing_of_that_name", "x = 1"],
)
def test_no_plugin_ends_a_build_unheard(source: str, site: Site) -> None:
    site.write("odd.py", f"{source}\n")
    site.set('PLUGINS += ["odd"]')
    result = site.pelican()
    assert result.code == 1
    assert '"odd" cannot be loaded' in result.report
    assert "Traceback" not in result.out + result.report


def test_what_a_plugin_needs_is_to_be_installed(site: Site) -> None:
    site.write("needy.py", "import nothing_of_that_name\n")
    site.set('PLUGINS += ["needy"]')
    assert "Install what it needs" in site.pelican().report


@pytest.mark.parametrize("where", ["settings", "handler"])
def test_an_exit_of_others_is_told(where: str, site: Site) -> None:
    """`invoke build` says so where plain Pelican would just end."""
    if where == "settings":
        site.set("import sys; sys.exit()")
    else:
        site.write("odd.py", "import sys\ndef register():\n    sys.exit(0)\n")
        site.set('PLUGINS += ["odd"]')
    result = site.invoke("build")
    assert result.code == 1
    assert "SystemExit" in result.report


def test_a_message_with_percent_signs_is_told(site: Site) -> None:
    site.write(
        "odd.py",
        "import logging\n"
        "def register():\n"
        "    logging.getLogger('pelican.odd').error('100% bad %s %s', 'x')\n",
    )
    site.set('PLUGINS += ["odd"]')
    assert "error: 100% bad" in site.pelican().report


@pytest.mark.parametrize(
    ("output", "words"),
    [
        pytest.param("file.txt", "is not a folder", id="file"),
        pytest.param(".", "would be emptied", id="the-site"),
        pytest.param("theme-copy", "would be emptied", id="a-repository"),
    ],
)
def test_the_output_must_be_safe_to_empty(output: str, words: str, site: Site) -> None:
    """Pelican deletes what it is told to write to, file or folder."""
    site.write("file.txt", "precious")
    site.write("theme-copy/.git/HEAD", "precious")
    before = {path for path in site.root.rglob("*") if "__pycache__" not in path.parts}
    for run in (site.run("pelican", "content", "-o", output), site.invoke("build", "-o", output)):
        assert run.code == 1
        assert words in run.report
    after = {path for path in site.root.rglob("*") if "__pycache__" not in path.parts}
    assert before <= after


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ARTICLE_PATHS = []", "no post at all"),
        ("DIRECT_TEMPLATES = [3]", 'DIRECT_TEMPLATES has "3"'),
        ('FILENAME_METADATA = "(?P<date"', "FILENAME_METADATA is not a regular expression"),
        ('MARKDOWN["extension"] = ["toc"]', 'nothing reads "extension" in MARKDOWN'),
        ('MARKDOWN["extensions"] = None', "a list as extensions"),
        ('MARKDOWN["extension_configs"]["toc"] = {"depht": 3}', 'extension "toc" cannot be used'),
    ],
)
def test_settings_wrong_within(line: str, words: str, site: Site) -> None:
    site.set(line)
    result = site.pelican()
    assert result.code == 1
    assert words in result.report
    assert "plugins/audit" not in result.report


@pytest.mark.parametrize("template", ["nothing", ""])
def test_what_stops_the_writing_names_the_source(template: str, site: Site) -> None:
    site.write(LATER, f"{HEAD}Template: {template}\n\nx")
    result = site.pelican()
    assert result.code == 1
    assert f"{LATER}: error: the build stopped" in result.report


def test_settings_in_another_encoding(site: Site) -> None:
    path = site.root / "pelicanconf.py"
    text = path.read_text().replace("# first", "# prémier")
    path.write_bytes(b"# -*- coding: latin-1 -*-\n" + text.encode("latin-1", "replace"))
    assert site.pelican().report == ""


def test_helpers_in_settings_are_no_settings(site: Site) -> None:
    site.set("from pathlib import Path\nROOT = Path('.')\nPATH = str(ROOT / 'content')")
    site.set("from os import O_RDONLY")
    assert site.pelican().report == ""


def test_authors_that_would_share_a_page(site: Site) -> None:
    site.write(LATER, f"{HEAD}Authors: C, C^\n\nx")
    assert f'{LATER}:3: error: "C^" and "C" would share' in site.pelican().report


def test_files_of_editors_are_left_alone(site: Site) -> None:
    (site.root / "content/posts/.#sound.md").symlink_to("user@host.1234")
    site.write("content/posts/sound.md~", "old")
    site.write("content/posts/.hidden.md", "Title: Hidden\nDate: 2026-11-01\n\nx")
    result = site.pelican()
    assert (result.code, result.report) == (0, "")
    assert not (site.output / "posts/hidden").exists()


def test_a_link_on_disk_that_leads_nowhere(site: Site) -> None:
    (site.root / LATER).symlink_to("nowhere.md")
    result = site.pelican()
    assert result.code == 1
    assert f"{LATER}: error: this could not be read: FileNotFoundError" in result.report


def test_an_image_that_only_decorates(site: Site) -> None:
    site.write("content/images/dot.png", b"\x89PNG")
    site.write(LATER, f'{HEAD}\n<img src="{{static}}/images/dot.png" alt="">\n')
    assert site.pelican().report == ""


def test_all_posts_left_out(site: Site) -> None:
    site.write("content/posts/sound.md", "Title: A\nStatus: skip\n")
    assert "error: no post at all [no-posts]" in site.pelican().report


@pytest.mark.parametrize(
    ("path", "source", "line", "words"),
    [
        ("a.rst", "Updates\n#######\n\n:date: never\n\nx\n", 4, "'never' is not a valid date"),
        ("a.html", '<html><head><title>A</title>\n<meta name="date" content="x">', 2, "'x' is not"),
    ],
)
def test_sources_of_other_kinds(path: str, source: str, line: int, words: str, site: Site) -> None:
    site.write(f"content/posts/{path}", source)
    report = site.pelican().report
    assert f"content/posts/{path}:{line}: error: " in report
    assert words in report


def test_sources_of_other_kinds_that_are_not_utf8(site: Site) -> None:
    site.write("content/posts/a.rst", b"Na\xefve\n#####\n\n:date: 2026-11-01\n")
    assert "content/posts/a.rst: error: this is not UTF-8 [encoding]" in site.pelican().report


def test_tasks_work_from_any_folder_of_the_site(site: Site) -> None:
    below = Site(site.root / "content" / "posts")
    assert below.invoke("build").code == 0
    assert (site.output / "index.html").is_file()


def test_a_build_without_settings_says_so(site: Site) -> None:
    (site.root / "pelicanconf.py").unlink()
    result = site.invoke("build")
    assert result.code == 1
    assert "pelicanconf.py" in result.report


def test_two_builds_in_one_process_say_the_same(site: Site) -> None:
    site.write(LATER, f"{HEAD}Tags: a\nTags: b\n\n[a]({{filename}}nothing.md)\n")
    site.write(
        "twice.py",
        "from plugins.audit.cli import build\n"
        "codes = [build('pelicanconf.py', 'output') for _ in range(2)]\n"
        "assert codes == [1, 1], codes\n",
    )
    result = site.run("twice")
    assert result.code == 0, result.report
    first, second = result.report.split("1 error, 1 warning\n")[:2]
    assert first == second


def test_translations_without_an_original(site: Site) -> None:
    for lang in ("de", "fr"):
        site.write(f"content/posts/x.{lang}.md", f"{HEAD}Slug: x\nLang: {lang}\n\nx")
    report = site.pelican().report
    assert "content/posts/x.de.md: warning: " in report
    assert "are translations of no original" in report


def test_hints_are_right_where_the_content_is_a_link(site: Site) -> None:
    (site.root / "content").rename(site.root / "elsewhere")
    (site.root / "content").symlink_to("elsewhere")
    site.write(LATER, f"{HEAD}\n[a]({{filename}}sond.md)\n")
    assert 'Did you mean "sound.md"?' in site.pelican().report
