"""No code in a post goes unchecked without saying why."""

import re
from pathlib import Path

import pytest

from conftest import SYBIL

CONTENT = Path(__file__).parent.parent / "content"
SOURCES = sorted(CONTENT.rglob("*.md"))
FENCE = re.compile(r"^\s*(?:`{3,}|~{3,})\s*\{?\s*\.?(python\w*|py\w*)\b.*$", re.MULTILINE)
SKIP = re.compile(r"<!--+\s*skip:(?P<what>[^>]*?)-->")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_python_fence_is_run(path: Path) -> None:
    """A fence that the collector does not know would be published untested."""
    text = path.read_text()
    regions = SYBIL.parse(path).examples()
    starts = [match.start() for match in FENCE.finditer(text)]
    ends = [*starts, len(text)][1:]
    untested = [
        text.count("\n", 0, start) + 1
        for start, end in zip(starts, ends, strict=True)
        if not any(start <= region.start < end for region in regions)
    ]
    assert untested == [], f"{path}: lines {untested} begin code that is not run"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_what_is_skipped_says_why(path: Path) -> None:
    silent = [s["what"] for s in SKIP.finditer(path.read_text()) if '"' not in s["what"]]
    assert silent == [], 'write <!--- skip: next "reason" -->'
