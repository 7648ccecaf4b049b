"""One address."""

from django.urls import path

from benchmarks.bare.views import take

urlpatterns = [path("", take)]
