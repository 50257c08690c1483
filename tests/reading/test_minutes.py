"""Reading takes its time, for words and for code."""

import pytest

from plugins.reading.minutes import CODE_FACTOR, WORDS_PER_MINUTE, estimate_minutes


@pytest.mark.parametrize(
    ("fragment", "minutes"),
    [
        pytest.param("", 1, id="at-least-one"),
        pytest.param("<p>" + "word " * 3 * WORDS_PER_MINUTE + "</p>", 3, id="words"),
        pytest.param("<p>w</p>\n" * 2 * WORDS_PER_MINUTE, 2, id="words-of-many-blocks"),
        pytest.param("un<em>frigg</em>ing " * 2 * WORDS_PER_MINUTE, 2, id="marked-parts-of-words"),
        pytest.param(
            "<pre><code>" + "x = 1\n" * WORDS_PER_MINUTE + "</code></pre>",
            3 * CODE_FACTOR,
            id="code-is-slower",
        ),
        pytest.param(
            "<pre>" + "<span>a</span>.b\n" * 2 * WORDS_PER_MINUTE + "</pre>",
            2 * CODE_FACTOR,
            id="coloured-code",
        ),
        pytest.param("<p>" + "速度を測る" * WORDS_PER_MINUTE + "</p>", 5, id="without-spaces"),
        pytest.param(
            "<p>a</p><script>"
            + "x " * 9999
            + "</script><svg><text>"
            + "x " * 9999
            + "</text></svg>",
            1,
            id="what-is-not-read",
        ),
    ],
)
def test_minutes(fragment: str, minutes: int) -> None:
    assert estimate_minutes(fragment) == minutes
