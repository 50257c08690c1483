"""What browsers load is what was written, without the air."""

from pathlib import Path

from plugins.assets.minify import minify_folder
from tests.conftest import REPO, Site


def test_only_space_and_comments_go(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    css, js, text = tmp_path / "css" / "a.css", tmp_path / "a.js", tmp_path / "a.txt"
    css.write_text('/* why */\na > b { width: calc(1px + 2px); content: "  é /* */"; }\n')
    js.write_text('// why\nconst a = "//  é";\nlet b = /[/]\\/*/.test(a);\n')
    text.write_text("/* as it is */\n")
    minify_folder(tmp_path)
    assert css.read_text("utf-8") == 'a>b{width:calc(1px + 2px);content:"  é /* */"}'
    assert js.read_text("utf-8") == 'const a="//  é";let b=/[/]\\/*/.test(a);'
    assert text.read_text() == "/* as it is */\n"


def test_the_site_loads_less_than_was_written(sample: Site) -> None:
    for name in ("css/site.css", "js/site.js"):
        written = (REPO / "theme" / "static" / name).stat().st_size
        assert 0 < (sample.output / "theme" / name).stat().st_size < 0.9 * written


def test_a_theme_without_files_of_its_own_is_fine(tmp_path: Path) -> None:
    minify_folder(tmp_path / "missing")
