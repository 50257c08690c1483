"""Tells of an interpreter and its machine; run by it, in the environment of a script.

Nothing of this package is there, only pyperf.
"""

import json
import sys
import sysconfig

import pyperf

TOLD = (
    "aslr cpu_config cpu_count cpu_model_name perf_version platform python_compiler"
    " python_implementation timer"
).split()
"""Of all that pyperf knows: no names of hosts, users or folders, no boot time."""


def describe_build():
    """Name what in its build matters for speed, as "-O3 PGO LTO"."""
    known = sysconfig.get_config_vars()
    asked = known.get("CONFIG_ARGS") or ""
    flags = " ".join(str(known.get(name) or "") for name in ("PY_CORE_CFLAGS", "PY_CORE_LDFLAGS"))
    levels = [flag for flag in flags.split() if flag.startswith("-O")]
    signs = {
        "PGO": "--enable-optimizations" in asked or "-fprofile-use" in flags,
        "LTO": "--with-lto" in asked or "-flto" in flags,
        "BOLT": "--enable-bolt" in asked,
        "tail calls": "--with-tail-call-interp" in asked,
        "JIT": "--enable-experimental-jit" in asked and "jit=yes-off" not in asked,
        "debug": "--with-pydebug" in asked,
        "shared": "--enable-shared" in asked,
    }
    return " ".join([*levels[-1:], *(name for name, is_so in signs.items() if is_so)]) or "unknown"


def clean(value):
    """Leave of a text what a file of measurements may hold: 200 plain characters."""
    if not isinstance(value, str):
        return value
    return "".join(sign for sign in value if sign.isprintable() and sign not in "<>&")[:200]


def describe():
    """Describe this interpreter and machine in a dictionary of plain values."""
    known = pyperf.Run([1.0], collect_metadata=True).get_metadata()
    return {
        **{name: clean(known[name]) for name in TOLD if name in known},
        "python_version": sys.version.split()[0],
        "python_build": describe_build(),
        "free_threading": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    }


if __name__ == "__main__":
    print(json.dumps(describe()))
