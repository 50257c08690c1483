"""The published numbers that a script may end with: read, and set beside those found here."""

import json
import math
import sys

BEGIN = "# --- Published numbers, as JSON ---"
END = "# --- End of the published numbers ---"
COARSE = 1.10  # a ratio that could be this far off says nothing of "no difference"
ROUGH = 2  # an interval whose ends are this far apart knows a ratio only roughly
CLOSE = 1.05  # numbers of two machines, or ratios, that are this near are about the same
HUGE = 1e300  # no number is
TELLING = ("different", "within noise")  # verdicts that are more than "too noisy to say"


def read_published(path):
    """Read the numbers at the end of a script: None if there are none.

    Raises:
        ValueError: They are damaged.
    """
    with open(path, encoding="utf-8") as file:
        above, mark, block = file.read().rpartition(f"\n{BEGIN}\n")
    if not mark:
        return None
    rows, mark, _ = block.partition(f"\n{END}")
    if not mark:
        raise ValueError("they have no end")
    try:
        data = json.loads("\n".join(row[2:] for row in rows.split("\n")))
        check_published(data)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError) as error:
        raise ValueError(str(error)) from error
    return data | {"is_changed": data["script"] != hash_script(above)}


def hash_script(text):
    """Make a digest of a script without its published numbers."""
    import hashlib

    return hashlib.sha256(text.rstrip().encode("utf-8")).hexdigest()[:16]


def check_published(data):
    """Raise what comes, unless all that is used is there and what it must be."""
    texts, numbers = [data["machine"], data["script"]], []
    for name, build in data["interpreters"].items():
        texts += [name, build["python"], build["date"]]
    for cell in data["cells"]:
        texts += [cell["function"], cell["unit"], cell["gil"]]
        numbers += [cell["mean"], *([] if cell["low"] is None else [cell["low"], cell["high"]])]
        found, _ = cell["comparison"], data["interpreters"][cell["interpreter"]]
        make_key(cell["function"], cell["params"].items(), cell["threads"])
        if found is not None:
            texts += [found["baseline"], found["verdict"]]
            numbers += [found["ratio"], 1 + (found["floor"] or 0)]
            numbers += [found["low"], found["high"]] if found["verdict"] in TELLING else []
    if not data["cells"]:
        raise LookupError("there is no cell")
    if not all(isinstance(text, str) and text.isprintable() for text in texts):
        raise TypeError("a text is none")
    if not all(type(number) in (int, float) and 0 < number < HUGE for number in numbers):
        raise TypeError("a number is none")


def make_key(function, params, threads):
    """Make what finds a cell; as JSON, which keeps 1, 1.0 and true apart."""
    return json.dumps([function, *params, threads])


def name_python():
    """Name this interpreter as authors do: "3.13t"."""
    import sysconfig

    name = "" if sys.implementation.name == "cpython" else sys.implementation.name
    free = "t" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
    return f"{name}{sys.version_info[0]}.{sys.version_info[1]}{free}"


def list_published(data, python):
    """List the published cells of an interpreter by their keys."""
    return {
        make_key(cell["function"], cell["params"].items(), cell["threads"]): cell
        for cell in data["cells"]
        if cell["interpreter"] == python
    }


def judge_ratio(here, there):
    """Tell whether a ratio is as the published one: yes, no or None, and the same in words.

    Args:
        here: Ratio, and both ends of its interval; None for one process.
        there: What is published; its interval is widened by the noise floor of its machine.
    """
    if there["verdict"] not in TELLING:
        return None, "cannot tell: too noisy there"
    if here is None:
        return None, "cannot tell: one process"
    ratio, low, high = here
    slack = 1 + (there["floor"] or 0)
    least, most = there["low"] / slack, there["high"] * slack
    if (low > most or high < least) and not is_near(ratio, there):
        return False, explain_difference(low, high, slack, there)
    is_told = not low <= 1 <= high
    is_different = there["verdict"] == "different"
    if not is_told if is_different else high / low > COARSE**2:
        return None, "cannot tell: too noisy here"
    if is_different:
        return True, "as published, roughly" if high / low > ROUGH else "as published"
    return True, "within the published noise" if is_told else "as published"


def is_near(ratio, there):
    """Tell whether a ratio is about that of a published difference, though both are known well.

    Within a twentieth, and a tenth of the difference: so 2.42 is about 2.45, and 1.01 not 1.02.
    """
    if there["verdict"] != "different":
        return False
    difference = abs(math.log(there["ratio"]))
    return abs(math.log(ratio / there["ratio"])) < min(math.log(CLOSE), difference / 10)


def explain_difference(low, high, slack, there):
    """Tell in words how an interval lies that does not meet the published one."""
    if there["verdict"] == "within noise":
        return "a difference here alone"
    if low <= slack and high >= 1 / slack:
        return "no clear difference here"
    is_more = there["ratio"] > 1
    if (low > 1) != is_more:
        return "the other way round here"
    return "more pronounced here" if (low > there["low"]) == is_more else "less pronounced here"


def judge_size(mean, there, words):
    """Tell how a number compares with the published one, roughly: machines differ."""
    least, most = sorted([mean, there["mean"]])
    is_inside = there["low"] is not None and there["low"] <= mean <= there["high"]
    if is_inside or most / least < CLOSE:
        return "about the same here"
    times = float(f"{most / least:.2g}")  # no more digits: the machine is another one
    return f"about {times:g}x {words[mean == most]} here"


def sum_up(data, python, verdicts):
    """Sum up in a sentence how many ratios are as published, by whom, and what may differ.

    Args:
        data: As `read_published` returns it.
        python: Name of this interpreter, which is one of the published.
        verdicts: Of ratios: yes, no or None.
    """
    build = data["interpreters"][python]
    source = f"{data['machine']}, Python {build['python']}, {build['date']}"
    ratios = "ratio" if len(verdicts) == 1 else "ratios"
    told = f"{verdicts.count(True)} of {len(verdicts)} {ratios} as published"
    unsure = f", {verdicts.count(None)} cannot be told" if None in verdicts else ""
    lines = [f"{told}{unsure} ({source})." if verdicts else f"Published: {source}."]
    version = sys.version.split()[0]
    if build["python"] != version:
        lines.append(f"Here it is Python {version}: what differs may be due to that.")
    if data["is_changed"]:
        lines.append("This file was changed since: the published numbers are of other code.")
    return lines


def tell_others(data, settings):
    """Tell for which interpreters there are published numbers, and how to run one of them."""
    names = list(data["interpreters"])
    command = f"uv run --python {names[-1]} {settings['name']}.py"
    return [f"Published numbers are for {', '.join(names)}: {command} (or its address)"]
