"""What goes wrong in the registers, in words for whoever did it."""

from collections.abc import Mapping


class RegisterError(Exception):
    """What was asked cannot be done. `fields` has a sentence for each box that is wrong, by its name."""

    def __init__(self, text: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(text)
        self.fields = dict(fields or {})


class StaleSupplier(RegisterError):  # noqa: N818 - it reads as the sentence it raises
    """Somebody has changed the supplier since it was looked at."""
