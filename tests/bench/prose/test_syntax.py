"""What an author writes is read, or refused with a word on what to write."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.bench.prose.syntax import Claim, Place, Request, RequestError, parse_request

A, B = Place("time_a"), Place("time_b")


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("{bench:x time_a}", Request("x", A)),
        ("{ bench : x  time_a }", Request("x", A)),
        ("{Bench:x time_a}", Request("x", A)),
        ("{bench:x\ntime_a}", Request("x", A)),
        ("{bench:x time_a[]}", Request("x", A)),
        ("{bench:x time_a[3.13t]}", Request("x", Place("time_a", (("", "3.13t"),)))),
        (
            "{bench:shared-tuple time_a [ threads = 2 ,3.13t, kind=a b ] }",
            Request(
                "shared-tuple",
                Place("time_a", (("threads", "2"), ("", "3.13t"), ("kind", "a b"))),
            ),
        ),
        ("{bench:x time_a/time_b}", Request("x", A, B)),
        ("{bench:x time_a / time_b > 2}", Request("x", A, B, Claim(">", 2))),
        ("{bench:x time_a/time_b<1.5}", Request("x", A, B, Claim("<", 1.5))),
        ("{bench:x time_a / time_b ~ 1}", Request("x", A, B, Claim("~", 1))),
        ("{bench:x time_a / time_b ~1.0 as verdict}", Request("x", A, B, Claim("~", 1), "verdict")),
        ("{bench:x time_a < 5 ms as µs}", Request("x", A, None, Claim("<", 5, "ms"), "µs")),
        ("{bench:x time_a < 5ms}", Request("x", A, None, Claim("<", 5, "ms"))),
        ("{bench:x time_a > 1_000}", Request("x", A, None, Claim(">", 1000))),
        ("{bench:x time_a > 1.5e3 k as s}", Request("x", A, None, Claim(">", 1500, "k"), "s")),
        ("{bench:x time_a as s}", Request("x", A, form="s")),
        ("{bench:x time_a / time_b as percent}", Request("x", A, B, form="percent")),
        ("{bench:x time_a[] as percent}", Request("x", A, form="percent")),
        ("{bench:x time_é}", Request("x", Place("time_é"))),
    ],
)  # fmt: skip
def test_a_request_is_read(text: str, request_: Request) -> None:
    assert parse_request(text) == request_


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("{bench:}", "does not begin with the name", "Write it as {bench:"),
        ("{bench:X time_a}", "does not begin with the name", "Write it as {bench:"),
        ("{bench:time_a[3.13]}", "does not begin with the name", "Write it as {bench:"),
        ("{bench:time_a / time_b}", "does not begin with the name", "Write it as"),
        ("{bench:x}", "names no function", "Write it as"),
        ("{bench:x [3.13]}", 'has "[3.13]" where a cell', "Write it as"),
        ("{bench:x time_a /}", "ends where a cell", "Write it as"),
        ("{bench:x time_a / > 2}", 'has "> 2" where', ""),
        ("{bench:x time_a time_b}", 'has "time_b" where', ""),
        ("{bench:x time_a / time_b / time_a}", 'has "/ time_a" where', ""),
        ("{bench:x time_a[3.13}", 'has "[3.13" where', ""),
        ("{bench:x time_a[[3.13]]}", 'has "[[3.13]]" where', ""),
        ("{bench:x time_a = 2}", 'has "= 2" where', ""),
        ("{bench:x time_a as}", 'has "as" where', ""),
        ("{bench:x time_a as a b}", 'has "as a b" where', ""),
        ("{bench:x time_a[3.13,]}", 'has "" between', ""),
        ("{bench:x time_a[=2]}", 'has "=2" between', ""),
        ("{bench:x time_a[size=]}", 'has "size=" between', ""),
        ("{bench:x time_a[3.13, 3.14]}", "says an interpreter twice", "Leave out"),
        ("{bench:x time_a[size=1, size=1]}", "says size twice", "Leave out"),
        ("{bench:x time_a >}", "has no number after >", "> 2"),
        ("{bench:x time_a >= 2 ms}", "has no number after >", ""),
        ("{bench:x time_a > -2 ms}", "has no number after >", ""),
        ("{bench:x time_a > 1__0 ms}", "has no number after >", ""),
        ("{bench:x time_a > 1e999 ms}", "has no number after >", ""),
        ("{bench:x time_a / time_b > 2×}", 'claims "×" of a ratio', "as > 2"),
        ("{bench:x time_a / time_b > 1,000}", 'claims ",000" of a ratio', ""),
        ("{bench:x time_a ~ 1}", "says ~ of one cell", "> and <"),
        ("{bench:x time_a / time_b ~ 2}", "says ~ 2, and only ~ 1", "Write ~ 1"),
    ],
)
def test_what_is_no_request_is_refused(text: str, message: str, hint: str) -> None:
    with pytest.raises(RequestError) as caught:
        parse_request(text)
    assert message in caught.value.message
    assert hint in caught.value.hint


SIGNS = st.text(st.sampled_from(" abx_é139.,-[]{}/<>~=:\\\n\t×µ٣"), max_size=30)


@given(st.one_of(st.text(), SIGNS, SIGNS.map(lambda text: f"{{bench:x time_a{text}}}")))
@example("{bench:x time_a > 9" + "9" * 5000 + "}")
def test_reading_fails_in_one_way_only(text: str) -> None:
    with suppress(RequestError):
        assert parse_request(text).first.function
