"""The HTML and SVG of results, and of numbers in prose, as a golden file has it."""

import os
import re

from tests.conftest import REPO, Site

GOLDEN = REPO / "tests" / "cases" / "benchmarks.html"
UPDATE = "read the difference, then write the file anew: UPDATE=1 pytest tests/bench/test_golden.py"


def test_results_and_numbers_are_as_the_golden_file_has_them(sample: Site) -> None:
    page = sample.read("posts/measured/index.html")
    text = page[page.index('<div class="text">') : page.index("</article>")]
    # One element a line, so that a difference can be read.
    html = re.sub(r"(?<=>)(?=<(?!/))", "\n", text)
    html = re.sub(r"page-[0-9a-f]{10}", "page-DIGEST", html)
    if os.environ.get("UPDATE"):
        GOLDEN.write_text(html, "utf-8")
    assert html == GOLDEN.read_text("utf-8"), UPDATE
