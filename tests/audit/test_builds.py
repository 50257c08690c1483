"""Whole builds of broken sites: each fault is named, with file, line and remedy.

Pelican alone exits 0 on most of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.conftest import Site

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


def test_every_link_is_named_however_many(site: Site) -> None:
    """Pelican's log stops naming the links after the fourth."""
    links = "\n".join(f"[{n}]({{filename}}missing-{n}.md)" for n in range(12))
    site.write(LATER, f"{HEAD}\n{links}\n")
    result = site.pelican()
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
        pytest.param(setting("PLUGINS = []"), "plugins.audit", id="no-audit"),
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
