"""Names of machines: what a label is made of when its author chooses none."""

import platform
import re
from pathlib import Path

_NOISE = re.compile(r"\((?:r|tm)\)|@.*$|\b(?:cpu|processor|with|\d+-cores?)\b", re.IGNORECASE)


def suggest_machine(cores: int) -> str:
    """Make a label of system, processor and cores, as `linux-amd-epyc-2`."""
    words = f"{platform.system()} {_NOISE.sub(' ', _find_processor())} {cores}"
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
