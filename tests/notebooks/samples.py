"""A small notebook, and what it shows."""

import json
from pathlib import Path

from plugins.notebooks.model import Notebook
from plugins.notebooks.parse import parse_notebook

HEAD = """\
# /// script
# requires-python = ">=3.11"
# dependencies = ["marimo==0.25.2"]
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App()
"""
NOTEBOOK = f"""{HEAD}
with app.setup:
    import marimo as mo


@app.function
def double(x):
    return 2 * x


@app.cell(hide_code=True)
def _(n):
    mo.md(f\"\"\"
    ## Twice

    It is *{{n}}*.
    \"\"\")
    return


@app.cell
def _():
    # Four of them.
    n = double(4)
    n
    return (n,)


@app.cell
def _():
    mo.Html(
        '<svg viewBox="0 0 9 9" role="img" style="stroke: currentColor"><title>A line</title>'
        '<path id="line" d="M0 0h9"/></svg>'
    )
    return


@app.cell
def _():
    [{{"a": 1, "b": "x"}}, {{"a": 20, "b": mo.ui.slider(1, 9, value=3, label="Size")}}]
    return


if __name__ == "__main__":
    app.run()
"""
OUTPUTS = (
    "",
    '<div><h2 id="twice:twice">Twice</h2>\n<p>It is <em>8</em>.</p></div>',
    "<pre>8</pre>",
    (
        '<svg stroke="currentColor" viewBox="0 0 9 9" role="img"><title>A line</title>'
        '<path id="twice:line" d="M0 0h9"></path></svg>'
    ),
    (
        '<table><thead><tr><th scope="col" class="align-right">a</th><th scope="col">b</th></tr>'
        '</thead><tbody><tr><td class="align-right">1</td><td>x</td></tr>'
        '<tr><td class="align-right">20</td>'
        '<td><span class="notebook-control">Size: 3</span></td></tr></tbody></table>'
    ),
)


def parse(source: str = NOTEBOOK, name: str = "twice") -> Notebook:
    found = parse_notebook(name, f"content/posts/{name}.py", source.encode())
    assert isinstance(found, Notebook), found
    return found


def write_run(path: Path, notebook: Notebook, **changes: object) -> None:
    """Store a run, as a stranger might: unchecked."""
    said = {
        "digest": notebook.digest,
        "python": "3.13.15",
        "marimo": "0.25.2",
        "date": "2026-11-27",
        "outputs": OUTPUTS,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(said | changes), "utf-8")
