"""What a build has written where, to notice when one file is written twice."""

import posixpath
from dataclasses import dataclass, field

from plugins.audit.problem import Problem, quote

_HINT = 'Mend the "Save_as:" or "Slug:" of one of them.'


@dataclass(slots=True)
class Written:
    """The files written so far.

    Pelican lets a post with `Save_as:` replace whatever has that place, and a static file
    replace a page, without a word.
    """

    sources: dict[str, str | None] = field(default_factory=dict)
    """Source path of each file, by its place in the output; None if it has none."""

    def note(self, place: str, source: str | None) -> Problem | None:
        """Note a file, and return what is wrong if it was written before.

        Args:
            place: Where it is, relative to the output.
            source: What it was made of, as shown to the author; None for a list or feed.
        """
        tidy = posixpath.normpath(place)
        if tidy not in self.sources:
            self.sources[tidy] = source
            return None
        first = self.sources[tidy]
        message = f"{quote(tidy)} is already written by {first or 'a list or feed'}"
        if source is None:
            source, message = first, f"{quote(tidy)} is written over by a list or feed"
        return Problem(source, None, "url", message, _HINT)
