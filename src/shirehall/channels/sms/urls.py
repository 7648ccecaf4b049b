"""Where providers bring texts in, and the pocket phone of a demonstration."""

from django.urls import URLPattern, path

from shirehall.channels.sms import pocket, views

URL_PREFIX = "sms/"

urlpatterns: list[URLPattern] = [
    path("inbound/<slug:provider>/", views.inbound, name="sms_inbound"),
    path("phone/", pocket.phone, name="sms_phone"),
    path("phone/number/", pocket.choose, name="sms_phone_choose"),
    path("phone/text/", pocket.text, name="sms_phone_text"),
    path("phone/away/", pocket.put_away, name="sms_phone_put_away"),
]
