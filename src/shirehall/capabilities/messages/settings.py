"""What a council chooses for its messages."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from shirehall.partnership.api import current_partnership, is_demonstration

CHANNELS = ("email", "sms", "letter")
DEMONSTRATION_SITE = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class MessageSettings:
    """`providers` is the provider's name by channel; `site` the public address of the site, without a slash at its
    end; `sender` the address that e-mail comes from."""

    site: str
    sender: str
    providers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_env(cls, env: Mapping[str, str], *, sender: str, site: str) -> Self:
        """Read SHIREHALL_SITE, SHIREHALL_SENDER, SHIREHALL_EMAIL_PROVIDER, SHIREHALL_SMS_PROVIDER and
        SHIREHALL_LETTER_PROVIDER; a provider that is not named is the outbox. Raises ValueError."""
        chosen = env.get("SHIREHALL_SITE", "").strip().rstrip("/") or site
        if not chosen.startswith(("https://", "http://")) or any(sign in chosen for sign in " <>\"'"):
            raise ValueError(f"SHIREHALL_SITE must begin with https://, not {chosen!r}")
        return cls(
            site=chosen,
            sender=env.get("SHIREHALL_SENDER", "").strip() or sender,
            providers={
                "email": env.get("SHIREHALL_EMAIL_PROVIDER", "").strip() or "outbox",
                "sms": env.get("SHIREHALL_SMS_PROVIDER", "").strip() or "outbox",
                "letter": env.get("SHIREHALL_LETTER_PROVIDER", "").strip() or "outbox",
            },
        )

    @classmethod
    def current(cls) -> Self:
        """The settings of this process. Without others, the partnership's own mail and web address."""
        data = current_partnership()
        site = DEMONSTRATION_SITE if is_demonstration() else data.web.rstrip("/")
        return cls.from_env(os.environ, sender=data.email, site=site)
