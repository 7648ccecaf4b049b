"""The files of a case stay with it as long as it stands, whatever becomes of the drafts they came by."""

from datetime import timedelta

from django.utils import timezone

from shirehall.capabilities.documents.api import Document, for_case, sweep
from shirehall.casework.api import dispose
from shirehall.casework.models import Case, Draft, ServiceVersion
from shirehall.channels.web.conftest import Resident, fill_in
from shirehall.channels.web.test_cases import file


def case_with_photo(resident: Resident) -> Case:
    """A case that was sent with a photo."""
    fill_in(resident).open("/shed/apply/garden/photo/").send(photo=file(name="garden.pdf"))
    resident.open("/shed/apply/check-answers/").send(council="north_dorset").send()
    return Case.objects.get()


def test_a_file_outlives_the_draft_it_was_sent_with(shed: ServiceVersion, resident: Resident) -> None:
    case = case_with_photo(resident)
    later = timezone.now() + timedelta(days=40)
    dispose(at=later)
    sweep(at=later + timedelta(days=2))
    assert not Draft.objects.exists()
    assert [each.name for each in for_case(case)] == ["garden.pdf"]


def test_a_change_that_was_never_sent_takes_no_file_of_the_case_with_it(
    shed: ServiceVersion, resident: Resident
) -> None:
    case = case_with_photo(resident)
    resident.open(f"/case/{case.reference}/change/").send()
    resident.open("/shed/apply/garden/photo/?from=check").send(photo=file(name="newer.pdf"))
    assert Document.objects.filter(disposed_at=None).count() == 2
    dispose(at=timezone.now() + timedelta(days=40))
    assert [each.name for each in Document.objects.filter(disposed_at=None)] == ["garden.pdf"]
