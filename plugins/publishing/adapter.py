"""Where publishing meets Pelican: the present moment, and what every site is published with."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican import ArticlesGenerator, Pelican
from pelican.contents import Article, Content
from pelican.plugins import signals

from plugins.audit import Problem, quote, report, report_all
from plugins.publishing.contact import PLACE, SETTING, check_contacts, render_security
from plugins.publishing.moment import VARIABLE, read_moment


class Publication:
    """The builds of one process, which has one moment that is the present."""

    def __init__(self) -> None:
        self.moment: datetime | None = None
        self.has_future = False
        self.contacts: list[str] = []

    def start(self, pelican: Pelican) -> None:
        """Read the present moment, and what is set."""
        self.moment = _read_moment()
        if self.moment:  # Pelican would compare with the clock
            self.has_future = pelican.settings["WITH_FUTURE_DATES"]
            pelican.settings["WITH_FUTURE_DATES"] = True
        said = pelican.settings.get(SETTING) or ()
        self.contacts = [said] if isinstance(said, str) else [str(contact) for contact in said]
        report_all(check_contacts(self.contacts))

    def hold_back(self, content: Content) -> None:
        """Make a draft of a post from the future, as Pelican does by the clock."""
        if not self.moment or self.has_future or not isinstance(content, Article):
            return
        if hasattr(content, "date") and content.date > self.moment:
            content.status = "draft"

    def name_places(self, generator: ArticlesGenerator) -> None:
        """Keep posts from the place of what is written here."""
        if self.contacts:
            generator.context.setdefault("fixed_places", []).append(("security.txt", PLACE))

    def write_contacts(self, pelican: Pelican) -> None:
        """Write where to report a weakness of the site, if that is set."""
        if not self.contacts:
            return
        settings: dict[str, Any] = pelican.settings
        path = Path(pelican.output_path, PLACE)
        path.parent.mkdir(parents=True, exist_ok=True)
        now = self.moment or datetime.now(UTC)
        text = render_security(self.contacts, settings["SITEURL"], settings["DEFAULT_LANG"], now)
        path.write_text(text, "utf-8", newline="\n")
        signals.content_written.send(str(path), context=settings)


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(PUBLICATION.start)
    signals.content_object_init.connect(PUBLICATION.hold_back)
    signals.article_generator_init.connect(PUBLICATION.name_places)
    signals.finalized.connect(PUBLICATION.write_contacts)


def _read_moment() -> datetime | None:
    text = os.environ.get(VARIABLE)
    if text is None:
        return None
    try:
        return read_moment(text)
    except ValueError as error:
        hint = f"Set it as in {VARIABLE}=$(git log -1 --format=%ct), or not at all."
        message = f"{VARIABLE} = {quote(text)} names no moment: {error}"
        report(Problem(None, None, "setting", message, hint))
        return None


PUBLICATION = Publication()
