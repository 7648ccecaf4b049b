"""The addresses of the Open Referral UK feed, all below one stub as the standard asks."""

from django.urls import URLPattern, path

from shirehall.channels.api.open_referral import views

URL_PREFIX = "open-referral-uk/"

urlpatterns: list[URLPattern] = [
    path("", views.about, name="open_referral"),
    path("services", views.services, name="open_referral_services"),
    path("services/<str:thing_id>", views.service, name="open_referral_service"),
    path("service_at_locations", views.service_at_locations, name="open_referral_places"),
    path("service_at_locations/<str:thing_id>", views.service_at_location, name="open_referral_place"),
    path("taxonomies", views.taxonomies, name="open_referral_taxonomies"),
    path("taxonomies/<str:thing_id>", views.taxonomy, name="open_referral_taxonomy"),
    path("taxonomy_terms", views.taxonomy_terms, name="open_referral_terms"),
    path("taxonomy_terms/<str:thing_id>", views.taxonomy_term, name="open_referral_term"),
]
