"""One page: the form, and what takes it."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from benchmarks.bare.forms import EntryForm
from benchmarks.bare.models import Entry, LogLine


def take(request: HttpRequest) -> HttpResponse:
    """Show the form; a POST stores it and leads to the page that says so."""
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            entry = Entry.objects.create(**form.cleaned_data)
            LogLine.objects.create(entry=entry, kind="sent", at=timezone.now())
        # Who sent it may see the page that says so, in this browser alone.
        request.session["sent"] = entry.pk
        return HttpResponseRedirect(f"/sent/{entry.pk}/")
    return render(request, "bare/form.html", {"form": form}, status=422 if form.errors else 200)
