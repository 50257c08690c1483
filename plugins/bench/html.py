"""The HTML of a post that has benchmarks."""

import json
import re
from html import unescape
from typing import Final

from plugins.bench.parse import Fence

_OPENING: Final = re.compile(r'<div class="snippet" data-fence="([^"]*)">')


def take_fences(html: str) -> tuple[str, tuple[Fence, ...]]:
    """Take what the reader noted of benchmarks out of HTML.

    Returns:
        The HTML as readers get it, and the fences in source order.
    """
    if "data-fence" not in html:
        return html, ()
    fences = tuple(Fence(**json.loads(unescape(found[1]))) for found in _OPENING.finditer(html))
    return _OPENING.sub('<div class="snippet">', html), fences
