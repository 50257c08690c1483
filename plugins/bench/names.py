"""Names of machines: what a label is made of when its author chooses none."""

import os
import platform
import re
import sys
from pathlib import Path

_NOISE = re.compile(r"\((?:r|tm)\)|@.*$|\b(?:cpu|processor|with|\d+-cores?)\b", re.IGNORECASE)


def suggest_machine(cores: int, where: str = "") -> str:
    """Make a label of system, processor and cores, as `linux-amd-epyc-2`.

    Args:
        cores: How many there are.
        where: What to say in the place of the system, as "github ubuntu-24.04".
    """
    words = f"{where or platform.system()} {_NOISE.sub(' ', _find_processor())} {cores}"
    return "-".join(re.findall(r"[a-z0-9]+", words.lower()))[:60].strip("-")


def _find_processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                return value
    except OSError:
        pass
    return platform.processor() or platform.machine()


if __name__ == "__main__":  # for a workflow, whose runners' labels are none of machines
    print(suggest_machine(os.cpu_count() or 1, " ".join(sys.argv[1:])))  # noqa: T201
