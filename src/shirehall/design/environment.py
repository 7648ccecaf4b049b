"""The Jinja environment that every page is drawn in."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, PrefixLoader, Undefined

from shirehall.design import formats


class Loud(Undefined):
    """A missing name may be tested, but not printed: a page with a hole in it is worse than an error in a test.

    The component macros are fed dicts whose optional keys may be left out, so a key missing from a dict is empty,
    and so is what would hang from it.
    """

    __slots__ = ()

    @property
    def _optional(self) -> bool:
        return isinstance(self._undefined_obj, dict)

    def __str__(self) -> str:
        if not self._optional:
            self._fail_with_undefined_error()
        return ""

    __html__ = __str__

    def __getattr__(self, name: str) -> Any:
        if name[:2] == name[-2:] == "__":
            raise AttributeError(name)
        if self._optional:
            return self
        return self._fail_with_undefined_error()

    def __getitem__(self, name: Any) -> Any:
        return self.__getattr__(str(name))


def asset(path: str) -> str:
    """The address of a static file. Never raises: the page that reports an error must not fail for a missing file."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL or '/static/'}{path}"


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page. Raises NoReverseMatch."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def environment(**options: Any) -> Environment:
    """The environment for Django's Jinja2 backend, which passes its loader, autoescape and auto_reload."""
    given: BaseLoader | None = options.pop("loader", None)
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["undefined"] = Loud
    options["autoescape"] = True
    options["extensions"] = ["jinja2.ext.i18n", *options.get("extensions", [])]
    made = Environment(  # noqa: S701  (set just above)
        loader=ChoiceLoader([given, components] if given else [components]),
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    install: Any = getattr(made, "install_gettext_callables")  # noqa: B009  (put there by the extension)
    install(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    made.globals.update(static=asset, url=url)
    made.filters.update(formats.FILTERS)
    return made
