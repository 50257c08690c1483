"""Broken benchmarks in a whole build: each fault is named once, with file, line and remedy."""

import re
from dataclasses import dataclass, field

import pytest

from tests.bench.fences import BODY, make_code
from tests.conftest import Result, make_site


@dataclass(frozen=True)
class Fault:
    """A fence in a post, and what is said of it."""

    code: str
    line: int
    """In the code; the code begins in line 6 of the post."""
    words: tuple[str, ...]
    more: dict[str, str | bytes] = field(default_factory=dict)
    """Other files."""


def say(toml: str, line: int, *words: str, code: str = BODY, **more: str | bytes) -> Fault:
    """Say something in a table that begins in line 2 and has its name in line 3."""
    return Fault(make_code(toml, code, name="NAME"), line, words, more)


def take(name: str, content: str | bytes, *words: str) -> Fault:
    code = make_code(f'file = "{name}"', "", name="NAME")
    return Fault(code, 4, words, {name: content})


FAULTS = {
    "toml": say("threads = [1,\nx = 2", 5, "the metadata is no TOML", "Mend the TOML"),
    "toml-number": say(f"timeout = {'1' * 5000}", 4, "the metadata is no TOML"),
    "unclosed": Fault(make_code(name="NAME").replace("# ///\n", ""), 1, ("is not closed",)),
    "misspelt": Fault(make_code().replace("# /// script", "#/// script"), 1, ("does not begin",)),
    "two": Fault(make_code() + make_code(), 7, ('a second "# /// script" block', "one block")),
    "unknown": say("thread = [1]", 4, '"thread" is no option', 'Did you mean "threads"?'),
    "threads": say('threads = "two"', 4, 'threads = "two" is not a list', "threads = [1, 2]"),
    "alike": say('params = {a = [10, "10"]}', 4, "params = ", "different numbers"),
    "cells": say(
        "params = {a = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]}\nthreads = ["
        + ", ".join(map(str, range(1, 100)))
        + "]",
        4,
        "1,089 cells are more than the 1,000",
        code="def time_x(a): 1",
    ),
    "nameless": Fault(make_code(name=""), 2, ("the benchmark has no name", "Write name =")),
    "name": Fault(make_code(name="No Name"), 3, ('name = "No Name" is not small letters',)),
    "none": say("", 1, "there is no function time_*", "Write def", code="x = 1"),
    "class": say("", 6, "stands in a class", code="class C:\n    def time_x(self): 1"),
    "generator": say("", 5, "is a generator", code="def time_x(): yield"),
    "defined": say("", 6, "defined twice", code="def time_x(): 1\ndef time_x(): 1"),
    "arguments": say("", 5, "time_x(a) does not take", "def time_x()", code="def time_x(a): 1"),
    "setup": say("", 5, "setup(a) does not", code="def setup(a): 1\ndef time_x(): 1"),
    "async": say("threads = [2]", 6, "threads cannot share", code="async def time_x(): 1"),
    "baseline": say('baseline = "time_y"', 4, "is no function", 'Did you mean "time_x"?'),
    "unit": say("", 2, "track_x has no unit", code="def track_x(): 1"),
    "unit-of": say('unit = {y = "B"}', 4, "there is no such function", 'unit has "y"'),
    "missing": take("../absent/x.py", "", "cannot be read"),
    "outside": take("../../../x.py", "", "it lies outside the content folder"),
    "latin": take("latin.py", b"x = '\xe9'", "cannot be read", "Name a file of UTF-8"),
    "own": take("own.py", make_code(), "block of its own"),
    "main": say("", 7, "__main__", code=f'{BODY}if __name__ == "__main__":\n    time_x()'),
    "syntax": say('interpreters = ["3.11"]', 8, "the code is no Python", code=f"{BODY}x = ("),
    "dependencies": Fault(
        make_code(top="dependencies = 1"), 2, ("dependencies = 1 is not a list", "numpy")
    ),
    "top": Fault(make_code(top="threads = [1]"), 2, ('"threads" may not', "Move it into")),
    "taken": Fault(make_code(name="once"), 0, ('"once" is already in content/posts/once.md:5',)),
}
"""By name of the post; its benchmark has that name, too."""


def write_post(slug: str, code: str, day: int, more: str = "") -> str:
    head = f"Title: {slug}\nDate: 2025-01-{day:02}\nSlug: {slug}\n{more}"
    return f"{head}\n```python\n{code.replace('NAME', slug)}\n```\n"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """How a site ends that has all faults at once."""
    site = make_site(tmp_path_factory.mktemp("broken"))
    for number, (slug, fault) in enumerate(FAULTS.items()):
        text = write_post(slug, fault.code.rstrip(), number % 28 + 1)
        site.write(f"content/posts/{slug}.md", text)
        for name, content in fault.more.items():
            if content:
                site.write(f"content/posts/{name}", content)
    once = make_code(name="once").rstrip()
    site.write("content/posts/once.md", write_post("once", once, 1))
    site.write("content/posts/once.de.md", write_post("once", once, 1, "Lang: de\n"))
    site.set('BENCH_INTERPRETERS = ["3.13", "2.7"]\nBENCH_MACHINE = "My PC"')
    result = site.pelican()
    page = (site.output / "posts/once/index.html").read_text("utf-8")
    assert 'class="snippet"' in page
    assert "data-fence" not in page
    return result


def test_all_faults_are_found_in_one_run_and_nothing_else(broken: Result) -> None:
    assert broken.code == 1
    assert "Traceback" not in broken.out + broken.report
    found = re.findall(r"^content/(.+?):(\d+): error: ", broken.report, re.MULTILINE)
    expected = [(f"posts/{slug}.md", fault.line + 5) for slug, fault in FAULTS.items()]
    expected += [("posts/unit-of.md", 9)]
    assert sorted((file, int(line)) for file, line in found) == sorted(expected)
    # What can be measured all the same was never measured; of a translation that is told once.
    warned = re.findall(
        r"^content/(.+?):\d+: warning: .*\[bench-stale\]$", broken.report, re.MULTILINE
    )
    assert len(warned) == len(set(warned)) == broken.report.count("warning: ") > 0
    assert sum("once" in file for file in warned) == 1


@pytest.mark.parametrize("slug", FAULTS)
def test_each_fault_is_explained(slug: str, broken: Result) -> None:
    start = broken.report.index(f"content/posts/{slug}.md:{FAULTS[slug].line + 5}: error: ")
    said = " ".join(broken.report[start:].split("\n\n")[0].split())
    assert [words for words in FAULTS[slug].words if words not in said] == []


@pytest.mark.parametrize("words", ['BENCH_INTERPRETERS has "2.7"', 'BENCH_MACHINE = "My PC"'])
def test_settings_are_told_once(words: str, broken: Result) -> None:
    assert broken.report.count(words) == 1
