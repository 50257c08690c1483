"""Draws the icons and the picture for other sites, from the SVG and HTML that define them."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tools.browser import FLAGS

THEME: Final = Path("theme")
SYMBOL: Final = THEME / "static" / "favicon.svg"
ICONS: Final = THEME / "static" / "icons"
FAVICONS: Final = (ICONS / "favicon.ico", Path("content", "extra", "favicon.ico"))
"""For the theme to name; and for those who ask for it at the root, unnamed."""

_FLAGS: Final = (*FLAGS, "--allow-file-access-from-files")  # a font is a file, too
_SIZES: Final = {"apple-touch-icon": 180, "icon-192": 192, "icon-512": 512}
"""Width and height of each icon in pixels."""
_SOCIAL: Final = (1200, 630)
_COLOURS: Final = 64
"""Enough for flat shapes and letters; it halves the file."""


def draw_identity(chromium: Path) -> list[Path]:
    """Draw everything anew, with a browser that can be driven; return the files."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        page = browser.new_page()
        drawn = [*_draw_icons(page), _draw_social(page)]
        browser.close()
    return drawn


def _draw_icons(page: Page) -> Iterator[Path]:
    for name, size in _SIZES.items():
        icon = _shoot(page, SYMBOL, size, size)
        yield _save(_fill_corners(icon), ICONS / f"{name}.png")
    # What asks for this file does so at this size.
    for path in FAVICONS:
        _shoot(page, SYMBOL, 32, 32).save(path, sizes=[(32, 32)])
        yield path


def _draw_social(page: Page) -> Path:
    return _save(_shoot(page, THEME / "identity" / "social.html", *_SOCIAL), ICONS / "social.png")


def _shoot(page: Page, source: Path, width: int, height: int) -> Image.Image:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(source.absolute().as_uri())
    page.evaluate("document.fonts?.ready")
    return Image.open(BytesIO(page.screenshot(omit_background=True)))


def _fill_corners(icon: Image.Image) -> Image.Image:
    """Make a square of it: phones round the corners themselves, and show what is clear black."""
    square = Image.new("RGB", icon.size, icon.getpixel((icon.width // 2, 1)))
    square.paste(icon, mask=icon)
    return square


def _save(picture: Image.Image, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(_COLOURS).save(path, optimize=True)
    return path
