"""What the runner makes of outputs and errors, with as much of marimo as it knows."""

import importlib.util
import runpy
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.conftest import REPO


class Html:
    def __init__(self, text: str) -> None:
        self.text = text


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    marimo: Any = ModuleType("marimo")
    marimo.Html, marimo.as_html = Html, lambda value: Html(f"<marimo-{value}>")
    monkeypatch.setitem(sys.modules, "marimo", marimo)
    path = REPO / "plugins" / "notebooks" / "runner.py"
    spec = importlib.util.spec_from_file_location("runner_of_tests", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("value", "html"),
    [
        (None, ""),
        (Html("<p>A</p>"), "<p>A</p>"),
        ("a <b>", "<pre>a &lt;b&gt;</pre>"),
        (1.5, "<pre>1.5</pre>"),
        (True, "<pre>True</pre>"),
        ([1, {2}], "<pre>[1, {2}]</pre>"),
        ({"b": 1, "a": "<"}, "<pre>{&#x27;b&#x27;: 1, &#x27;a&#x27;: &#x27;&lt;&#x27;}</pre>"),
        ([], "<pre>[]</pre>"),
        ([{"a": 1}, {"b": 1}], "<pre>[{&#x27;a&#x27;: 1}, {&#x27;b&#x27;: 1}]</pre>"),
        (
            [{"<": 1, "b": True}, {"<": 2, "b": Html("<i>A</i>")}],
            (
                '<table><thead><tr><th scope="col" class="align-right">&lt;</th>'
                '<th scope="col">b</th></tr></thead><tbody>'
                '<tr><td class="align-right">1</td><td>True</td></tr>'
                '<tr><td class="align-right">2</td><td><i>A</i></td></tr></tbody></table>'
            ),
        ),
        (SimpleNamespace(), "<marimo-namespace()>"),
    ],
)
def test_plain_data_is_shown_plainly(runner: ModuleType, value: object, html: str) -> None:
    assert runner.show(value) == html


@pytest.mark.parametrize(
    ("code", "line", "words"),
    [
        ("\ndef f():\n    1 / 0\n\nf()\n", 3, "ZeroDivisionError: division by zero"),
        ("x = (\n", 1, "SyntaxError"),
        ("import json\njson.loads('{')\n", 2, "JSONDecodeError"),
        ("import sys\n\nsys.exit('enough')\n", 3, "SystemExit: enough"),
    ],
)
def test_an_error_has_its_line_and_no_frames_but_its_own(
    runner: ModuleType, tmp_path: Path, code: str, line: int, words: str
) -> None:
    path = str(tmp_path / "a.py")
    Path(path).write_text(code)
    with pytest.raises((Exception, SystemExit)) as caught:
        runpy.run_path(path)
    told = runner.explain(caught.value, path)
    assert told["line"] == line
    assert words in told["error"]
    assert "runpy" not in told["error"]
