"""`officer`: add an officer, give a new password, or close an account, from the server's own shell."""

import secrets
from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shirehall.partnership.actions import (
    Place,
    add_officer,
    close_officer,
    open_officer,
    set_password,
    set_places,
)
from shirehall.partnership.models import Officer
from shirehall.partnership.reading import PartnershipError

_BY = "command"


class Command(BaseCommand):
    """One command with a word for what to do; a place is written team:role or team:role:authority."""

    help = "Add an officer, change their places or password, forget their second factors, close or open the account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what", choices=["add", "places", "password", "forget-second-factors", "close", "open"]
        )
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="needed by add")
        parser.add_argument(
            "--place",
            action="append",
            default=[],
            metavar="TEAM:ROLE[:AUTHORITY]",
            help="may be given many times",
        )
        parser.add_argument(
            "--no-password",
            action="store_true",
            help="the officer signs in through the council's own sign-on only",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email, what = options["email"].strip().lower(), options["what"]
        try:
            places = [_place(text) for text in options["place"]]
            if what == "add":
                self._add(email, options["name"], places, no_password=options["no_password"])
            else:
                self._change(_find(email), what, places, no_password=options["no_password"])
        except PartnershipError as error:
            raise CommandError(str(error)) from error

    def _add(self, email: str, name: str, places: list[Place], *, no_password: bool) -> None:
        if not name.strip():
            raise PartnershipError("An officer needs a name. Add --name 'First Last'.")
        password = None if no_password else secrets.token_urlsafe(15)
        add_officer(email=email, name=name, places=places, password=password, by=_BY, at=timezone.now())
        self._show("Added", email, password)

    def _change(self, officer: Officer, what: str, places: list[Place], *, no_password: bool) -> None:
        at = timezone.now()
        password = None
        if what == "places":
            set_places(officer=officer, places=places, by=_BY, at=at)
        elif what == "password":
            password = None if no_password else secrets.token_urlsafe(15)
            set_password(officer=officer, password=password, by=_BY, at=at)
        elif what == "forget-second-factors":
            Authenticator.objects.filter(user=officer).delete()
        elif what == "close":
            close_officer(officer=officer, by=_BY, at=at)
        else:
            open_officer(officer=officer, by=_BY, at=at)
        self._show("Done for", officer.email, password)

    def _show(self, done: str, email: str, password: str | None) -> None:
        self.stdout.write(f"{done} {email}.")
        if password:
            self.stdout.write(f"Password, shown once: {password}")
            self.stdout.write(
                "The officer sets up a second factor at the first sign-in, and should change it then."
            )


def _place(text: str) -> Place:
    parts = text.split(":")
    if len(parts) not in (2, 3):
        raise PartnershipError(f"'{text}' is not a place. Write TEAM:ROLE or TEAM:ROLE:AUTHORITY.")
    return Place(*parts)


def _find(email: str) -> Officer:
    officer = Officer.objects.filter(email__iexact=email).first()
    if officer is None:
        raise PartnershipError(f"There is no officer with the address {email}. Look at the spelling.")
    return officer
