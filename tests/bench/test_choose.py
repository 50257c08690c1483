"""A site's benchmarks are chosen by name, interpreter and shard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench.choose import choose, read_shard
from plugins.bench.errors import UsageError
from plugins.bench.request import Request
from tests.bench.stored import make_snippet

SITE = (
    make_snippet(name="tuples", interpreters=("3.13", "3.13t")),
    make_snippet(name="queues", interpreters=("3.13", "3.14")),
    make_snippet(name="locks", interpreters=("3.14t",)),
)


def name(**asked: object) -> list[str]:
    return [snippet.name for snippet in choose(SITE, Request(**asked))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        pytest.param({}, ["tuples", "queues", "locks"], id="all"),
        pytest.param({"only": ("locks", "tuples")}, ["tuples", "locks"], id="names"),
        pytest.param({"on": ("3.13",)}, ["tuples", "queues"], id="interpreter"),
        pytest.param({"on": ("3.14t", "3.13t")}, ["tuples", "locks"], id="interpreters"),
        pytest.param({"shard": "1/2"}, ["tuples", "locks"], id="first-half"),
        pytest.param({"shard": "2/2"}, ["queues"], id="second-half"),
        pytest.param({"shard": "1/1"}, ["tuples", "queues", "locks"], id="whole"),
        pytest.param({"shard": "4/4"}, [], id="more-shards-than-benchmarks"),
        pytest.param({"shard": "2/2", "on": ("3.13",)}, ["tuples"], id="shard-of-what-is-left"),
        pytest.param({"shard": "2/2", "on": ("3.14t",)}, [], id="no-shard-of-what-is-left"),
    ],
)
def test_what_is_asked_for_is_chosen(asked: dict[str, object], chosen: list[str]) -> None:
    assert name(**asked) == chosen


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"only": ("tuple",)}, 'there is no benchmark "tuple". Did you mean tuples?'),
        ({"only": ("x",)}, 'there is no benchmark "x". There are: tuples, queues, locks.'),
        ({"on": ("3.15",)}, 'no benchmark runs on "3.15". There are: 3.13, 3.13t, 3.14, 3.14t.'),
        (
            {"on": ("3.13", "3.14t"), "only": ("tuples",)},
            'no benchmark runs on "3.14t". There are: 3.13, 3.13t.',
        ),
    ],
    ids=["near", "far", "interpreter", "interpreter-of-another"],
)
def test_what_is_not_there_is_told_with_what_is(asked: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        name(**asked)
    assert str(caught.value) == told


@pytest.mark.parametrize(
    "text",
    ["0/3", "4/3", "x", "1", "1/", "/3", "1/0", "-1/3", "1/3/3", " 1/3", "1.5/3", "²/3", "٣/٣"],
)
def test_no_shard_is_taken_for_another(text: str) -> None:
    with pytest.raises(UsageError, match=r"^--shard .+ is no part of a whole: write I/N, as 1/3"):
        read_shard(text)


@given(
    st.sets(st.from_regex(r"[a-z]{1,5}", fullmatch=True), max_size=12),
    st.integers(1, 9),
    st.randoms(),
)
def test_shards_are_a_partition_wherever_benchmarks_stand(
    names: set[str], count: int, random: object
) -> None:
    snippets = [make_snippet(name=name) for name in sorted(names)]
    random.shuffle(snippets)  # type: ignore[attr-defined]
    requests = [Request(shard=f"{number}/{count}") for number in range(1, count + 1)]
    shards = [choose(snippets, request) for request in requests]
    assert sorted(snippet.name for shard in shards for snippet in shard) == sorted(names)
    assert max(map(len, shards)) - min(map(len, shards)) <= 1
    again = [choose(sorted(snippets, key=lambda s: s.name), request) for request in requests]
    assert [set(shard) for shard in again] == [set(shard) for shard in shards]
