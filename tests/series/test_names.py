"""Names are told apart by what a reader notices."""

import pytest

from plugins.series.names import choose_name, fold, suggest_name


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Alpha", "alpha"),
        ("Free-threading", "free threading"),
        ("Free-threading", "Freethreading"),
        ("Free-threading", "Free\u2011threading!"),
        ("Straße", "STRASSE"),
        ("C++", "c ++"),
        ("Ａ", "A"),
        ("It’s", "It's"),
    ],
)
def test_case_spacing_and_punctuation_make_no_other_name(name: str, other: str) -> None:
    assert fold(name) == fold(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [("C", "C++"), ("C", "C#"), ("Part 1", "Part 2"), ("Alpha", "Alphabet"), ("a", "ä")],
)
def test_letters_digits_and_symbols_do(name: str, other: str) -> None:
    assert fold(name) != fold(other)


def test_the_most_used_is_meant_and_the_first_of_equals() -> None:
    assert choose_name(["a", "A", "A"]) == "A"
    assert choose_name(["b", "a", "a", "b"]) == "b"


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("x", [], 'There is no series yet: a post begins one by "Series: …".'),
        ("x", ["alpha"], 'Known: "alpha".'),
        ("x", [*"123456789"], 'Known: "1", "2", "3", "4", "5", "6", "7", "8" and 1 more.'),
        ("alpa", ["alpha", "beta"], 'Did you mean "alpha"? Known: "alpha", "beta".'),
        (
            "Free_Threading",
            ["free-threading"],
            'Did you mean "free-threading"? Known: "free-threading".',
        ),
    ],
)
def test_an_unknown_name_is_answered_with_the_known(name: str, known: list[str], hint: str) -> None:
    assert suggest_name(name, known) == hint
