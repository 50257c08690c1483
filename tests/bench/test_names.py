"""A machine has a label, made of its processor, when its author chooses none."""

import platform
from pathlib import Path

import pytest

from plugins.bench.config import is_name
from plugins.bench.names import suggest_machine


@pytest.mark.parametrize(
    ("processor", "label"),
    [
        ("Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz", "linux-intel-core-i7-8550u-2"),
        ("Intel(R) Xeon(R) Processor @ 2.90GHz", "linux-intel-xeon-2"),
        ("AMD EPYC", "linux-amd-epyc-2"),
        ("AMD Ryzen 7 5800X 8-Core Processor", "linux-amd-ryzen-7-5800x-2"),
        (
            "AMD Ryzen Threadripper PRO 5995WX 64-Cores",
            "linux-amd-ryzen-threadripper-pro-5995wx-2",
        ),
        (
            "AMD Ryzen 7 5700G with Radeon Graphics",
            "linux-amd-ryzen-7-5700g-radeon-graphics-2",
        ),
        ("../../<b>é\x00", "linux-b-2"),
        ("", "linux-2"),
        ("long " * 40, "linux" + "-long" * 11),
    ],
)
def test_a_label_is_made_of_the_processor(
    monkeypatch: pytest.MonkeyPatch, processor: str, label: str
) -> None:
    text = f"processor\t: 0\nmodel\t\t: 1\nmodel name\t: {processor}\nmodel name\t: other\n"
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(Path, "read_text", lambda *_: text)
    assert suggest_machine(2) == label
    assert is_name(label)


@pytest.mark.parametrize(("processor", "label"), [("arm", "darwin-arm-8"), ("", "darwin-arm64-8")])
@pytest.mark.parametrize("says", ["", None])
def test_without_a_name_it_is_made_of_the_kind(
    monkeypatch: pytest.MonkeyPatch, processor: str, label: str, says: str | None
) -> None:
    def read(*_: object) -> str:
        if says is None:
            raise FileNotFoundError
        return says

    monkeypatch.setattr(Path, "read_text", read)
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    monkeypatch.setattr(platform, "processor", lambda: processor)
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    assert suggest_machine(8) == label


def test_a_label_says_where_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_text", lambda *_: "model name : AMD EPYC 7763\n")
    label = suggest_machine(4, "github ubuntu-24.04-arm")
    assert label == "github-ubuntu-24-04-arm-amd-epyc-7763-4"
    assert is_name(suggest_machine(4, "github " + "large-runner-" * 9))
