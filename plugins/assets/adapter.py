"""Where assets meets Pelican."""

from pathlib import Path

from pelican import Pelican
from pelican.plugins import signals

from plugins.assets.minify import minify_folder


def register() -> None:
    """Connect to Pelican."""
    signals.finalized.connect(minify_theme)


def minify_theme(site: Pelican) -> None:
    """Minify what was copied of the theme, while writing as well: one site, not two."""
    minify_folder(Path(site.output_path, site.settings["THEME_STATIC_DIR"]))
