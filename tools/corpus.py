"""Generates a blog of realistic posts, the same bytes for the same number."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

WORDS: Final = 1300
"""Words of prose in a post."""
_BLOCKS: Final = 3
_PARTS: Final = 10
"""Posts of a series."""
_SYLLABLES: Final = "ar ben col dis en for ga ha in ko lo mer no op pre qui re sa ter un vi".split()
# No digits: plain Pelican writes page 2 of "tag" over page 1 of "tag2".
_TAGS: Final = tuple(f"{letter}-topic" for letter in "abcdefghijklmnopqrstuvwx")
_CATEGORIES: Final = ("Asyncio", "Benchmarks", "Free-threading", "Subinterpreters")
_START: Final = datetime(2015, 1, 1, 9, tzinfo=UTC)


def write_corpus(folder: Path, posts: int) -> None:
    """Write that many posts into `folder/posts`."""
    (folder / "posts").mkdir(parents=True)
    for number in range(posts):
        path = folder / "posts" / f"post-{number:05}.md"
        path.write_text(make_post(number), "utf-8")


def make_post(number: int) -> str:
    """Make the source of one post: prose with markup, lists, a table, links and code."""
    rng = random.Random(number)  # noqa: S311 - to be the same each time
    date = _START + timedelta(days=number)
    header = (
        f"Title: {_sentence(rng, 6)} “{number}” & more\n"
        f"Date: {date:%Y-%m-%d %H:%M}\n"
        f"Slug: post-{number:05}\n"
        f"Category: {rng.choice(_CATEGORIES)}\n"
        f"Tags: {', '.join(rng.sample(_TAGS, 2))}, {_spell(number // 5)}\n"
        f"Series: {_spell(number // _PARTS)}\n"
    )
    return header + "\n" + "\n\n".join(_paragraphs(rng, number)) + "\n"


def _paragraphs(rng: random.Random, number: int) -> Iterator[str]:
    sections = 10
    for section in range(sections):
        yield f"## {_sentence(rng, 4)}"
        yield _prose(rng, WORDS // sections // 2)
        if section < _BLOCKS:
            yield _code(rng)
        elif section == _BLOCKS:
            yield "\n".join(f"- {_sentence(rng, 3)}" for _ in range(4))
        elif section == _BLOCKS + 1:
            rows = "\n".join(f"| {_word(rng)} | {rng.random():.3f} |" for _ in range(4))
            yield f"| name | value |\n|---|---:|\n{rows}"
        elif number and section == _BLOCKS + 2:
            other = rng.randrange(number)
            yield f'See [the one before]({{filename}}post-{other:05}.md) -- it\'s "shorter".'
        yield _prose(rng, WORDS // sections // 2)


def _prose(rng: random.Random, words: int) -> str:
    parts = [_word(rng) for _ in range(words)]
    parts[0] = parts[0].capitalize()
    parts[words // 4] = f"*{parts[words // 4]}*"
    parts[words // 3] = f"`{parts[words // 3]}()`"
    parts[words // 2] += " -- don't;"
    return " ".join(parts) + "."


def _code(rng: random.Random) -> str:
    name, other = _word(rng), _word(rng)
    lines = [
        f"def {name}(items: list[int], limit: int = {rng.randrange(99)}) -> dict[str, float]:",
        f'    """{_sentence(rng, 5)}."""',
        "    total = 0",
        "    for index, item in enumerate(items):  # one at a time",
        f"        if item % {rng.randrange(2, 9)} == 0 and index < limit:",
        f"            total += item * {rng.random():.3f}  # {_word(rng)}",
        f'    print(f"{{total:.2f}} {other}")',
        f'    return {{"{name}": total, "{other}": len(items) / 2}}',
    ]
    return "```python\n" + "\n".join(lines) + "\n```"


def _spell(number: int) -> str:
    """Make a tag or series that a few posts share, so that they grow with posts; no digits."""
    return "own-" + "".join(_SYLLABLES[int(digit)] for digit in str(number))


def _sentence(rng: random.Random, words: int) -> str:
    return " ".join(_word(rng) for _ in range(words)).capitalize()


def _word(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4)))
