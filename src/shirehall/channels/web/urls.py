"""The addresses of the web channel. Nothing personal stands in one: services, pages, references, numbers."""

from django.urls import URLPattern, path

from shirehall.channels.web.views import (
    cases,
    checking,
    information,
    lists,
    questions,
    resuming,
    returning,
    saving,
    starting,
    ways,
    wishes,
)

URL_PREFIX = ""

urlpatterns: list[URLPattern] = [
    path("", information.home, name="web_home"),
    path("accessibility", information.accessibility, name="web_accessibility"),
    path("privacy", information.privacy, name="web_privacy"),
    path("help", information.help_page, name="web_help"),
    path("return/", returning.come_back, name="web_return"),
    path("return/code/", returning.code, name="web_return_code"),
    path("return/lost/", returning.lost, name="web_lost"),
    path("return/lost/sent/", returning.lost_sent, name="web_lost_sent"),
    path("return/<str:token>/", resuming.open_link, name="web_resume"),
    path("leave/", returning.leave, name="web_leave"),
    path("case/<str:reference>/", cases.case, name="web_case"),
    path("case/<str:reference>/sent/", cases.sent, name="web_sent"),
    path("case/<str:reference>/copy.pdf", cases.copy, name="web_copy"),
    path("case/<str:reference>/document/<str:document_id>/", cases.document, name="web_document"),
    path("case/<str:reference>/evidence/<slug:name>/", wishes.evidence, name="web_evidence"),
    path("case/<str:reference>/change/", wishes.change, name="web_change"),
    path("case/<str:reference>/renew/", wishes.renew, name="web_renew"),
    path("case/<str:reference>/how-we-reach-you/", ways.ways, name="web_ways"),
    path("case/<str:reference>/withdraw/", wishes.withdraw, name="web_withdraw"),
    path("case/<str:reference>/look-again/", wishes.look_again, name="web_look_again"),
    path("<slug:service>/", starting.start, name="web_start"),
    path("<slug:service>/apply/", starting.apply, name="web_apply"),
    path("<slug:service>/apply/check-answers/", checking.check, name="web_check"),
    path("<slug:service>/apply/your-council/", checking.council, name="web_council"),
    path("<slug:service>/apply/save-for-later/", saving.save, name="web_save"),
    path("<slug:service>/apply/save-for-later/code/", saving.code, name="web_save_code"),
    path("<slug:service>/apply/save-for-later/done/", saving.saved, name="web_saved"),
    path("<slug:service>/apply/<slug:page_name>/", lists.items, name="web_list"),
    path("<slug:service>/apply/<slug:page_name>/<slug:fact>/", questions.question, name="web_question"),
    path("<slug:service>/apply/<slug:page_name>/<int:number>/remove/", lists.remove, name="web_remove"),
    path("<slug:service>/apply/<slug:page_name>/<int:number>/<slug:fact>/", questions.item, name="web_item"),
]
