"""Which references go with a contact: drafts and cases that it was given for."""

from datetime import datetime

from shirehall.casework.api import current_version, is_for_residents, published_services
from shirehall.casework.models import Case
from shirehall.channels.web.contacts import Contact
from shirehall.channels.web.models import WebDraft

_MOST = 20


def references_of(contact: Contact, *, at: datetime) -> list[tuple[str, str]]:
    """Title of the service and reference, newest first, at most twenty."""
    published = published_services()
    titles = {each.service: each.title for each in published}
    # A supplier is told of its invoices elsewhere: they are nobody's applications.
    others = [row.service for row in published if not is_for_residents(current_version(row.service).service)]
    drafts = WebDraft.objects.filter(contact_key=contact.key, draft__expires_at__gt=at, draft__sent_case=None)
    begun = drafts.order_by("-id").values_list("draft__service", "draft__reference")
    column = "email" if contact.kind == "email" else "telephone"
    cases = Case.objects.filter(disposed_at=None).exclude(service__in=others)
    # As for coming back: a contact given for the draft counts only where the case has none of its kind.
    held = cases.filter(**{f"{column}__iexact": contact.address}) | cases.filter(
        **{column: ""}, drafts__on_web__contact_key=contact.key
    )
    sent = held.order_by("-id").values_list("service", "reference").distinct()
    found = [*sent[:_MOST], *begun[:_MOST]][:_MOST]
    return [(titles.get(service, service), reference) for service, reference in found]
