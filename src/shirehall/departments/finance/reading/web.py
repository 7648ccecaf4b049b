"""Names of companies in web and mail addresses."""

import re

_HOST = re.compile(
    r"(?i)(?:@|www\.|https?://)([a-z0-9][a-z0-9.-]+\.[a-z]{2,})|\b([a-z0-9-]{4,}\.(?:co\.uk|com|org\.uk|org|net|uk|eu|nl|de|fr|es|it|ie))\b"
)
_PUBLIC = frozenset([
    "gmail", "hotmail", "outlook", "yahoo", "icloud", "btinternet", "live", "aol", "me", "www", "com",
    "co", "org", "net", "gov", "uk", "ltd", "example", "accounts", "account", "accountspayable", "info",
    "sales", "contact", "enquiries", "billing", "office", "invoices", "invoice", "payments", "finance",
    "support", "admin", "hello", "mail", "email", "service", "services", "customerservice",
])  # fmt: skip
"""Parts of addresses that are nobody's name."""


def hosts_in(text: str) -> set[str]:
    """The names in the web and mail addresses of a text, without dots and dashes."""
    found = {each for each in re.findall(r"([a-z][a-z0-9]{4,})@", text.casefold()) if each not in _PUBLIC}
    for match in _HOST.finditer(text):
        for part in (match[1] or match[2]).casefold().split("."):
            squeezed = part.replace("-", "")
            if len(squeezed) >= 4 and squeezed not in _PUBLIC:
                found.add(squeezed)
    return found


def same_host(key: str, host: str) -> bool:
    """Whether a web address is that of a name."""
    short, long = sorted((key, host), key=len)
    return (len(short) >= 5 and (long.startswith(short) or (len(short) >= 7 and short in long))) or (
        len(short) == 4 and short == long
    )
