"""What all drawings share: how they are named, and how numbers are written in them."""

import hashlib

from markupsafe import Markup, escape


def write_number(value: float) -> str:
    """Write a coordinate, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def make_id(*parts: object) -> str:
    """Make an id of what it is for: the same in every build, and another for all else."""
    text = "\0".join(map(str, parts))
    return f"s{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def open_svg(kind: str, name: str, title: str, description: str, attributes: str) -> Markup:
    """Open a drawing that is announced as one image, by its title and description."""
    # By hand, as Markup.format takes ten times as long, and a page may have a hundred.
    return Markup(  # noqa: S704 - escaped
        f'<svg class="{kind}" {attributes} role="img" aria-labelledby="{name}t {name}d">'
        f'<title id="{name}t">{escape(title)}</title>'
        f'<desc id="{name}d">{escape(description)}</desc>'
    )
