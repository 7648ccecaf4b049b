"""What a council chooses about its suppliers' invoices."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from shirehall.departments.finance.reading.api import Limits


@dataclass(frozen=True, slots=True)
class FinanceSettings:
    """`read_seconds` and `read_megabytes` limit the reading of one file. Of what the machine approved,
    `sample_percent` is looked at by a person afterwards. `keep_other_days` is how long files are kept that are no
    invoice. `vat_percent` is the highest rate of VAT in force: no sum that adds more agrees."""

    read_seconds: int = 60
    read_megabytes: int = 512
    sample_percent: int = 2
    keep_other_days: int = 90
    vat_percent: int = 20

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read SHIREHALL_INVOICE_READ_SECONDS, SHIREHALL_INVOICE_READ_MEGABYTES, SHIREHALL_INVOICE_SAMPLE_PERCENT,
        SHIREHALL_INVOICE_KEEP_OTHER_DAYS and SHIREHALL_INVOICE_VAT_PERCENT. Raises ValueError."""
        return cls(
            read_seconds=_whole(env, "SHIREHALL_INVOICE_READ_SECONDS", 60, 1, 600),
            read_megabytes=_whole(env, "SHIREHALL_INVOICE_READ_MEGABYTES", 512, 128, 8192),
            sample_percent=_whole(env, "SHIREHALL_INVOICE_SAMPLE_PERCENT", 2, 0, 100),
            keep_other_days=_whole(env, "SHIREHALL_INVOICE_KEEP_OTHER_DAYS", 90, 1, 3650),
            vat_percent=_whole(env, "SHIREHALL_INVOICE_VAT_PERCENT", 20, 0, 50),
        )

    @property
    def limits(self) -> Limits:
        """What reading one file may take."""
        return Limits(seconds=self.read_seconds, megabytes=self.read_megabytes)

    @classmethod
    def current(cls) -> Self:
        """The settings of this process."""
        return cls.from_env(os.environ)


def _whole(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = env.get(name, "").strip() or str(default)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise ValueError(f"{name} must be a whole number from {least} to {most}, not {text!r}")
    return int(text)
