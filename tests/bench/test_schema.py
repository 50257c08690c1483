"""A stored file is data of strangers: what is not as `save` writes it is refused whole."""

import json
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench.errors import StoreError
from plugins.bench.model import Cell
from plugins.bench.records import read_file, write_file
from plugins.bench.schema import Environment
from plugins.bench.store import load
from tests.bench.stored import ENVIRONMENT, make_measurement, make_run

TEXT = write_file([make_measurement(name, harness=1) for name in ("time_a", "track_a")])
CELLS = {name: Cell(name) for name in ("time_a", "track_a")}


def read(text: str | bytes, interpreter: str = "3.13t") -> list[str]:
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return [item.cell.label for item in read_file(content, interpreter, CELLS)]


def refuse(text: str | bytes, interpreter: str = "3.13t") -> str:
    with pytest.raises(StoreError) as caught:
        read(text, interpreter)
    return str(caught.value)


def change(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def test_the_text_itself_is_sound() -> None:
    assert read(TEXT) == ["time_a", "track_a"]


def test_a_file_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "tuples" / "linux-2" / "3.13t.json"
    path.parent.mkdir(parents=True)
    path.write_text(change('"harness":1', '"harness":"one"'))
    with pytest.raises(StoreError) as caught:
        load(path, CELLS)
    assert str(caught.value) == (
        f'{path}: benchmark 0 ("time_a"): Expected `int`, got `str` - at `$.harness`. '
        "Bring it back from version control, or delete it and measure again."
    )


@pytest.mark.parametrize("place", range(0, len(TEXT) - 1, 7))
def test_a_torn_file_is_refused(place: int) -> None:
    assert refuse(TEXT[:place]).startswith("no file of measurements: ")


def test_what_is_of_another_form_is_said_without_a_pattern() -> None:
    assert refuse(change('"name":"time_a"', '"name":"a"')) == (
        'benchmark 0 ("a"): Expected `str` of another form - at `$.name`'
    )


def test_a_key_of_the_file_is_cut() -> None:
    said = refuse(change('"loops":8', f'"{"k" * 1000}":8'))
    assert said == f'benchmark 0 ("time_a"): Object contains unknown field `{"k" * 169}…'


WHOLE = {
    "empty": b"",
    "null-bytes": b"\0" * 1000,
    "not-utf-8": change("AMD", "\xff").encode("latin-1"),
    "utf-16": TEXT.encode("utf-16"),
    "mark-of-order": TEXT.encode("utf-8-sig"),
    "list": "[]",
    "number": "1",
    "null": "null",
    "object": "{}",
    "twice": TEXT + TEXT,
    "nested": "[" * 100_000,
    "nested-in-metadata": change('"loops":8', '"loops":' + "[" * 100_000),
    "nested-beside": change('"benchmarks"', '"more": ' + '{"a":' * 100_000),
    "pyperf": '{"benchmarks": [{"runs": [{"metadata": {"date": "2026-11-24 14:25:03.123456",'
    ' "duration": 0.1}, "values": [0.1]}]}], "metadata": {"hostname": "h", "name": "timeit",'
    ' "unit": "second"}, "version": "1.0"}',
    "asv": '{"commit_hash": "a", "env_name": "b", "results": {}, "version": 2}',
    "other-version": change('"version": "1.0"', '"version": "1.1"'),
    "number-as-version": change('"version": "1.0"', '"version": 1.0'),
    "no-version": change(',\n"version": "1.0"', ""),
    "no-benchmarks": '{"benchmarks": [], "metadata": {}, "version": "1.0"}',
    "html": "<!doctype html>",
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_other_files_are_refused(text: str | bytes) -> None:
    assert refuse(text).startswith("no file of measurements: ")


VALUES = [
    "NaN", "Infinity", "-Infinity", "1e999", "-0.25", "0", "0.0", "-0.0", "1e18", "9" * 1000,
    "9" * 5000, "true", "null", '"1"', "[1]", "{}", "1e-400",
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_a_number_above_0(value: str) -> None:
    assert refuse(change('"values":[0.25', f'"values":[{value}'))
    assert refuse(change('"warmups":[[8,0.75', f'"warmups":[[8,{value}'))


@pytest.mark.parametrize("value", ["1e-300", "999999999999999999e-1", "1", "1E2", "9.9e17"])
def test_a_value_may_be_small_or_large(value: str) -> None:
    assert read(change('"values":[0.25', f'"values":[{value}'))


NUMBERS = ["0", "-1", "1.0", "true", '"1"', "null", "9" * 30, "9" * 1000, "9" * 5000, "1e2"]


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize("key", ["loops", "harness", "cpu_count"])
def test_a_count_is_a_whole_number_from_1(key: str, value: str) -> None:
    assert refuse(re.sub(rf'"{key}":\d+', f'"{key}":{value}', TEXT))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"loops":8', f'"loops":{2**48 + 1}'),
        ('"harness":1', '"harness":1000001'),
        ('"cpu_count":2', '"cpu_count":100001'),
        ('"round":0', '"round":10000'),
        ('"round":0', '"round":1000000000'),
        ('"round":0', '"round":-1'),
        ('"round":0', '"round":0.0'),
        ('"round":0', '"round":false'),
        ('"load_avg_1min":0.5', '"load_avg_1min":-0.5'),
        ('"load_avg_1min":0.5', '"load_avg_1min":1e6'),
        ('"gil_after":false', '"gil_after":0'),
        ('"gil_before":false', '"gil_before":null'),
        ('"free_threading":true', '"free_threading":1'),
        ('"warmups":[[8,0.75]]', '"warmups":[[8]]'),
        ('"warmups":[[8,0.75]]', '"warmups":[[8,0.75,1]]'),
        ('"warmups":[[8,0.75]]', '"warmups":[[0,0.75]]'),
        ('"warmups":[[8,0.75]]', f'"warmups":[[{2**48 + 1},0.75]]'),
        ('"warmups":[[8,0.75]]', '"warmups":[[8.0,0.75]]'),
        ('"warmups":[[8,0.75]]', f'"warmups":[{",".join(["[8,0.75]"] * 101)}]'),
        ('"values":[0.25,0.5]', f'"values":[{",".join(["1"] * 101)}]'),
        ('"values":[0.25,0.5]', '"values":[]'),
        ('"values":[0.25,0.5],', ""),
        ('"round":0', '"round":1'),
        ('"mode":"default"', '"mode":"best"'),
        ('"mode":"default"', '"mode":"default\\n"'),
        ('"unit":"second"', '"unit":"seconds"'),
        ('"unit":"second"', '"unit":"byte"'),
        ('"unit":"second"', '"track_unit":"ms","unit":"integer"'),
        ('"unit":"second"', '"track_unit":"ms","unit":"second"'),
        ('"output":"0123456789abcdef"', '"output":"0123456789ABCDEF"'),
        ('"output":"0123456789abcdef"', '"output":"0123456789abcde"'),
        ('"output":"0123456789abcdef"', '"output":"0123456789abcdef0"'),
        ('"name":"time_a"', '"name":"track_a"'),
        ('"track_unit":"requests/s"', '"track_unit":""'),
    ],
)
def test_what_cannot_be_is_refused(old: str, new: str) -> None:
    """The last case is sound: its unit is the number alone."""
    if new == '"track_unit":""':
        assert read(change(old, new))
    else:
        assert refuse(change(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"loops":8', '"loops":1'),
        ('"cpu_count":2', '"cpu_count":1'),
        ('"loops":8', f'"loops":{2**48}'),
        ('"harness":1', '"harness":1000000'),
        ('"cpu_count":2', '"cpu_count":100000'),
        ('"round":0', '"round":9999'),
        ('"load_avg_1min":0.5', '"load_avg_1min":0'),
        ('"load_avg_1min":0.5', '"load_avg_1min":999999'),
        ('"warmups":[[8,0.75]]', f'"warmups":[{",".join(["[8,0.75]"] * 100)}]'),
        ('"warmups":[[8,0.75]]', f'"warmups":[[{2**48},0.75]]'),
        ('"warmups":[[8,0.75]]', '"warmups":[]'),
        (',"warmups":[[8,0.75]]', ""),
        ('"values":[0.25,0.5]', f'"values":[{",".join(["1"] * 100)}]'),
        ('"mode":"default"', '"mode":"quick"'),
        ('"mode":"default"', '"mode":"rigorous"'),
        ('"output":"0123456789abcdef"', '"output":""'),
        (',"output":"0123456789abcdef"', ""),
        ('"aslr":"Full randomization",', ""),
        ('"cpu_model_name":"AMD EPYC",', ""),
    ],
)
def test_what_can_be_is_read(old: str, new: str) -> None:
    assert read(change(old, new)) == ["time_a", "track_a"]


def test_an_interpreter_tells_nothing_else_of_itself() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field `hostname`"):
        msgspec.convert({**ENVIRONMENT, "hostname": "h"}, Environment)


def test_what_is_not_told_is_not_there() -> None:
    (timed, tracked) = read_file(TEXT.encode(), "3.13t", CELLS)
    assert timed.environment == tracked.environment == ENVIRONMENT
    assert (timed.unit, tracked.output) == ("second", "")


KEYS = [
    "python_version", "python_implementation", "python_compiler", "python_build", "free_threading",
    "platform", "cpu_count", "perf_version", "unit", "loops", "session", "mode", "digest",
    "text_digest", "harness", "name",
]  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_what_must_be_told_is(key: str) -> None:
    file = json.loads(TEXT)
    for metadata in (file["metadata"], *(item["metadata"] for item in file["benchmarks"])):
        metadata.pop(key, None)
    assert f"missing required field `{key}`" in refuse(json.dumps(file))


@pytest.mark.parametrize("key", ["date", "round", "gil_before", "gil_after", "load_avg_1min"])
def test_what_must_be_told_of_a_run_is(key: str) -> None:
    file = json.loads(TEXT)
    del file["benchmarks"][1]["runs"][1]["metadata"][key]
    said = refuse(json.dumps(file))
    assert f"missing required field `{key}` - at `$.benchmarks[1].runs[1].metadata`" in said


PRIVATE = ["hostname", "user", "python_executable", "boot_time", "cwd", "command", "uptime"]


@pytest.mark.parametrize("key", [*PRIVATE, "track", "", "__proto__", "python_version "])
@pytest.mark.parametrize(
    "place",
    [
        lambda file: file,
        lambda file: file["metadata"],
        lambda file: file["benchmarks"][0],
        lambda file: file["benchmarks"][0]["metadata"],
        lambda file: file["benchmarks"][0]["runs"][0],
        lambda file: file["benchmarks"][0]["runs"][0]["metadata"],
    ],
    ids=["file", "common", "benchmark", "own", "run", "run-metadata"],
)
def test_nothing_else_is_told(place: Callable[[Any], dict[str, str]], key: str) -> None:
    """No names of hosts, users or folders get into a repository by a file of someone else."""
    file = json.loads(TEXT)
    place(file)[key] = "x"
    assert f"contains unknown field `{key}`" in refuse(json.dumps(file))


STRINGS = [
    "<script>alert(1)</script>", "a & b", "a\0", "a\x1b[31m", "a\x7f", "a\x9b", "a\n", "a\u202eb",
    "a\u200bb", "a\u2028", "\ufeff", "a\u2066", "\ud800", "a" * 201, "a" * 1_000_000,
]  # fmt: skip
TEXTS = [
    "python_implementation", "python_compiler", "python_build", "platform", "perf_version",
    "cpu_model_name", "cpu_config", "aslr", "timer", "track_unit", "session", "mode", "digest",
    "text_digest", "unit", "output", "name",
]  # fmt: skip


@pytest.mark.parametrize("value", STRINGS, ids=ascii)
@pytest.mark.parametrize("key", TEXTS)
def test_a_string_is_short_and_harmless(key: str, value: str) -> None:
    file = json.loads(TEXT)
    for benchmark in file["benchmarks"]:
        benchmark["metadata"] = {**benchmark["metadata"], key: value}
    said = refuse(json.dumps(file))
    assert said.isprintable()
    assert len(said) < 300


@pytest.mark.parametrize("key", ["platform", "python_implementation"])
def test_what_pages_tell_of_all_is_said(key: str) -> None:
    said = refuse(change(f'"{key}":"{ENVIRONMENT[key]}"', f'"{key}":""'))
    assert said.startswith('benchmark 0 ("time_a"): ')
    assert said.endswith(f"`$.{key}`")


@pytest.mark.parametrize("value", ["", "a" * 200, "Intel(R) Core(TM) X i7 @ 1.80GHz", "é µ 中文"])
def test_other_strings_are_as_they_are(value: str) -> None:
    (item, _) = read_file(change("AMD EPYC", value).encode(), "3.13t", CELLS)
    assert item.environment.get("cpu_model_name", "") == value


@pytest.mark.parametrize(
    "date",
    [
        "2026-11-24", "2026-11-24T14:25:03", "x", "2026-11-24 14:25:03\\n", "0000-01-01 00:00:00",
        "2026-02-30 14:25:03", "2026-11-24 24:25:03", "2026-11-24 14:25:60",
        "\uff12026-11-24 14:25:03",
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["date", "session"])
def test_a_date_is_to_the_second(key: str, date: str) -> None:
    assert refuse(change(f'"{key}":"2026-11-24 14:25:03"', f'"{key}":"{date}"'))


@pytest.mark.parametrize(
    "name",
    [
        "", "time", "time_", "timeit_a", "Time_a", " time_a", "time_a ", "time_a b", "time_a.b",
        "time_../../etc/passwd", "../time_a", "time_a/b", "time_a\\\\b", "time_a\\n", "time_a[]",
        "time_a[x=1", "time_a[x=1]]", "time_a[x=[1]", "time_a[<b>]", "time_a[x=&]",
        "time_a[x=\\u0000]",
        "time_a[x='1']", 'time_a[x=\\"1\\"]', "time_a[\\u202e]", "time_a\\u200b", "time_a[x=1]\\n",
        "time_a{}", "time_a,b", "time_a=b", "time_a-b", "time_`a", "time_@a", "time_:a", "time_~",
        "a_time_a", "time_" + "a" * 296,
    ],
)  # fmt: skip
def test_a_name_is_of_the_grammar(name: str) -> None:
    assert refuse(change('"name":"time_a"', f'"name":"{name}"'))


@pytest.mark.parametrize(
    "name",
    [
        "time_A9X_z", "time_é", "time_हिन्दी", "time_℘", "time_a[x=1, y=a b, threads=2]",
        "time_a[path=/usr/../x]", "time_" + "a" * 295,
    ],
)  # fmt: skip
def test_a_name_is_any_that_python_allows(name: str) -> None:
    assert name.partition("[")[0].isidentifier()
    assert read(change('"name":"time_a"', f'"name":"{name}"')) == ["track_a"]


@pytest.mark.parametrize(
    ("version", "free_threading", "interpreter", "is_right"),
    [
        ("3.13.15", True, "3.13t", True),
        ("3.13.0rc1", False, "3.13", True),
        ("3.13.15", False, "3.13t", False),
        ("3.13.15", True, "3.13", False),
        ("3.14.0", True, "3.13t", False),
        ("3.130.0", True, "3.13t", False),
        ("3.1.0", False, "3.13", False),
        ("3.13", False, "3.13", False),
    ],
)
def test_a_file_is_of_the_interpreter_in_its_name(
    version: str, free_threading: bool, interpreter: str, is_right: bool
) -> None:
    text = change('"3.13.15"', f'"{version}"')
    text = text.replace('"free_threading":true', f'"free_threading":{json.dumps(free_threading)}')
    if is_right:
        assert read(text, interpreter)
    else:
        assert refuse(text, interpreter) == f"time_a is of Python {version}"


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    """As for pyperf and every other reader, so all see the same."""
    text = change('"loops":8', '"loops":7,"loops":9')
    assert next(read_file(text.encode(), "3.13t", CELLS)).loops == 9


def test_a_cell_may_tell_what_the_file_tells_otherwise() -> None:
    text = change('"name":"time_a"', '"loops":9,"name":"time_a"')
    assert [item.loops for item in read_file(text.encode(), "3.13t", CELLS)] == [9, 8]


def test_a_benchmark_that_stands_twice_is_refused() -> None:
    item = make_measurement()
    assert refuse(write_file([item, item])) == "time_a stands there twice"


def test_two_processes_of_one_round_are_refused() -> None:
    runs = (make_run(0), make_run(1), make_run(1))
    assert refuse(write_file([make_measurement(runs=runs)])) == (
        "time_a has two processes in one round"
    )


@pytest.mark.parametrize(("number", "is_right"), [(400, True), (401, False)])
def test_a_cell_has_400_processes_at_most(number: int, is_right: bool) -> None:
    text = write_file([make_measurement(runs=tuple(map(make_run, range(number))))])
    if is_right:
        assert read(text)
    else:
        assert "length <= 400" in refuse(text)


@pytest.mark.parametrize(("number", "is_right"), [(2000, True), (2001, False)])
def test_a_file_has_2000_cells_at_most(number: int, is_right: bool) -> None:
    items = [make_measurement(cell=Cell("time_a", (("n", n),))) for n in range(number)]
    if is_right:
        assert read(write_file(items)) == []
    else:
        assert "length <= 2000" in refuse(write_file(items))


RUN = json.dumps(json.loads(TEXT)["benchmarks"][0]["runs"][0])
LONG = {
    "runs": change('"runs": [', '"runs": [' + f"{RUN}," * 60_000),
    "values": change('"values":[', '"values":[' + "1," * 7_900_000),
    "keys": change(
        '],\n"metadata": {', '],\n"metadata": {' + '"x%d":1,' * 900_000 % (*range(900_000),)
    ),
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_file_takes_no_more_memory_than_a_small_machine_has(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "3.13t.json"
    path.write_text(text)
    code = (
        "import sys, pathlib; sys.path.insert(0, '.');"
        "from plugins.bench.store import load; load(pathlib.Path(sys.argv[1]), {})"
    )
    limit = (1_000_000_000, 1_000_000_000)
    done = subprocess.run(
        [sys.executable, "-c", code, path],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit),
        capture_output=True, text=True, check=False, timeout=20,
    )  # fmt: skip
    assert "StoreError" in done.stderr.splitlines()[-1]


@given(st.integers(0, len(TEXT) - 1), st.binary(max_size=3), st.integers(0, 5))
def test_any_damage_is_refused_or_harmless(place: int, new: bytes, length: int) -> None:
    content = TEXT.encode()
    damaged = content[:place] + new + content[place + length :]
    with suppress(StoreError):
        assert set(read(damaged)) <= {*CELLS}
