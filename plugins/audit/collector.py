"""Collects what is wrong while a build runs."""

import logging
import sys
from collections.abc import Callable

from plugins.audit.messages import Event
from plugins.audit.problem import Problem

_OURS = ("pelican", "plugins")
_LOG_OF_INTERRUPT = "Keyboard interrupt received"


def is_problem(record: logging.LogRecord) -> bool:
    """Tell whether a log record speaks of something wrong with the site."""
    return (
        record.levelno >= logging.WARNING
        and record.name.partition(".")[0] in _OURS
        and not str(record.msg).startswith(_LOG_OF_INTERRUPT)
    )


class Collector(logging.Handler):
    """Keeps problems reported through the log, and Pelican's own messages.

    Args:
        find_source: Finds the path of the content that is logging, if one is.
        on_failure: Called when Pelican gives the build up, after the message is kept.
    """

    def __init__(
        self, find_source: Callable[[], str | None], on_failure: Callable[[], None]
    ) -> None:
        super().__init__(logging.WARNING)
        self.addFilter(is_problem)
        self.events: list[Event] = []
        self.problems: list[Problem] = []
        self._find_source = find_source
        self._on_failure = on_failure

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        problem = getattr(record, "problem", None)
        if isinstance(problem, Problem):
            self.problems.append(problem)
            return
        args = record.args if isinstance(record.args, tuple) else (record.args or {},)
        event = Event(
            template=str(record.msg),
            args=args if record.args else (),
            level=record.levelno,
            # Pelican logs most exceptions without passing them, but inside their `except`.
            error=sys.exc_info()[1],
            source=self._find_source(),
        )
        self.events.append(event)
        if record.levelno >= logging.CRITICAL:
            self._on_failure()

    def clear(self) -> None:
        """Forget everything, for another run in the same process."""
        self.events.clear()
        self.problems.clear()
