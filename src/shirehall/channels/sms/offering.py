"""Which services can be used by text, and the word that begins each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shirehall.casework.api import current_version, published_services
from shirehall.channels.sms.exchange import Exchange, default_council, phone_of
from shirehall.channels.sms.settings import NAME
from shirehall.channels.sms.words import fold
from shirehall.kernel.api import Service


@dataclass(frozen=True, slots=True)
class Offer:
    """A service with the word that begins it, in capitals."""

    service: Service
    keyword: str


def offers() -> list[Offer]:
    """Every service that declares this channel, by keyword: the word it asks for, else its title. Where another has
    that already, its name."""
    found: dict[str, Offer] = {}
    for row in sorted(published_services(), key=lambda each: each.service):
        service = current_version(row.service).service
        if NAME in service.channels:
            wanted = (
                str(service.settings.get("sms_keyword") or ""),
                service.title.upper(),
                _name(service).upper(),
            )
            keyword = next(each for each in wanted if each and (each not in found or each == wanted[-1]))
            found[keyword] = Offer(service, keyword)
    return [found[keyword] for keyword in sorted(found)]


def keyword_of(service: Service) -> str:
    """The word that begins a service; empty where it is not offered by text."""
    return next((each.keyword for each in offers() if each.service.name == service.name), "")


def offer_in(text: str) -> Offer | None:
    """The service that a text begins: its keyword, its name or its title, and nothing else."""
    said = fold(text[:200])
    if not said:
        return None
    named: dict[str, Offer] = {}
    every = offers()
    for words in (
        lambda each: each.keyword,
        lambda each: _name(each.service),
        lambda each: each.service.title,
    ):
        for offer in every:
            named.setdefault(fold(words(offer)), offer)
    return named.get(said) or named.get(said.replace(" ", ""))


def _name(service: Service) -> str:
    return service.name.replace("_", " ")


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
