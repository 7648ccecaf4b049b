"""How officers sign in: password, second factor or passkey, and the councils' own directory by OpenID Connect."""

from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from shirehall.project.environment import read_list, read_text

_SHARED_BY_ALL = frozenset({"common", "organizations", "consumers"})


@dataclass(frozen=True)
class Directory:
    """A council's directory of officers that speaks OpenID Connect, such as Microsoft Entra ID.

    `server` is the issuer's address, for Entra `https://login.microsoftonline.com/<tenant>/v2.0`. `mail_domains` are
    those whose addresses the directory owns, and is believed about without saying that it checked them.
    """

    name: str
    server: str
    client_id: str
    client_secret: str
    mail_domains: tuple[str, ...]

    @classmethod
    def from_env(cls) -> Self | None:
        """Give the directory, or None where none is set. Raises ValueError when only a part of it is set."""
        parts = {
            "SHIREHALL_OIDC_SERVER": read_text("SHIREHALL_OIDC_SERVER"),
            "SHIREHALL_OIDC_CLIENT_ID": read_text("SHIREHALL_OIDC_CLIENT_ID"),
            "SHIREHALL_OIDC_CLIENT_SECRET": read_text("SHIREHALL_OIDC_CLIENT_SECRET"),
        }
        if not any(parts.values()):
            return None
        if missing := [name for name, value in parts.items() if not value]:
            raise ValueError(f"sign-in by OpenID Connect is set in part only; also set {', '.join(missing)}")
        server, client_id, client_secret = parts.values()
        # Entra's shared addresses let in people of any organisation, who can give themselves any mail address.
        if shared := _SHARED_BY_ALL & set(urlsplit(server).path.lower().split("/")):
            raise ValueError(f"SHIREHALL_OIDC_SERVER must name your own tenant, not {', '.join(shared)}")
        name = read_text("SHIREHALL_OIDC_NAME", "your council account")
        domains = tuple(domain.lower().lstrip("@") for domain in read_list("SHIREHALL_OIDC_MAIL_DOMAINS"))
        return cls(name, server, client_id, client_secret, domains)

    @property
    def origin(self) -> str:
        """Give the scheme and host that a form is allowed to lead to."""
        parts = urlsplit(self.server)
        return f"{parts.scheme}://{parts.netloc}"

    def as_providers(self) -> dict[str, Any]:
        """Give the directory in the shape of allauth's setting SOCIALACCOUNT_PROVIDERS."""
        app = {
            "provider_id": "council",
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.client_secret,
            "settings": {
                "server_url": self.server,
                "oauth_pkce_enabled": True,
                "verified_email": list(self.mail_domains),
            },
        }
        return {"openid_connect": {"APPS": [app]}}
