"""What can go wrong, by what can be done about it."""


class BenchError(Exception):
    """Base of them; the message tells what was found, and what to do next."""


class InterpreterError(BenchError):
    """An interpreter is not here, or is not what it is said to be."""


class StoreError(BenchError):
    """A stored file cannot be read or written; the message names it."""


class UsageError(BenchError):
    """The command was called wrongly."""
