"""How packages and versions of Python are written in the metadata of scripts: PEP 508, PEP 440."""

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet


def is_requirement(value: object) -> bool:
    """Tell whether it names a package, as "numpy>=2"."""
    try:
        return isinstance(value, str) and value.isprintable() and bool(Requirement(value))
    except InvalidRequirement:
        return False


def is_version(value: object) -> bool:
    """Tell whether it says which versions of Python will do, as ">=3.13"."""
    try:
        return isinstance(value, str) and value.isprintable() and bool(str(SpecifierSet(value)))
    except InvalidSpecifier:
        return False


def fits(version: str, required: str) -> bool:
    """Tell whether a version of Python is one of those that are required."""
    return SpecifierSet(required).contains(version, prereleases=True)
