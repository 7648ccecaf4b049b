"""The form page of Wagtail."""

from collections.abc import Sequence
from typing import ClassVar

from benchmarks.measuring.clients import Told
from benchmarks.measuring.database import count_rows
from benchmarks.sides.side import FormSide


class WagtailForm(FormSide):
    """A page of wagtail.contrib.forms."""

    name: ClassVar[str] = "a wagtail.contrib.forms page"
    package: ClassVar[str] = "benchmarks.wagtail_form"
    path: ClassVar[str] = "/"

    def check(self, told: Sequence[Told]) -> None:
        self._sent += len(told)
        taken = sum(b"We have your application" in each.body for each in told)
        assert taken == len(told), f"Wagtail took {taken} of {len(told)}"
        assert count_rows(self.address, "wagtailforms_formsubmission") == self._sent
