"""The name that a person gave a file, made safe to show and to send back."""

import unicodedata

_LONGEST = 120
_NOT_IN_NAMES = frozenset('<>:"|?*')


def clean_name(given: str, ending: str) -> str:
    """The last part of the path, without signs that hide or steer; `ending` (".pdf") is added where none fits."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in _NOT_IN_NAMES
    )
    kept = " ".join(kept.split()).strip(". ")
    stem, dot, last_part = kept.rpartition(".")
    if not dot or not 1 <= len(last_part) <= 5 or not last_part.isalnum():
        stem, last_part = kept, ending.removeprefix(".")
    return f"{stem[:_LONGEST].strip() or 'file'}.{last_part}"


def ending_of(name: str) -> str:
    """The ending of a cleaned name: ".pdf"."""
    return "." + name.rpartition(".")[2].lower()
