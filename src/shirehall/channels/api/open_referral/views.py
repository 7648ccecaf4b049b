"""The addresses of the feed: public, for any site, a page at a time."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.casework.api import channels, current_version, is_for_residents, published_services
from shirehall.channels.api.calls import answer, open_to_all
from shirehall.channels.api.open_referral import feed
from shirehall.channels.api.open_referral.feed import Offer, Thing
from shirehall.channels.api.problem import Problem, not_found
from shirehall.partnership.api import offices

PROFILE = "https://docs.openreferraluk.org/en/latest/"
OPENAPI = "https://raw.githubusercontent.com/openreferral/uk-profile/main/schema/openapi.json"
_PER_PAGE, _MOST_PER_PAGE, _LONGEST_NUMBER = 50, 200, 6


@open_to_all
def about(request: HttpRequest) -> HttpResponse:
    """What this is."""
    return answer({"version": "HSDS-UK-3.0", "profile": PROFILE, "openapi_url": OPENAPI})


@open_to_all
def services(request: HttpRequest) -> HttpResponse:
    """Every service that is offered, filtered by `search`, `organization_id`, `taxonomy_id` and `taxonomy_term_id`."""
    chosen = [offer for offer in _offers(request) if _is_wanted(request, offer)]
    draw = feed.whole if request.GET.get("full") == "true" else feed.brief
    return _page(request, chosen, draw)


@open_to_all
def service(request: HttpRequest, thing_id: str) -> HttpResponse:
    """One service with everything that belongs to it."""
    found = next(
        (each for each in _offers(request) if feed.identifier("service", each.name) == thing_id), None
    )
    return _one(feed.whole(found) if found else None)


@open_to_all
def service_at_locations(request: HttpRequest) -> HttpResponse:
    """Every place where a person can get help with a service."""
    return _page(request, _places(request), lambda each: each)


@open_to_all
def service_at_location(request: HttpRequest, thing_id: str) -> HttpResponse:
    """One of them."""
    return _one(_by_id(_places(request), thing_id))


@open_to_all
def taxonomies(request: HttpRequest) -> HttpResponse:
    """The lists of codes that services carry."""
    return _page(request, _taxonomies(request), lambda each: each)


@open_to_all
def taxonomy(request: HttpRequest, thing_id: str) -> HttpResponse:
    """One of them."""
    return _one(_by_id(_taxonomies(request), thing_id))


@open_to_all
def taxonomy_terms(request: HttpRequest) -> HttpResponse:
    """The codes that services carry."""
    return _page(request, _terms(request), lambda each: each)


@open_to_all
def taxonomy_term(request: HttpRequest, thing_id: str) -> HttpResponse:
    """One of them."""
    return _one(_by_id(_terms(request), thing_id))


def _offers(request: HttpRequest) -> tuple[Offer, ...]:
    every = ((row, current_version(row.service)) for row in published_services())
    rows = [(row, version) for row, version in every if is_for_residents(version.service)]
    web = channels.get("web")

    def start(name: str) -> str:
        version = next(version for _row, version in rows if version.service.name == name)
        is_there = web is not None and web.start is not None and "web" in version.service.channels
        address = (
            web.start(name)
            if web is not None and web.start is not None and is_there
            else reverse("api_developers")
        )
        return request.build_absolute_uri(address)

    return feed.offers_of(rows, start)


def _places(request: HttpRequest) -> list[Thing]:
    return [
        feed.at_location(offer, office)
        for offer in _offers(request)
        if _is_wanted(request, offer)
        for office in offices(offer.council.code)
    ]


def _terms(request: HttpRequest) -> list[Thing]:
    found = {(name, code) for offer in _offers(request) for name, code in offer.version.service.codes.items()}
    return [feed.term(name, code) for name, code in sorted(found)]


def _taxonomies(request: HttpRequest) -> list[Thing]:
    return [
        feed.taxonomy(name)
        for name in sorted({name for offer in _offers(request) for name in offer.version.service.codes})
    ]


def _is_wanted(request: HttpRequest, offer: Offer) -> bool:
    asked = request.GET
    words = asked.get("search", "").casefold()
    text = f"{offer.version.service.title} {offer.version.service.summary} {offer.council.name}".casefold()
    terms = {each["taxonomy_term"]["id"] for each in feed.attributes(offer)}
    lists = {feed.identifier("taxonomy", name) for name in offer.version.service.codes}
    return (
        words in text
        and asked.get("organization_id", "") in ("", feed.identifier("organization", offer.council.code))
        and (not asked.get("taxonomy_term_id") or asked["taxonomy_term_id"] in terms)
        and (not asked.get("taxonomy_id") or asked["taxonomy_id"] in lists)
    )


def _page(request: HttpRequest, things: Sequence[Any], draw: Any) -> HttpResponse:
    number, size = _number(request, "page", 1), min(_number(request, "per_page", _PER_PAGE), _MOST_PER_PAGE)
    shown = things[(number - 1) * size : number * size]
    pages = max(1, -(-len(things) // size))
    return answer(
        {
            "total_items": len(things), "total_pages": pages, "page_number": number, "size": len(shown),
            "first_page": number == 1, "last_page": number >= pages, "empty": not shown,
            "contents": [draw(each) for each in shown],
        }
    )  # fmt: skip


def _number(request: HttpRequest, name: str, default: int) -> int:
    given = request.GET.get(name, "")
    if not given:
        return default
    if not (given.isascii() and given.isdigit() and len(given) <= _LONGEST_NUMBER and int(given) > 0):
        raise Problem(400, "bad-request", _("“%(name)s” must be a whole number from 1.") % {"name": name})
    return int(given)


def _by_id(things: Iterable[Thing], thing_id: str) -> Thing | None:
    return next((each for each in things if each["id"] == thing_id), None)


def _one(found: Thing | None) -> HttpResponse:
    if found is None:
        raise not_found(_("There is nothing with this id."))
    return answer(found)
