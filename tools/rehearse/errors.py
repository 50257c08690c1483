"""What ends a rehearsal."""


class RehearsalError(RuntimeError):
    """A workflow cannot be rehearsed, or its rehearsal failed; the message tells where and why."""
