"""The addresses of helping a resident. References and names of pages stand in them, nothing about a person."""

from django.urls import URLPattern, path

from shirehall.channels.assisted.views import (
    cards,
    cases,
    checking,
    handing,
    hearing,
    home,
    items,
    joining,
    pages,
    ways,
)

URL_PREFIX = "desk/help/"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="assisted"),
    path("begin/<slug:service>/", joining.begin, name="assisted_begin"),
    path("<str:reference>/", home.go_on, name="assisted_go_on"),
    path("<str:reference>/join/", joining.join, name="assisted_join"),
    path("<str:reference>/page/<slug:page_name>/", pages.page, name="assisted_page"),
    path("<str:reference>/page/<slug:page_name>/<int:number>/", items.item, name="assisted_item"),
    path("<str:reference>/ask/<slug:page_name>/", hearing.more, name="assisted_list_card"),
    path("<str:reference>/ask/<slug:page_name>/<slug:fact>/", cards.card, name="assisted_card"),
    path(
        "<str:reference>/ask/<slug:page_name>/<int:number>/<slug:fact>/",
        cards.item,
        name="assisted_item_card",
    ),
    path("<str:reference>/heard/<slug:page_name>/", hearing.heard, name="assisted_heard"),
    path("<str:reference>/check/", checking.check, name="assisted_check"),
    path("<str:reference>/council/", checking.council, name="assisted_council"),
    path("<str:reference>/hand-over/", handing.hand_over, name="assisted_hand_over"),
    path("<str:reference>/done/", checking.done, name="assisted_done"),
    path("<str:reference>/case/", cases.case, name="assisted_case"),
    path("<str:reference>/case/change/", cases.change, name="assisted_change"),
    path("<str:reference>/case/evidence/<slug:name>/", cases.evidence, name="assisted_evidence"),
    path("<str:reference>/case/look-again/", cases.look_again, name="assisted_look_again"),
    path("<str:reference>/case/ways/", ways.ways, name="assisted_ways"),
    path("<str:reference>/case/withdraw/", cases.withdraw, name="assisted_withdraw"),
]
