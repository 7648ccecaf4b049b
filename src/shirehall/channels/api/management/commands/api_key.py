"""`api_key`: add a partner, make a key or revoke one, from the server's own shell."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shirehall.casework.api import published_services
from shirehall.channels.api.keys import KeyRefused, add_partner, make_key, revoke_key
from shirehall.channels.api.models import EVERY, ApiKey, Partner
from shirehall.kernel.problems import nearest
from shirehall.partnership.api import authorities as councils

_BY = "command"


class Command(BaseCommand):
    """One command with a word for what to do."""

    help = "Add a partner, list keys, make a key (its text is printed once) or revoke one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["add-partner", "list", "make", "revoke"])
        parser.add_argument(
            "which", nargs="?", default="", help="the partner's code; for revoke the key's prefix"
        )
        parser.add_argument("--name", default="", help="the partner's name, or what uses the key")
        parser.add_argument("--contact", default="", help="the partner's email address")
        parser.add_argument(
            "--may", action="append", choices=list(ApiKey.ACTIONS), default=[], help="may be given many times"
        )
        parser.add_argument(
            "--service", action="append", default=[], help="a service's name, or * for every one"
        )
        parser.add_argument(
            "--authority", action="append", default=[], help="a council's code, or * for every one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            {"add-partner": self._add, "list": self._list, "make": self._make, "revoke": self._revoke}[
                options["what"]
            ](options)
        except KeyRefused as problem:
            raise CommandError(str(problem)) from problem

    def _add(self, options: dict[str, Any]) -> None:
        made = add_partner(
            code=options["which"], name=options["name"], contact=options["contact"], by=_BY, at=timezone.now()
        )
        self.stdout.write(f"{made.code} is a partner now.")

    def _list(self, options: dict[str, Any]) -> None:
        for key in ApiKey.objects.select_related("partner").order_by("partner__name", "prefix"):
            state = "revoked" if key.revoked_at else "works"
            scope = f"{','.join(key.actions)} on {','.join(key.services)} for {','.join(key.authorities)}"
            self.stdout.write(f"{key.prefix}  {key.partner.code}  {key.name}  {scope}  {state}")

    def _make(self, options: dict[str, Any]) -> None:
        partner = Partner.objects.filter(code=options["which"]).first()
        if partner is None:
            raise CommandError(
                f"There is no partner {options['which']!r}. Add it first: api_key add-partner."
            )
        services, authorities = options["service"], options["authority"] or [EVERY]
        _check_names("service", services, [row.service for row in published_services()])
        _check_names("authority", authorities, [each.code for each in councils()])
        made = make_key(
            partner=partner, name=options["name"], actions=options["may"] or list(ApiKey.ACTIONS),
            services=services, authorities=authorities, by=_BY, at=timezone.now(),
        )  # fmt: skip
        self.stderr.write("This is the only time that the key is shown:")
        self.stdout.write(made.text)

    def _revoke(self, options: dict[str, Any]) -> None:
        key = ApiKey.objects.filter(prefix=options["which"]).first()
        if key is None:
            raise CommandError(f"There is no key {options['which']!r}. api_key list shows them.")
        revoke_key(key=key, by=_BY, at=timezone.now())
        self.stdout.write(f"{key.prefix} opens nothing any more.")


def _check_names(what: str, given: list[str], known: list[str]) -> None:
    for name in given:
        if name != EVERY and name not in known:
            raise CommandError(f"There is no {what} {name!r}: {nearest(name, known) or 'publish it first'}")
