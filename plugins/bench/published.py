"""Published scripts."""

from plugins.bench.board import Results
from plugins.bench.script import compile_script


def publish_script(results: Results) -> str:
    """Write the script of a snippet as readers get it."""
    return compile_script(results.snippet)
