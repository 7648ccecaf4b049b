"""What a council chooses about paper."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """`prints_an_hour` is how many forms may be printed from one network address in an hour."""

    prints_an_hour: int = 30

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read SHIREHALL_PAPER_PRINTS_AN_HOUR. Raises ValueError where it is no number, or below one."""
        text = env.get("SHIREHALL_PAPER_PRINTS_AN_HOUR", "").strip() or "30"
        if not text.isascii() or not text.isdigit() or int(text) < 1:
            raise ValueError(f"SHIREHALL_PAPER_PRINTS_AN_HOUR must be a whole number from 1, not {text!r}")
        return cls(int(text))


def paper_settings() -> PaperSettings:
    """The settings of this process."""
    return PaperSettings.from_env(os.environ)
