"""The addresses of the desk. No address holds anything about a person: cases go by their reference."""

from django.urls import URLPattern, path

from shirehall.desk import (
    audit_views,
    case_views,
    change_views,
    document_views,
    failed_views,
    find_views,
    overview_views,
    reaching_views,
    service_views,
    work_views,
)

URL_PREFIX = "desk/"

urlpatterns: list[URLPattern] = [
    path("", work_views.work, name="desk"),
    path("take/", work_views.take, name="desk_take"),
    path("give/", work_views.give, name="desk_give"),
    path("undo/", work_views.take_back, name="desk_undo"),
    path("find/", find_views.find, name="desk_find"),
    path("overview/", overview_views.overview, name="desk_overview"),
    path("failed/", failed_views.failed, name="desk_failed"),
    path("failed/<int:step_id>/again/", failed_views.again, name="desk_again"),
    path("audit/", audit_views.audit, name="desk_audit"),
    path("audit/find/", audit_views.audit_find, name="desk_audit_find"),
    path("audit/<str:reference>/", audit_views.audit_case, name="desk_audit_case"),
    path("services/", service_views.services, name="desk_services"),
    path("services/<slug:name>/<int:number>/", service_views.service, name="desk_service"),
    path("document/<str:document_id>/", document_views.open_document, name="desk_document"),
    path("case/<str:reference>/", case_views.case_page, name="desk_case"),
    path("case/<str:reference>/do/<slug:form_id>/", case_views.do, name="desk_do"),
    path("case/<str:reference>/way/", reaching_views.way, name="desk_way"),
    path("case/<str:reference>/change/", change_views.choose, name="desk_choose"),
    path("case/<str:reference>/change/<slug:fact>/", change_views.change, name="desk_change"),
]
