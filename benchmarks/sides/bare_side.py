"""The plain Django project."""

from collections.abc import Sequence
from typing import ClassVar

from benchmarks.measuring.clients import Told
from benchmarks.measuring.database import count_rows
from benchmarks.sides.side import FormSide


class Bare(FormSide):
    """A Django form and two rows."""

    name: ClassVar[str] = "BARE"
    package: ClassVar[str] = "benchmarks.bare"
    path: ClassVar[str] = "/"

    def check(self, told: Sequence[Told]) -> None:
        self._sent += len(told)
        numbers = {int(each.where.split("/")[2]) for each in told if each.status == 302}
        assert len(numbers) == len(told), f"BARE took {len(numbers)} of {len(told)}"
        for table in ("bare_entry", "bare_logline"):
            assert count_rows(self.address, table) == self._sent
