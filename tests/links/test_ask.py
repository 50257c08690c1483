"""Asking another site, which is a server of ours here."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from shutil import copytree

import pytest

from plugins.links.ask import Manners, ask_all
from plugins.links.judge import Answer
from tests.conftest import REPO, Site

QUICK = Manners(pause_s=0, timeout_s=0.5, tries=1, backoff_s=0)


class Elsewhere(BaseHTTPRequestHandler):
    """A site with a page for each kind of answer; it keeps what it was asked."""

    asked: list[str]
    busy: set[str]

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.asked.append(f"{self.command} {self.path} {self.headers['User-Agent']}")
        match self.path.split("/")[1:]:
            case ["slow"]:
                threading.Event().wait(1)
            case ["busy"] if "busy" not in self.busy:
                self.busy.add("busy")
                self.send_error(503)
            case ["for-browsers"] if self.command == "HEAD":
                self.send_error(405)
            case ["moved"]:
                self.redirect(301, "/new")
            case ["elsewhere"]:
                self.redirect(302, "/new")
            case ["astray"]:
                self.redirect(302, "http://[x")
            case ["circle"]:
                self.redirect(302, "/circle")
            case ["lost"]:
                self.send_error(404)
            case _:
                self.send_response(200)
                self.end_headers()

    def redirect(self, status: int, goal: str) -> None:
        self.send_response(status)
        self.send_header("Location", goal)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """URL of another site, and what it was asked."""
    handler = type("Handler", (Elsewhere,), {"asked": [], "busy": set()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", handler.asked
        server.shutdown()


def ask(*urls: str, manners: Manners = QUICK) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    ask_all(urls, manners, answers.__setitem__, threading.Event())
    return answers


@pytest.mark.parametrize(
    ("path", "answer", "methods"),
    [
        ("/page", Answer(200), ["HEAD"]),
        ("/lost", Answer(404), ["HEAD", "GET"]),
        ("/for-browsers", Answer(200), ["HEAD", "GET"]),
        ("/busy", Answer(200), ["HEAD", "HEAD"]),
        ("/elsewhere", Answer(200), ["HEAD", "HEAD"]),
    ],
)
def test_how_a_site_is_asked(
    path: str, answer: Answer, methods: list[str], elsewhere: tuple[str, list[str]]
) -> None:
    site, asked = elsewhere
    assert ask(site + path) == {site + path: answer}
    assert [line.split()[0] for line in asked] == methods
    assert all("measured-python" in line for line in asked)


def test_what_has_moved_for_ever_is_told(elsewhere: tuple[str, list[str]]) -> None:
    site, _ = elsewhere
    assert ask(f"{site}/moved")[f"{site}/moved"] == Answer(200, f"{site}/new")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("{site}/circle", "circles"),
        ("{site}/slow", "timed out"),
        ("http://127.0.0.1:1/", "refused"),
        ("{site}/astray", "Invalid"),
    ],
)
def test_what_does_not_answer_says_why(
    url: str, words: str, elsewhere: tuple[str, list[str]]
) -> None:
    (answer,) = ask(url.format(site=elsewhere[0])).values()
    assert answer.status == 0
    assert words in answer.error


def test_a_site_that_is_down_is_asked_once() -> None:
    one, other = ask("http://127.0.0.1:1/a", "http://127.0.0.1:1/b").values()
    assert one is other
    assert one.is_down


def test_one_site_is_asked_one_at_a_time_with_pauses(elsewhere: tuple[str, list[str]]) -> None:
    site, asked = elsewhere
    stop = threading.Event()
    seen: list[int] = []

    def tell(_: str, __: Answer) -> None:
        seen.append(len(asked))
        if len(seen) == 2:
            stop.set()  # as Ctrl-C does

    ask_all([f"{site}/{n}" for n in range(9)], Manners(pause_s=0.05), tell, stop)
    assert seen == [1, 2]


def leave_out_the_footer(site: Site) -> None:
    """Its links lead to real sites."""
    (site.root / "theme").unlink()
    copytree(REPO / "theme", site.root / "theme")
    site.write("theme/templates/_footer.html", "")


def test_the_task_names_file_and_line_and_remembers(
    site: Site, elsewhere: tuple[str, list[str]]
) -> None:
    there, asked = elsewhere
    text = f"Title: A\nDate: 2026-11-01\nSlug: a\n\n[b]({there}/lost#x)\n\n[c]({there}/page)\n"
    site.write("content/posts/a.md", text)
    leave_out_the_footer(site)
    result = site.invoke("links")
    assert result.code == 1
    assert "content/posts/a.md:5: error: the link to" in result.report
    assert "it is not there (404)" in result.report
    assert sum("/page" in line for line in asked) == 1
    assert site.invoke("links").code == 1
    assert sum("/page" in line for line in asked) == 1, "remembered"
    assert sum("/lost" in line for line in asked) == 4


def test_a_machine_without_a_network_is_told_so_once(site: Site) -> None:
    site.write("content/posts/a.md", "Title: A\nDate: 2026-11-01\n\n[b](http://127.0.0.1:1/)\n")
    leave_out_the_footer(site)
    result = site.invoke("links")
    assert result.code == 1
    assert "Is this machine on the internet?" in result.report
    assert "[external]" not in result.report
