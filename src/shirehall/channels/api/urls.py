"""The addresses of the API, and the page for developers. References alone stand in them, nothing about a person."""

from django.urls import URLPattern, path

from shirehall.channels.api.calls import resource
from shirehall.channels.api.views import (
    applications,
    cases,
    developers,
    drafts,
    handing,
    keys,
    nothing,
    offered,
)

URL_PREFIX = "api/"

urlpatterns: list[URLPattern] = [
    path("", developers.developers, name="api_developers"),
    path("v1/openapi.json", offered.openapi_of_all, name="api_openapi"),
    path("v1/key", resource(get=keys.key), name="api_key"),
    path("v1/services", offered.services, name="api_services"),
    path("v1/services/<slug:service>", offered.service, name="api_service"),
    path("v1/services/<slug:service>/openapi.json", offered.openapi_of_one, name="api_service_openapi"),
    path("v1/services/<slug:service>/check", resource(post=applications.check), name="api_check"),
    path("v1/services/<slug:service>/applications", resource(post=applications.submit), name="api_apply"),
    path("v1/services/<slug:service>/drafts", resource(post=drafts.begin), name="api_drafts"),
    path("v1/drafts/<str:reference>", resource(get=drafts.draft, patch=drafts.go_on), name="api_draft"),
    path("v1/drafts/<str:reference>/files/<slug:fact>", resource(post=drafts.add_files), name="api_files"),
    path("v1/drafts/<str:reference>/send", resource(post=drafts.send), name="api_send"),
    path("v1/drafts/<str:reference>/hand-over", resource(post=handing.hand_over), name="api_hand_over"),
    path("v1/cases", resource(get=cases.cases), name="api_cases"),
    path("v1/cases/<str:reference>", resource(get=cases.case), name="api_case"),
    path("v1/cases/<str:reference>/evidence/<slug:name>", resource(post=cases.evidence), name="api_evidence"),
    path("v1/cases/<str:reference>/changes", resource(post=cases.change), name="api_changes"),
    path("v1/cases/<str:reference>/withdrawal", resource(post=cases.withdraw), name="api_withdrawal"),
    path("v1/cases/<str:reference>/review", resource(post=cases.look_again), name="api_review"),
    path("<path:rest>", nothing.nothing, name="api_nothing"),
]
