"""The hook by which the kernel's sentences are translated. The kernel knows no language but its own.

`_` is what every sentence goes through, so that the usual tools find it; `use` says what it calls. The
project gives it the web framework's gettext, which knows the language of the request; until then a
sentence stays as it is.
"""

from collections.abc import Callable

Translate = Callable[[str], str]


def as_written(text: str) -> str:
    """The text itself: what `_` gives until a translation is set."""
    return text


_translate: Translate = as_written


def use(translate: Translate) -> Translate:
    """Have every sentence of the kernel go through `translate`, in every thread, from now on: it is set once, when the
    process starts. Gives what it went through before."""
    global _translate
    before, _translate = _translate, translate
    return before


def _(text: str) -> str:
    """The text in the language of the person who reads it. Placeholders in braces stay as they are."""
    return _translate(text)
