"""What a council chooses about casework."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings


@dataclass(frozen=True, slots=True)
class CaseworkSettings:
    """`applicant_key` keys the hashes that notice a second application; seconds and attempts are the worker's."""

    applicant_key: str
    lease_seconds: int = 300
    step_attempts: int = 8
    batch: int = 10

    @classmethod
    def from_env(cls, env: Mapping[str, str], *, secret: str) -> "CaseworkSettings":
        """Read SHIREHALL_APPLICANT_KEY, SHIREHALL_LEASE_SECONDS, SHIREHALL_STEP_ATTEMPTS, SHIREHALL_STEP_BATCH.

        Raises ValueError where a number is none, or below one.
        """
        return cls(
            applicant_key=env.get("SHIREHALL_APPLICANT_KEY") or secret,
            lease_seconds=_number(env, "SHIREHALL_LEASE_SECONDS", 300),
            step_attempts=_number(env, "SHIREHALL_STEP_ATTEMPTS", 8),
            batch=_number(env, "SHIREHALL_STEP_BATCH", 10),
        )


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not text.isdigit() or int(text) < 1:
        raise ValueError(f"{name} must be a whole number from 1, not {text!r}")
    return int(text)


@cache
def casework_settings() -> CaseworkSettings:
    """The settings of this process, read once."""
    return CaseworkSettings.from_env(os.environ, secret=settings.SECRET_KEY)
