"""Words, and what may stand before an ellipsis."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.excerpt.words import close_isolates, count_words, find_words, shorten, strip_end


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \n\xa0", []),
        ("… – !", []),
        ("AT&T don’t C++ 3.14159", ["AT&T", "don’t", "C++", "3.14159"]),
        ("10\xa0km", ["10", "km"]),
        ("Python™ ©", ["Python™", "©"]),
        ("日本語、です。", ["日", "本", "語", "で", "す"]),
        ("支持Python，Ruby（Go）", ["支", "持", "Python", "Ruby", "Go"]),
        ("✌🏽✌🏽 ok☝🏽", ["✌🏽", "✌🏽", "ok", "☝🏽"]),
        ("スーパー", ["ス", "ー", "パ", "ー"]),
        ("ກຂ កខ ကခ", ["ກ", "ຂ", "ក", "ខ", "က", "ခ"]),
        ("한국어 단어", ["한국어", "단어"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("Good👍🏽 1️⃣🇩🇪🇫🇷", ["Good", "👍🏽", "1️⃣", "🇩🇪", "🇫🇷"]),
        ("👨‍👩‍👧‍👦", ["👨‍👩‍👧‍👦"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("a \u200b b", ["a", "b"]),
        ("x" * 450, ["x" * 200, "x" * 200, "x" * 50]),
    ],
)
def test_a_word_is_what_a_reader_takes_for_one(text: str, words: list[str]) -> None:
    assert [text[word.start : word.end] for word in find_words(text)] == words


def test_punctuation_belongs_to_the_word_before_it_or_else_to_the_first() -> None:
    text = "— one – … two !"
    assert [text[word.start : word.tail] for word in find_words(text)] == ["— one – …", "two !"]


@given(st.text(alphabet=st.sampled_from("ab1 \n\t.,-_#$+\x00\x1c\x7f&")) | st.text())
def test_words_are_counted_as_they_are_found(text: str) -> None:
    assert count_words(text) == len(list(find_words(text)))
    assert count_words(text, 2) == min(2, len(list(find_words(text))))


def test_punctuation_without_end_counts() -> None:
    assert count_words(". " * 1000) == 5


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("one,", "one"),
        ("one. –", "one"),
        ("one…", "one"),
        ("one?", "one?"),
        ("one!,", "one!"),
        ('one "', "one"),
        ('"one"', '"one"'),
        ("one (“", "one"),
        ("one)", "one)"),
        ("日本。", "日本"),
        ("日本「", "日本"),
        ("他说“", "他说"),
        ("„Wort“", "„Wort“"),
        ("‚Wort‘", "‚Wort‘"),
        ("»Wort« und »Wort«", "»Wort« und »Wort«"),
        ("er sagt »", "er sagt"),
        ("« mot »", "« mot »"),
        ("« mot » et «", "« mot » et"),
        ("han sade ”", "han sade"),
        ("han sade ”ja”", "han sade ”ja”"),
        ("the dogs’", "the dogs’"),
        ('他说"', "他说"),
        ('他说"你好"', '他说"你好"'),
        ('one ("', "one"),
        ('a 5"', 'a 5"'),
        ('"Wait—"', '"Wait—"'),
        ("said 'no-'", "said 'no-'"),
        ('a "["', 'a "["'),
        ("one⋯", "one"),
        ("他‥", "他"),
        ("一﹐", "一"),
        ("שלום,\u200f", "שלום"),
        ("\u2067שלום,\u2069", "\u2067שלום"),
        ("שלום\u200f", "שלום\u200f"),
        ('他 \u2067"', "他"),
        ("one (\u200b", "one"),
        ("one،", "one"),
        ("एक।", "एक"),
        ("C++", "C++"),
        (", (", ""),
    ],
)
def test_what_stands_before_an_ellipsis(text: str, stripped: str) -> None:
    assert strip_end(text) == stripped


def test_what_is_kept_stays() -> None:
    assert strip_end("f(a, –", kept=4) == "f(a,"


@pytest.mark.parametrize(
    ("text", "closers"),
    [
        ("a", ""),
        ("\u2067a", "\u2069"),
        ("\u2067a\u2069", ""),
        ("\u2068\u2066a\u2069", "\u2069"),
        ("\u202ba", "\u202c"),
        ("\u202b\u2067a", "\u2069\u202c"),
        ("\u2067\u202ba\u2069", ""),
        ("a\u2069", ""),
    ],
)
def test_directions_that_are_open_are_closed(text: str, closers: str) -> None:
    assert close_isolates(text) == closers


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("one two", "one two"),
        ("one two three", "one two…"),
        ("one two, three", "one two…"),
        ("extraordinarily", "extraordi…"),
        ("日本語日本語日本語日本語", "日本語日本語日本語…"),
    ],
)
def test_a_description_ends_between_words(text: str, short: str) -> None:
    assert shorten(text, 10) == short


@given(st.text(), st.integers(2, 40))
@example("\u2067\u2066\u2068" + "a " * 200, 160)
@example("\u2067" * 170 + "a", 160)
def test_a_description_is_never_too_long(text: str, length: int) -> None:
    assert len(shorten(text, length)) <= length
