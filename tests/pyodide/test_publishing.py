"""Whole builds, with Pyodide and without."""

import json
from pathlib import Path

import pytest

from plugins.pyodide.files import list_files, read_package
from tests.conftest import REPO, Site

POST = """Title: Runs
Date: 2026-11-01

```python
# /// script
# [tool.bench]
# name = "runs"
# interpreters = ["3.13"]
# ///
def time_a():
    return sum(range(100))
```
"""


def add(site: Site, setting: str = "") -> Site:
    site.write("content/posts/runs.md", POST)
    if setting:
        site.set(setting)
    return site


def test_it_is_published_where_a_page_needs_it(site: Site) -> None:
    assert not (site.output / "pyodide").exists()
    result = site.pelican()
    assert result.code == 0, result.report
    assert not (site.output / "pyodide").exists()  # no benchmark yet
    add(site).pelican()
    version = json.loads((REPO / "package.json").read_text())["dependencies"]["pyodide"]
    assert [path.name for path in (site.output / "pyodide").iterdir()] == [version]
    assert f"pyodide/{version}/" in site.read("posts/runs/index.html")


def test_a_setting_does_without(site: Site) -> None:
    result = add(site, "PYODIDE = False").pelican()
    assert result.code == 0
    assert "pyodide" not in result.report
    page = site.read("posts/runs/index.html")
    assert "bench-here" not in page
    assert "unsafe" not in page
    assert not (site.output / "pyodide").exists()


BREAK = """
import plugins.pyodide.npm
plugins.pyodide.npm.find_npm = lambda: None
plugins.pyodide.npm.is_installed = lambda root: False
"""


def test_without_npm_a_build_succeeds_with_one_warning_and_publish_fails(site: Site) -> None:
    more = POST.replace("Runs", "More").replace('"runs"', '"more"')
    add(site, BREAK).write("content/posts/more.md", more)
    result = site.invoke("build")
    assert result.code == 0, result.report
    assert result.report.count("benchmarks cannot run in the browser") == 1
    assert "PYODIDE = False" in result.report
    assert "bench-here" not in site.read("posts/runs/index.html")
    assert site.invoke("publish").code == 1


def test_files_name_no_map_and_no_package() -> None:
    package = read_package(REPO / "node_modules" / "pyodide")
    files = dict(list_files(package))
    assert b"sourceMappingURL" not in b"".join(v for k, v in files.items() if k.endswith("mjs"))
    assert json.loads(files["pyodide-lock.json"])["packages"] == {}
    assert f"Pyodide {package.version}".encode() in files["NOTICE.txt"]
    for name in ("MPL-2.0.txt", "PSF-2.0.txt"):
        assert files[name] == (REPO / "plugins/pyodide/notices" / name).read_bytes()
    loaded = [name for name in files if name.endswith((".mjs", ".wasm", ".zip"))]
    assert package.bytes == sum((package.folder / name).stat().st_size for name in loaded)


def test_an_incomplete_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"version": "1"}')
    with pytest.raises((OSError, ValueError)):
        read_package(tmp_path)


def test_the_lock_names_no_host_and_has_digests() -> None:
    lock = json.loads((REPO / "package-lock.json").read_text())
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert packages
    assert all(about["integrity"].startswith("sha512-") for about in packages.values())
    assert not any("resolved" in about for about in packages.values())
    options = (REPO / ".npmrc").read_text().splitlines()
    assert {"ignore-scripts=true", "omit-lockfile-registry-resolved=true"} <= {*options}
