"""Benchmarks that run in the page: on a click, to the end or to Stop, and never elsewhere."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyperf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Request, expect

from plugins.bench.browser import _MISSING, _USES
from tests.bench.samples import write_measurements
from tests.browser.conftest import serve
from tests.conftest import IS_LONG, Site, make_site, only_long

pytestmark = pytest.mark.browser

POST = """Title: Runs
Slug: runs
Date: 2026-11-01

```python
# /// script
# [tool.bench]
# name = "run-sum"
# interpreters = ["3.13"]
# ///
NUMBERS = list(range(2_000))


def time_sum():
    return sum(NUMBERS)


def time_loop():
    total = 0
    for number in NUMBERS:
        total = sum((total, number))  # so slow that no busy machine hides it
    return total
```

```python
# /// script
# [tool.bench]
# name = "run-other"
# interpreters = ["3.13"]
# unit = "B"
# ///
def track_one():
    return 1
```

```python
# /// script
# [tool.bench]
# name = "run-threads"
# interpreters = ["3.13"]
# ///
import threading


def time_thread():
    threading.Thread(target=int).start()
```
"""
PLACE = "posts/runs/"
COLD, WARM = 30_000, 10_000
"""Milliseconds that a test waits: a machine of CI may be slow. What is promised is measured."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = make_site(tmp_path_factory.mktemp("run"))
    made.write("content/posts/runs.md", POST)
    write_measurements(made.root / "content")
    result = made.pelican()
    assert result.code == 0, result.report
    return made


@pytest.fixture(scope="module")
def url(site: Site) -> Iterator[str]:
    with serve(site.output) as root:
        yield root + PLACE


@dataclass
class Bench:
    """A benchmark in a page."""

    page: Page
    name: str

    @property
    def whole(self) -> Locator:
        return self.page.locator(".snippet", has=self.page.locator(f"[id='benchmark:{self.name}']"))

    @property
    def button(self) -> Locator:
        return self.whole.locator(".bench-buttons button").first

    @property
    def edit(self) -> Locator:
        return self.whole.locator(".bench-buttons button").nth(1)

    @property
    def code(self) -> Locator:
        return self.whole.get_by_role("textbox")

    @property
    def status(self) -> Locator:
        return self.whole.get_by_role("status")

    @property
    def output(self) -> Locator:
        return self.whole.locator(".bench-output")

    @property
    def rows(self) -> Locator:
        return self.whole.locator(".bench-yours tr:has(td)")

    def run(self, code: str = "", until: str = "Done|Ended") -> None:
        """Run it, or other code in its place, to the end."""
        if code:
            self.write(code)
        self.button.click()
        expect(self.status).to_contain_text(re.compile(until), timeout=COLD)

    def write(self, code: str) -> None:
        if self.edit.inner_text() == "Edit":
            self.edit.click()
        self.code.fill(code)


@dataclass
class Visit:
    """A visit to the post, and all that was asked for and noted in it."""

    page: Page
    requests: list[Request] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def bench(self, name: str = "run-sum") -> Bench:
        return Bench(self.page, name)

    def list_runtime(self) -> list[str]:
        """List what was asked for to run Python."""
        marks = ("/pyodide/", "run-worker", "/page-")
        return [r.url for r in self.requests if any(mark in r.url for mark in marks)]


@contextmanager
def visit(browser: Browser, url: str, **context: str | bool) -> Iterator[Visit]:
    with browser.new_context(**context) as made:
        page = made.new_page()
        found = Visit(page)
        made.on("request", lambda request: found.requests.append(request))  # noqa: PLW0108
        page.on("console", lambda message: found.notes.append(message.text))
        page.on("pageerror", lambda error: found.notes.append(str(error)))
        page.goto(url, wait_until="networkidle")
        yield found


@pytest.fixture(scope="module")
def warm(browser: Browser, url: str) -> Iterator[Visit]:
    """A page in which Python is there already."""
    with visit(browser, url) as found:
        found.bench("run-other").run()
        yield found


def check_access(page: Page, *, in_both: bool = IS_LONG) -> None:
    for scheme in ("light", "dark") if in_both else ("light",):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def test_nothing_is_loaded_before_a_click_and_nothing_from_elsewhere_after(
    browser: Browser, url: str, site: Site
) -> None:
    with visit(browser, url) as found:
        assert found.list_runtime() == []
        bench = found.bench()
        expect(bench.whole.locator(".bench-size")).to_contain_text("13.4 MB")
        bench.run()
        names = {address.rsplit("/", 1)[1] for address in found.list_runtime()}
        assert {"pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"} < names
        root = url.removesuffix(PLACE)
        assert [r.url for r in found.requests if not r.url.startswith((root, "blob:"))] == []
        assert found.notes == []
        stored = found.page.evaluate("JSON.stringify([{...localStorage}, document.cookie])")
        assert json.loads(stored) == [{}, ""]
    published = {path.name for path in (site.output / "pyodide").glob("*/*")}
    notices = {"NOTICE.txt", "MPL-2.0.txt", "PSF-2.0.txt"}
    assert (
        published
        == {name for name in names if "run-" not in name and "page-" not in name} | notices
    )


def test_rows_stand_beside_the_published_and_agree_in_direction_with_this_machine(
    warm: Visit, site: Site, tmp_path: Path
) -> None:
    bench = warm.bench()
    bench.run()
    first, second = bench.rows.all()
    title = bench.whole.locator(".bench-yours th[scope=rowgroup]")
    expect(title).to_contain_text("Your browser (WebAssembly, 1 thread)The middle of 5 values")
    expect(first).to_contain_text("baseline")
    expect(second).to_contain_text(re.compile(r"time_loop.*[\d.]+× slower \([\d.]+–[\d.]+\)"))
    expect(second).to_contain_text(re.compile(r"Published: .*\(3\.13\)"))
    path = tmp_path / "values.json"
    script = site.output / PLACE / "run-sum.py"
    command = [sys.executable, str(script), "--quick", "--output", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    # The least: the mean of so few is also that of whatever else is at work on this machine.
    least = {b.get_name(): min(b.get_values()) for b in pyperf.BenchmarkSuite.load(str(path))}
    assert least["time_loop"] > 3 * least["time_sum"]


def test_one_worker_serves_all_one_after_another(warm: Visit) -> None:
    one, other = warm.bench(), warm.bench("run-other")
    before = len(warm.list_runtime())
    one.button.click()
    expect(one.button).to_have_text("Stop")
    other.button.click()
    expect(other.status).to_contain_text("Waiting")
    expect(other.status).to_contain_text("Done", timeout=COLD)
    expect(one.status).to_contain_text("Done")
    assert len(warm.page.workers) == 1
    assert len(warm.list_runtime()) == before


def test_one_that_waits_can_be_taken_back(warm: Visit) -> None:
    one, other = warm.bench(), warm.bench("run-other")
    one.button.click()
    other.button.click()
    expect(other.status).to_contain_text("Waiting")
    other.button.click()
    expect(other.status).to_have_text("Stopped.", timeout=1_000)
    expect(one.button).to_have_text("Stop")
    other.button.click()
    expect(other.status).to_contain_text("Done", timeout=COLD)
    expect(one.status).to_contain_text("Done")


@pytest.mark.parametrize(
    "code",
    [
        (
            "def time_a():\n    while True:\n        try:\n            while True: pass\n"
            "        except BaseException: pass\n"
        ),
        "while True:\n    print('again')\n",
    ],
    ids=["swallows", "prints"],
)
def test_stop_stops_anything_and_run_runs_again(warm: Visit, code: str) -> None:
    bench = warm.bench("run-other")
    bench.write(code)
    bench.button.click()
    expect(bench.status).to_have_text("Measuring.", timeout=COLD)
    bench.button.click()
    expect(bench.status).to_have_text("Stopped.", timeout=2_000)
    expect(bench.button).to_have_text("Run")
    bench.edit.click()
    bench.run()
    expect(bench.rows).to_have_count(1)


def test_rows_are_of_the_code_that_is_there(warm: Visit) -> None:
    bench = warm.bench("run-other")
    bench.run()
    expect(bench.rows).to_have_count(1)
    bench.write("def track_one():\n    return 2\n")
    expect(bench.rows).to_have_count(0)
    expect(bench.status).to_be_empty()
    bench.run()
    expect(bench.rows).to_contain_text("2")
    bench.edit.click()
    expect(bench.rows).to_have_count(0)


def test_what_waits_is_run_as_it_was_when_run_was_pressed(warm: Visit) -> None:
    one, other = warm.bench(), warm.bench("run-other")
    one.button.click()
    other.button.click()
    other.write("def track_one():\n    return 999\n")
    expect(one.status).to_contain_text("Done", timeout=COLD)
    expect(one.button).to_have_text("Run")
    expect(other.button).to_have_text("Run", timeout=WARM)
    expect(other.rows).to_have_count(0)  # of other code than is there
    other.edit.click()


def test_what_a_reader_runs_leaves_nothing_to_the_next(warm: Visit) -> None:
    bench, other = warm.bench("run-other"), warm.bench()
    bench.run(
        "import builtins, math, sys\n"
        "builtins.sum = math.isqrt = None\n"
        "print('half', end='')\n"
        "def track_one(): return 1\n"
    )
    expect(bench.output).to_have_text("half")
    other.run()
    expect(other.rows).to_have_count(2)
    expect(other.output).to_be_empty()
    assert len(warm.page.workers) <= 1  # the next is on its way
    bench.edit.click()


def test_a_python_that_breaks_down_is_started_anew(warm: Visit) -> None:
    bench = warm.bench("run-other")
    bench.run("import ctypes\nctypes.string_at(2**32 - 16)\n", until="broke down")
    expect(bench.output).to_contain_text("memory access out of bounds")
    bench.edit.click()
    bench.run()
    warm.notes.clear()  # Pyodide notes it at length


def test_without_its_baseline_a_row_has_nothing_published_beside_it(warm: Visit) -> None:
    bench = warm.bench()
    bench.run("def time_sum(): 1 / 0\ndef time_loop(): return sum(range(2_000))\n")
    expect(bench.rows).to_have_count(1)
    expect(bench.rows).not_to_contain_text("Published")
    expect(bench.status).to_contain_text("with errors")
    bench.edit.click()


def test_a_double_click_is_one(warm: Visit) -> None:
    bench = warm.bench("run-other")
    bench.button.dblclick()
    expect(bench.status).to_contain_text("Done", timeout=COLD)


PRINTS_AND_FAILS = """
print("x" * 5_000)
for number in range(1, 2_001): print("line", number)
def track_one():
    return 1 / 0
"""


def test_long_output_is_cut_and_an_error_has_its_line(warm: Visit) -> None:
    bench = warm.bench("run-other")
    bench.run(PRINTS_AND_FAILS)
    expect(bench.output).to_contain_text("track_one: ZeroDivisionError: division by zero")
    expect(bench.output).to_contain_text('File "run-other.py", line 5, in track_one')
    expect(bench.status).to_have_text("Ended with an error.")
    expect(bench.rows).to_have_count(0)
    assert bench.output.get_attribute("aria-live") == "polite"
    check_access(warm.page)
    printed = bench.output.locator(".bench-printed").inner_text().rstrip().split("\n")
    assert printed[0] == f"{'x' * 1000} … (5000 characters)"
    assert printed[1:3] == ["line 1", "line 2"]
    assert "… 1,781 lines are left out …" in printed
    assert printed[-2:] == ["line 1999", "line 2000"]
    assert len(printed) < 230
    bench.edit.click()


FORBIDDEN = """
import js
async def track_fetch(): return await js.fetch("https://elsewhere.invalid/secret")
def track_post(): js.postMessage("x")
def track_close(): js.close()
def track_eval(): js.eval("1")
def track_fine(): return 1
"""


def test_what_code_may_not_do_is_out_of_its_reach_and_said(warm: Visit) -> None:
    bench = warm.bench("run-other")
    bench.run(FORBIDDEN)
    expect(bench.output).to_contain_text("Blocked: code in this page may not ask other sites")
    expect(bench.output).to_contain_text("https://elsewhere.invalid/secret")
    expect(bench.output).to_contain_text("postMessage is not for code in this page")
    expect(bench.output).to_contain_text("close is not for code in this page")
    expect(bench.output).to_contain_text("track_eval: pyodide.ffi.JsException: EvalError")
    expect(bench.rows).to_have_count(1)
    assert not any("elsewhere" in request.url for request in warm.requests)
    warm.notes.clear()  # the browser notes what it blocks
    bench.edit.click()


TAKE_ALL = "from ctypes import pythonapi as c\nwhile c.PyMem_RawMalloc(10**8): pass\n"
"""Takes all memory without filling it, which would take long."""


LACKING = """
import asyncio, subprocess, threading
def track_thread(): threading.Thread(target=int).start()
def track_process(): subprocess.run(["true"])
def track_interpreter(): from concurrent import interpreters
def track_package(): import numpy
def track_loop(): asyncio.Runner().run(asyncio.sleep(0))
def time_fine(): return sum(range(100))
"""


@only_long
def test_what_a_browser_lacks_is_said_with_the_local_command(warm: Visit, url: str) -> None:
    bench = warm.bench("run-other")
    bench.run(LACKING)
    for meaning in (
        "has one thread",
        "cannot start processes",
        "has no subinterpreters",
        "Python's standard library is here",
        "and runs already",
    ):
        expect(bench.output).to_contain_text(
            f"{meaning}. On your machine: uv run {url}run-other.py"
        )
    bench.edit.click()


@only_long
def test_memory_that_is_used_up_is_told_and_given_back(warm: Visit) -> None:
    bench = warm.bench("run-other")
    bench.run(f"{TAKE_ALL}x = bytes(10**9)\n")
    expect(bench.output).to_contain_text("There is no more memory")
    bench.edit.click()
    bench.run()


ABSENT = """
import importlib
def find(name):
    top, _, rest = name.partition(".")
    found = importlib.import_module(top)
    for part in rest.split(".") if rest else ():
        top += f".{part}"
        try:
            found = getattr(found, part)
        except AttributeError:
            found = importlib.import_module(top)
def has(name):
    try:
        find(name)
    except (ImportError, AttributeError, NotImplementedError):
        return False
    return True
for name in NAMES:
    if has(name): print(name)
def track_a(): return 1
"""


def test_what_is_said_to_be_missing_is_missing(warm: Visit) -> None:
    """Of modules; what is there and fails when it is called was tried one by one."""
    bench = warm.bench("run-other")
    names = [*_MISSING, *_USES["it starts subinterpreters"]]
    bench.run(f"NAMES = {names!r}\n{ABSENT}")
    printed = bench.output.locator("pre")
    assert (printed.inner_text().split() if printed.count() else []) == []
    bench.edit.click()


def test_an_edit_survives_a_reload_until_reset(browser: Browser, url: str) -> None:
    with visit(browser, url) as found:
        bench = found.bench("run-other")
        original = bench.whole.locator(".snippet-code pre").inner_text().rstrip()
        bench.write("def track_two():\n    return 2\n")
        found.page.reload()
        expect(bench.code).to_have_value("def track_two():\n    return 2\n")
        expect(bench.status).to_contain_text("your own version")
        bench.run()
        expect(bench.rows).to_have_count(1)
        expect(bench.whole.locator(".bench-yours")).to_contain_text("your version of the code")
        expect(bench.rows).to_contain_text("track_two")
        bench.edit.click()
        expect(bench.code).to_have_count(0)
        assert bench.whole.locator(".snippet-code pre").inner_text().rstrip() == original
        found.page.reload()
        expect(bench.edit).to_have_text("Edit")


def test_the_keyboard_is_enough(warm: Visit) -> None:
    bench, keyboard = warm.bench("run-other"), warm.page.keyboard
    bench.button.focus()
    keyboard.press("Tab")
    expect(bench.edit).to_be_focused()
    keyboard.press("Enter")
    expect(bench.code).to_be_focused()
    keyboard.press("Control+A")
    keyboard.type("def track_key():\n")
    keyboard.press("Tab")
    keyboard.type("return 3")
    assert bench.code.input_value() == "def track_key():\n    return 3"
    keyboard.press("Shift+Tab")
    keyboard.type("  # more")
    assert bench.code.input_value() == "def track_key():\nreturn 3  # more"
    for _ in range(8):
        keyboard.press("Backspace")
    keyboard.press("Home")
    keyboard.press("Tab")
    assert bench.code.input_value() == "def track_key():\n    return 3"
    keyboard.press("Control+Enter")
    expect(bench.status).to_contain_text("Done", timeout=COLD)
    expect(bench.rows).to_contain_text("track_key")
    keyboard.press("Escape")
    keyboard.press("Tab")
    expect(bench.code).not_to_be_focused()
    bench.button.focus()
    keyboard.press("Enter")
    expect(bench.button).to_be_focused()
    expect(bench.status).to_contain_text("Done", timeout=WARM)
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(bench.edit).to_be_focused()
    expect(bench.edit).to_have_text("Edit")


def test_all_states_are_accessible(browser: Browser, url: str) -> None:
    with visit(browser, url) as found:
        bench = found.bench()
        check_access(found.page)  # idle
        hold: list[bool] = [True]
        found.page.route("**/python_stdlib.zip", lambda route: hold[0] or route.continue_())
        bench.button.click()
        expect(bench.whole.get_by_role("progressbar")).to_be_visible(timeout=COLD)
        check_access(found.page)  # loading
        bench.button.click()
        hold[0] = False
        bench.button.click()
        expect(bench.rows.first).to_be_visible(timeout=COLD)
        check_access(found.page)  # running
        bench.button.click()
        bench = found.bench("run-other")
        bench.run()
        check_access(found.page, in_both=True)  # result
        bench.edit.click()
        check_access(found.page)  # edited


def test_without_a_network_it_says_so_and_tries_again(browser: Browser, url: str) -> None:
    with visit(browser, url) as found:
        bench = found.bench("run-other")
        found.page.context.set_offline(True)
        bench.run(until="could not be loaded")
        expect(bench.output).to_contain_text(f"On your machine: uv run {url}run-other.py")
        found.page.context.set_offline(False)
        bench.run()


def test_a_missing_file_is_named(browser: Browser, url: str) -> None:
    with visit(browser, url) as found:
        found.page.context.route("**/python_stdlib.zip", lambda route: route.fulfill(status=404))
        bench = found.bench("run-other")
        bench.run(until="could not be loaded")
        expect(bench.output).to_contain_text("python_stdlib.zip is not there (404)")


def test_blocked_webassembly_is_said_in_words(browser: Browser, site: Site, url: str) -> None:
    html = (site.output / PLACE / "index.html").read_text().replace(" 'wasm-unsafe-eval'", "")
    with browser.new_context() as context:
        page = context.new_page()
        page.route(url, lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(url)
        bench = Bench(page, "run-other")
        bench.run(until="could not be loaded")
        expect(bench.output).to_contain_text("does not allow WebAssembly")


def test_what_cannot_run_says_why_instead(browser: Browser, url: str) -> None:
    with visit(browser, url) as found:
        bench = found.bench("run-threads")
        expect(bench.whole).to_contain_text("It cannot run in the browser: it starts threads.")
        expect(bench.whole.get_by_role("button", name="Run")).to_have_count(0)


def test_without_javascript_nothing_else_is_missing(browser: Browser, url: str) -> None:
    with visit(browser, url, java_script_enabled=False) as found:
        expect(found.page.get_by_role("button")).to_have_count(0)
        expect(found.page.locator(".bench-here:visible")).to_have_count(1)
        expect(found.page.locator(".bench-table")).to_have_count(3)
        expect(found.page.locator(".bench-run pre")).to_have_count(3)


def test_a_phone_has_room_for_all(warm: Visit) -> None:
    bench = warm.bench("run-other")
    warm.page.set_viewport_size({"width": 320, "height": 640})
    bench.edit.click()
    bench.run()
    bench.edit.click()
    assert warm.page.evaluate("document.documentElement.scrollWidth") <= 320
    warm.page.set_viewport_size({"width": 1280, "height": 800})


def test_scripts_for_it_are_light_and_only_where_they_are_needed(site: Site) -> None:
    scripts = [*(site.output / "theme" / "js").glob("run*.js")]
    assert len(scripts) == 6
    runner = next((site.output / "benchmarks").glob("page-*.py"))
    assert sum(path.stat().st_size for path in scripts) <= 25_000
    assert runner.stat().st_size <= 40_000
    pages = {path for path in site.output.rglob("*.html") if "run.js" in path.read_text()}
    assert pages == {site.output / PLACE / "index.html"}
