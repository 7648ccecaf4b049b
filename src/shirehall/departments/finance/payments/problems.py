"""What goes wrong with a payment run, in words for whoever did it."""

from collections.abc import Sequence


class RunError(Exception):
    """What was asked cannot be done. `reasons` says why, one sentence each."""

    def __init__(self, text: str, reasons: Sequence[str] = ()) -> None:
        super().__init__(text)
        self.reasons = tuple(reasons)


class StaleRun(RunError):  # noqa: N818 - it reads as the sentence it raises
    """Somebody has changed the run since it was looked at."""


class RefusedRun(RunError):  # noqa: N818 - the same
    """This person may not do this to this run, whatever their role: `reasons` names what they did before."""
