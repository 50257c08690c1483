"""Images have their room before they come."""

from pathlib import Path

import pytest
from PIL import ExifTags, Image

from plugins.reading.images import Size, make_room, measure_file
from tests.conftest import Site
from tests.pages import read


def measure(src: str) -> Size | None:
    return {"a.png": (640, 480)}.get(src)


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        pytest.param("<p>a &lt; b<br/></p>", "<p>a &lt; b<br/></p>", id="no-image"),
        pytest.param(
            '<img src="a.png" alt="">',
            '<img src="a.png" alt="" width="640" height="480">',
            id="known",
        ),
        pytest.param('<img src="b.png">', '<img src="b.png">', id="unknown"),
        pytest.param(
            '<img src="a.png" width="64">',
            '<img src="a.png" width="64">',
            id="with-a-width-of-its-own",
        ),
        pytest.param(
            '<img src="b.png"><img src="a.png"><img loading="eager">',
            '<img src="b.png"><img src="a.png" width="640" height="480" loading="lazy">'
            '<img loading="eager">',
            id="later-ones-are-lazy",
        ),
    ],
)
def test_room(fragment: str, expected: str) -> None:
    assert make_room(fragment, measure) == expected


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="64" height="48" viewBox="0 0 4 3"', (64, 48)),
        ('width="64.4px" height=" 48 "', (64, 48)),
        ('viewBox="0 0 4 3"', (4, 3)),
        ('width="100%" viewBox="-1,-1, 40.0 30"', (40, 30)),
        ('width="460.8pt" height="345.6pt" viewBox="0 0 460.8 345.6"', (614, 461)),
        ('width="5cm" viewBox="0 0 1000 500"', (189, 94)),
        ('width="100" viewBox="0 0 200 100"', (100, 50)),
        ('height="100" viewBox="0 0 200 100"', (200, 100)),
        ('width="2em" height="1em"', None),
        ('width="2em" height="1em" viewBox="0 0 4 3"', (4, 3)),
        ('width="64"', None),
        ('viewBox="0 0 0 0"', None),
        ('viewBox="0 0 inf inf"', None),
        pytest.param(f'width="{"9" * 400}" height="1"', None, id="absurd"),
        ('viewBox="0 0 x y"', None),
        ("", None),
    ],
)
def test_size_of_an_svg(attributes: str, size: Size | None, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text(f'<?xml version="1.0"?>\n<svg xmlns="x" {attributes}><path d="M0"/></svg>')
    assert measure_file(path) == size


def test_size_of_others(tmp_path: Path) -> None:
    Image.new("RGB", (3, 2)).save(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes(b"no image")
    (tmp_path / "c.tif").write_bytes(b"II*\0\x08\0\0\0\xff\xff")
    names = ("a.png", "b.png", "c.tif", "missing.png", "nu\0ll.png")
    assert [measure_file(tmp_path / name) for name in names] == [(3, 2), *[None] * 4]


def test_a_photograph_lies_as_its_camera_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    Image.new("RGB", (40, 20)).save(tmp_path / "a.jpg", exif=exif)
    assert measure_file(tmp_path / "a.jpg") == (20, 40)


@pytest.mark.parametrize(("width", "size"), [(12, (12, 12)), (20, None)])
def test_an_image_too_large_to_open_is_left_alone(
    width: int, size: Size | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pillow warns of many pixels, and refuses twice as many."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    Image.new("1", (width, 12)).save(tmp_path / "a.png")
    assert measure_file(tmp_path / "a.png") == size


def test_images_of_posts_have_room(site: Site) -> None:
    site.write("content/images/wide one.svg", '<svg xmlns="x" viewBox="0 0 40 30"/>')
    for name, target in (("a", "../images/wide%20one.svg"), ("b", "/images/wide%20one.svg")):
        text = f"Title: {name}\nDate: 2026-11-01\n\n![A box]({{static}}{target})\n"
        site.write(f"content/posts/{name}.md", text)
    assert site.pelican().report == ""
    for name in ("a", "b"):
        image = read(site.output / f"posts/{name}/index.html").select_one("main img")
        assert (image["width"], image["height"]) == ("40", "30")
