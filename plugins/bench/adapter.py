"""Where benchmarks meet Pelican: they are read, shown, listed and published; none is ever run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup
from pelican import Pelican
from pelican.contents import Content
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from plugins.audit import Severity, report_all, show_path
from plugins.bench.board import Results, load_results, make_floor_finder
from plugins.bench.browser import write_runner
from plugins.bench.content.adapter import extend_markdown, list_snippets, read_content, set_summary
from plugins.bench.html import fill_results
from plugins.bench.model import Snippet
from plugins.bench.options import Options, check_options, is_inside, read_options
from plugins.bench.page.checks import check_results
from plugins.bench.page.code import highlight_code
from plugins.bench.page.feed import FeedEntry, simplify
from plugins.bench.page.files import find_files, list_samples, place_script
from plugins.bench.page.listing import Entry, make_anchor, make_entry
from plugins.bench.page.view import make_view
from plugins.bench.parse import check_names
from plugins.bench.prose.extension import ProseNumbers
from plugins.bench.prose.html import expand, has_request
from plugins.bench.prose.written import check_metadata
from plugins.bench.published import publish_script

_TEMPLATE: Final = "_snippet_results"


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(add_extension)
    signals.get_generators.connect(get_generator)
    signals.feed_generated.connect(simplify_feed)


def get_generator(_pelican: Pelican) -> type[Generator]:
    """Name the generator of benchmarks to Pelican."""
    return BenchGenerator


def add_extension(pelican: Pelican) -> None:
    """Let Markdown tell which fences are benchmarks, and keep what asks for numbers."""
    markdown = extend_markdown(pelican.settings["MARKDOWN"])
    extensions = markdown["extensions"]
    if not any(isinstance(extension, ProseNumbers) for extension in extensions):  # a second run
        markdown = {**markdown, "extensions": [*extensions, ProseNumbers()]}
    pelican.settings["MARKDOWN"] = markdown


def simplify_feed(_context: object, feed: Any) -> None:  # noqa: ANN401 - feedgenerator has no types
    """Simplify the benchmarks in a feed."""
    for item in feed.items:
        for key in ("content", "description"):
            if "snippet-results" in (item.get(key) or ""):
                item[key] = simplify(item[key])


@dataclass(frozen=True, slots=True)
class _Benchmark:
    """A snippet in a post or page."""

    content: Content
    results: Results
    entry: Entry
    script: str
    """Where its script is written, from the root of the site."""
    html: str
    """Its results, as they stand in the page."""
    runs: bool
    """Whether it can run in the page."""


class BenchGenerator(Generator):  # type: ignore[misc]
    """Shows and publishes benchmarks; it runs nothing."""

    def generate_context(self) -> None:
        """Read the benchmarks of all that is read by now, and what is stored of them."""
        self.options = read_options(self.settings)
        contents = _sort(self.context["generated_content"].values(), self.settings["DEFAULT_LANG"])
        report_all(check_options(self.options))
        if not is_inside(self.options.samples_path):  # nothing is written elsewhere
            self.options = replace(self.options, samples_path=Options().samples_path)
        for content in contents:
            report_all(read_content(content, Path(self.settings["PATH"]), self.options))
        report_all(check_names(list_snippets(contents)))
        self.results = _load_all(list_snippets(contents), self.settings, self.options)
        self.benchmarks = [one for content in contents for one in self._show(content)]
        checked = (check_results(one.results) for one in self._list_written())
        report_all(dict.fromkeys(chain.from_iterable(checked)))  # a noise run is that of many
        entries = [one.entry for one in self._list_public()]
        entries.sort(key=lambda entry: (entry.date, entry.name), reverse=True)
        self.context["benchmarks"] = entries
        self.context["BENCH_INDEX_SAVE_AS"] = self.options.index_save_as  # if a site says nothing
        self.context.setdefault("fixed_places", []).extend(self._list_places())

    def generate_output(self, writer: Writer) -> None:
        """Write scripts, values, the list of all benchmarks and its feed."""
        for one in self.benchmarks:
            if one.content.save_as:
                self._write(one.script, publish_script(one.results))
        if any(one.content.runs_benchmarks for one in self.benchmarks):
            name, text = write_runner()
            self._write(f"{self.options.samples_path}/{name}", text)
        for one in self._list_written():
            for sample in list_samples(one.results):
                self._write(f"{self.options.samples_path}/{sample.place}", sample.write())
        if self.options.index_save_as and self.context["benchmarks"]:
            writer.write_file(
                self.options.index_save_as,
                self.get_template("benchmarks"),
                self.context,
                relative_urls=self.settings["RELATIVE_URLS"],
            )
            self._write_feed(writer)

    def _list_places(self) -> Iterator[tuple[str, str]]:
        """List what is written, in words, and where: no post may be written there."""
        if self.context["benchmarks"] and self.options.index_save_as:
            yield "the list of all benchmarks", self.options.index_save_as
        for one in self.benchmarks:
            if one.content.save_as:
                yield f'the script of the benchmark "{one.entry.name}"', one.script

    def _list_written(self) -> list[_Benchmark]:
        """List the benchmarks of pages that are written, those of translations once."""
        found = {one.entry.name: one for one in reversed(self.benchmarks) if one.content.save_as}
        return [*reversed(found.values())]

    def _list_public(self) -> list[_Benchmark]:
        """List those that readers can find; hidden posts are for those who know them."""
        return [one for one in self._list_written() if one.content.status != "hidden"]

    def _show(self, content: Content) -> Iterator[_Benchmark]:
        """Put the results of its benchmarks into a post or page."""
        # Of two that have one name, the author is told; numbers are of the first alone.
        own = [one for one in content.snippets if one.is_same(self.results[one.name].snippet)]
        shown = {one.line: self._render(content, one.name) for one in own}
        code = {s.line: highlight_code(s) for s in content.snippets if s.has_file}
        # What others read before pages are written, as for excerpts, need not have all of it.
        content._get_content = lambda: fill_results(  # noqa: SLF001 - which Pelican asks for
            content._content or "",  # noqa: SLF001
            lambda line: (code.get(line, ""), shown[line].html) if line in shown else None,
        )
        self._put_numbers(content)
        content.shows_benchmarks = bool(shown)
        content.runs_benchmarks = any(one.runs for one in shown.values())
        yield from shown.values()

    def _put_numbers(self, content: Content) -> None:
        """Put numbers where the texts of a post or page ask for them."""
        body, summary = content._content or "", content.metadata.get("summary", "")  # noqa: SLF001
        if not any(map(has_request, (body, *map(str, content.metadata.values())))):
            return
        source = Path(content.source_path).read_text("utf-8-sig", "replace")
        file = show_path(content.source_path)
        report_all(check_metadata(content.metadata, source, file))
        (summary, body), problems = expand(
            (summary, body), source, file, self.results.get, [*self.results]
        )
        content._content = body  # noqa: SLF001
        set_summary(content, summary)
        is_public = bool(content.save_as)
        report_all(one for one in problems if is_public or one.severity is Severity.ERROR)

    def _render(self, content: Content, name: str) -> _Benchmark:
        results = self.results[name]
        url, siteurl = str(content.url), str(self.settings["SITEURL"])
        script = place_script(name, content.save_as or url)
        files = find_files(results, (url, script), siteurl, self.options.samples_path)
        module: Any = self.get_template(_TEMPLATE).module
        view = make_view(results)
        html = Markup('<div class="snippet-results" id="{}">{}</div>').format(
            make_anchor(name), module.results(view, files)
        )
        entry = make_entry(results, content.title, url, is_draft=content.status == "draft")
        return _Benchmark(content, results, entry, script, str(html), runs=not view.here.obstacle)

    def _write_feed(self, writer: Writer) -> None:
        if place := self.options.feed_atom:
            public = [one for one in self._list_public() if not one.entry.is_draft]
            entries = [
                FeedEntry(one.entry, one.results, one.html, getattr(one.content, "date", None))
                for one in public
            ]
            entries.sort(key=lambda entry: (entry.modified, entry.title), reverse=True)
            homes = self.context.setdefault("feed_homes", {})
            homes[place] = self.options.index_save_as.removesuffix("index.html")
            writer.write_feed(entries, self.context, place, place, feed_title="Benchmarks")

    def _write(self, place: str, text: str) -> None:
        path = Path(self.output_path, place)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        signals.content_written.send(str(path), context=self.context)


def _sort(contents: Iterable[Content | None], lang: str) -> list[Content]:
    """Sort what was read, which Pelican has in another order each time: originals first."""
    found = [content for content in contents if content]
    return sorted(found, key=lambda content: (content.lang != lang, content.source_path))


def _load_all(
    snippets: Sequence[Snippet], settings: Mapping[str, Any], options: Options
) -> Mapping[str, Results]:
    store = Path(show_path(Path(settings["PATH"]) / options.path))
    load = partial(load_results, store, find_floor=make_floor_finder(store))
    first = {snippet.name: snippet for snippet in reversed(snippets)}
    return {name: load(snippet, machines=options.machines) for name, snippet in first.items()}
