"""How packages and versions of Python are written in the metadata of scripts: PEP 508, PEP 440.

Packages that know it are imported where they are used: a site without benchmarks needs none.
"""


def is_requirement(value: object) -> bool:
    """Tell whether it names a package, as "numpy>=2"."""
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415

    try:
        return isinstance(value, str) and value.isprintable() and bool(Requirement(value))
    except InvalidRequirement:
        return False


def is_version(value: object) -> bool:
    """Tell whether it says which versions of Python will do, as ">=3.13"."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415

    try:
        return isinstance(value, str) and value.isprintable() and bool(str(SpecifierSet(value)))
    except InvalidSpecifier:
        return False


def fits(version: str, required: str) -> bool:
    """Tell whether a version of Python is one of those that are required."""
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415

    return SpecifierSet(required).contains(version, prereleases=True)
