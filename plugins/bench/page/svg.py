"""What all drawings share: how they are named, and how numbers are written in them."""

import hashlib

from markupsafe import Markup


def write_number(value: float) -> str:
    """Write a coordinate, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def make_id(*parts: object) -> str:
    """Make an id of what it is for: the same in every build, and another for all else."""
    text = "\0".join(map(str, parts))
    return f"s{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def open_svg(kind: str, name: str, title: str, description: str, attributes: str) -> Markup:
    """Open a drawing that is announced as one image, by its title and description."""
    return Markup(
        '<svg class="{kind}" {attributes} role="img" aria-labelledby="{name}t {name}d">'
        '<title id="{name}t">{title}</title><desc id="{name}d">{description}</desc>'
    ).format(
        kind=kind,
        attributes=Markup(attributes),  # noqa: S704 - ours
        name=name,
        title=title,
        description=description,
    )
