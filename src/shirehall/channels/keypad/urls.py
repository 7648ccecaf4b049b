"""The addresses of the automated telephone: where providers bring calls, and the simulator of a demonstration."""

from django.urls import URLPattern, path

from shirehall.channels.keypad.views import simulator, webhook

URL_PREFIX = "telephone/"

urlpatterns: list[URLPattern] = [
    path("", simulator.ring, name="keypad_simulator"),
    path("call/<str:call>/", simulator.in_call, name="keypad_call"),
    path("call/<str:call>/speech.wav", simulator.speech, name="keypad_speech"),
    path("provider/<slug:provider>/", webhook.calls, name="keypad_webhook"),
]
