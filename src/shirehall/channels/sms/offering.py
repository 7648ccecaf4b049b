"""Which services can be used by text, and the word that begins each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shirehall.casework.api import current_version, published_services
from shirehall.channels.sms.channel import NAME
from shirehall.channels.sms.exchange import Exchange, default_council, phone_of
from shirehall.channels.sms.words import fold
from shirehall.kernel.api import Service


@dataclass(frozen=True, slots=True)
class Offer:
    """A service with the word that begins it, in capitals."""

    service: Service
    keyword: str


def offers() -> list[Offer]:
    """Every service that declares this channel, by keyword. Of two that ask for the same word, the one whose name comes
    first has it, and the other is begun by its title."""
    found: dict[str, Offer] = {}
    for row in sorted(published_services(), key=lambda each: each.service):
        service = current_version(row.service).service
        if NAME in service.channels:
            keyword = str(service.settings.get("sms_keyword") or "") or service.title.upper()
            keyword = service.title.upper() if keyword in found else keyword
            found[keyword] = Offer(service, keyword)
    return [found[keyword] for keyword in sorted(found)]


def offer_in(text: str) -> Offer | None:
    """The service that a text begins: its keyword or its title, and nothing else."""
    said = fold(text[:200])
    if not said:
        return None
    named: Mapping[str, Offer] = {
        word: each
        for each in reversed(offers())
        for word in (fold(each.keyword), fold(each.service.title), fold(each.service.name.replace("_", " ")))
    }
    return named.get(said) or named.get(said.replace(" ", ""))


def call_back_service() -> Service | None:
    """The service that takes requests to be called back, by its role; None where there is none by text."""
    for row in published_services():
        service = current_version(row.service).service
        if "call_back" in service.serves and NAME in service.channels:
            return service
    return None


def say_menu(exchange: Exchange) -> None:
    """What can be done by text."""
    listed = "\n".join(f"{each.keyword} - {each.service.title}" for each in offers())
    if listed:
        exchange.say(_("Text us one of these words:\n%(words)s") % {"words": listed})
    exchange.say(
        _("To be called, text CALL ME. Or telephone %(phone)s.")
        % {"phone": phone_of(exchange.authority or default_council())}
    )
