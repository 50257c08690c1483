"""Former addresses: what they are, and which cannot be."""

import pytest

from plugins.redirects.aliases import Alias, check_form, find_taken, name_address, split_aliases


def make(said: str, file: str = "a.md") -> Alias:
    return Alias(file, 3, said)


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("/a/", ["/a/"]),
        ("/a/, /b/ ,", ["/a/", "/b/"]),
        ("/a/\n/b/", ["/a/", "/b/"]),
        (["/a/, /b/", "/c/"], ["/a/", "/b/", "/c/"]),
        (" ", []),
    ],
)
def test_several_stand_on_a_line_or_on_many(said: str | list[str], parts: list[str]) -> None:
    assert split_aliases(said) == parts


@pytest.mark.parametrize(
    ("said", "save_as"),
    [
        ("/posts/old/", "posts/old/index.html"),
        ("/posts/old", "posts/old/index.html"),
        ("/2020/old.html", "2020/old.html"),
        ("/old/index.html", "old/index.html"),
        ("/v1.2/", "v1.2/index.html"),
        ("/python-3.14", "python-3.14/index.html"),
        ("/node.js/", "node.js/index.html"),
        ("/old.htm", "old.htm"),
        ("/caf%C3%A9/", "café/index.html"),
        ("/café/", "café/index.html"),
        ("/", "index.html"),
    ],
)
def test_a_server_finds_it(said: str, save_as: str) -> None:
    assert list(check_form(make(said))) == []
    assert make(said).save_as == save_as


@pytest.mark.parametrize(
    "said",
    "old/ https://x.org/old/ //x.org/ /a?b /a#b /../a/ /a/%2e%2E/b/ /a\\b/ /a%5Cb/ /./a/ /rss.xml"
    " /old.php /.nojekyll /robots.txt".split(),
)
def test_what_is_no_path_of_the_site(said: str) -> None:
    (problem,) = check_form(make(said))
    assert (problem.file, problem.line, problem.rule) == ("a.md", 3, "alias")


@pytest.mark.parametrize(
    ("aliases", "words"),
    [
        pytest.param([make("/b/")], "already the address of b.md", id="page"),
        pytest.param([make("/b")], "already the address of b.md", id="other-writing"),
        pytest.param([make("/a/")], "would lead to itself", id="loop"),
        pytest.param([make("/x/"), make("/x", "c.md")], "already an alias of a.md", id="two"),
    ],
)
def test_an_address_leads_to_one_place(aliases: list[Alias], words: str) -> None:
    owners = {f"{name}/index.html": name_address(f"{name}.md") for name in "abc"}
    ((taken, problem),) = find_taken(aliases, owners)
    assert taken is aliases[-1]
    assert words in problem.message


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("/posts/old/", "posts/old/"),
        ("/posts/old", "posts/old/"),
        ("/posts/old/index.html", "posts/old/"),
        ("/gr%C3%B6%C3%9Fe/", "größe/"),
        ("/old.html", "old.html"),
    ],
)
def test_it_is_the_address_that_the_site_had(said: str, url: str) -> None:
    """However it is written, for it is the id of an entry in feeds."""
    assert make(said).url == url


def test_what_is_free_is_free() -> None:
    assert list(find_taken([make("/x/"), make("/y/"), make("/x/")], {})) == []
