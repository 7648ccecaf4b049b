"""Fetching a mailbox: each mail is taken in, and only when that stands is it moved.

Killed at any instant, nothing is lost and nothing repeated: what lies in the folder is looked at again, and what was
taken in already is only moved.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from shirehall.departments.finance.intake.mailbox import Listed, MailboxError, OpenMailbox, opened
from shirehall.departments.finance.intake.models import IncomingMessage, Mailbox
from shirehall.departments.finance.intake.settings import IntakeSettings, MailboxSettings, intake_settings
from shirehall.departments.finance.intake.taking import MAIL, Box, Place, take_in_head, take_in_mail

LOG = logging.getLogger("shirehall.invoices")
MOST_IN_A_ROUND = 200
_LISTED_AT_ONCE = 50
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 300.0
_IDLE_AT_MOST = 25 * 60
_POLLED_AT_ONCE = 20


def box_of(settings: MailboxSettings) -> Box:
    """The mailbox as records name it."""
    return Box(MAIL, settings.name, settings.authority)


def fetch(
    mailbox: OpenMailbox, *, settings: IntakeSettings, stop: Callable[[], bool] = lambda: False,
    most: int = MOST_IN_A_ROUND,
) -> int:  # fmt: skip
    """Take in what lies in the mailbox, the oldest first, at most so many. Gives how many were moved away. What
    cannot be taken in just now stays, and those behind it are not kept waiting."""
    moved = stuck = 0
    mailbox.look()
    while moved + stuck < most and not stop():
        listed = mailbox.oldest(min(_LISTED_AT_ONCE, most - moved - stuck), after=stuck)
        if not listed:
            break
        for each in listed:
            if stop():
                return moved
            if _fetch_one(mailbox, each, settings):
                moved += 1
            else:
                stuck += 1
        mailbox.look()
    return moved


def _fetch_one(mailbox: OpenMailbox, listed: Listed, settings: IntakeSettings) -> bool:
    """Take in one mail and move it; whether it is out of the way."""
    try:
        message = _known(mailbox, listed) or _take_in(mailbox, listed, settings)
    except (MailboxError, DatabaseError):
        raise
    except Exception:
        # The disk, the virus scanner, a fault of ours: the mail stays where it is, and is tried again.
        LOG.exception("Mail %d of the mailbox %s could not be taken in", listed.uid, mailbox.settings.name)
        return False
    if message is None:
        return True
    needs_a_person = message.state == IncomingMessage.State.TROUBLE
    mailbox.move(listed.uid, mailbox.settings.trouble if needs_a_person else mailbox.settings.done)
    return True


def _known(mailbox: OpenMailbox, listed: Listed) -> IncomingMessage | None:
    """What was taken in from this very place before, and not moved: then it need not be fetched again. A mailbox that
    numbers its mails anew says so by another UIDVALIDITY."""
    return IncomingMessage.objects.filter(
        channel=MAIL, box=mailbox.settings.name, folder=mailbox.settings.folder, uid_validity=mailbox.uid_validity,
        uid=listed.uid,
    ).first()  # fmt: skip


def _take_in(mailbox: OpenMailbox, listed: Listed, settings: IntakeSettings) -> IncomingMessage | None:
    now = timezone.now()
    at = min(listed.arrived_at or now, now)
    box = box_of(mailbox.settings)
    place = Place(mailbox.settings.folder, mailbox.uid_validity, listed.uid)
    if listed.size > settings.largest:
        head = mailbox.head(listed.uid)
        taken = (
            take_in_head(head=head, size=listed.size, box=box, at=at, now=now, place=place) if head else None
        )
    else:
        raw = mailbox.whole(listed.uid)
        taken = take_in_mail(raw=raw, box=box, at=at, now=now, place=place) if raw else None
    return taken.message if taken else None


def fetch_once(settings: MailboxSettings, *, most: int = MOST_IN_A_ROUND) -> int:
    """Sign in, take in what lies there, and sign out. Gives how many were moved away. Raises MailboxError."""
    at = timezone.now()
    try:
        with opened(settings) as mailbox:
            moved = fetch(mailbox, settings=intake_settings(), most=most)
            _write(settings.name, at=at, waiting=mailbox.count)
    except MailboxError as error:
        _write(settings.name, at=at, problem=str(error))
        raise
    return moved


def watch(settings: MailboxSettings, *, stop: Callable[[], bool], pause: Callable[[float], None]) -> None:
    """Fetch whenever the server says that mail came, and each minute in any case, until `stop` says so. After trouble
    it waits longer each time, at most five minutes. `pause` waits so many seconds, less where it is to stop."""
    wait = _FIRST_PAUSE
    while not stop():
        try:
            with opened(settings) as mailbox:
                signed_in_at = timezone.now()
                while not stop() and timezone.now() - signed_in_at < timedelta(seconds=_IDLE_AT_MOST):
                    _round(mailbox, stop)
                    wait = _FIRST_PAUSE
                    _wait(mailbox, stop, pause)
        except MailboxError as error:
            _write(settings.name, at=timezone.now(), problem=str(error))
            LOG.warning("The mailbox %s: %s", settings.name, error)
            pause(wait)
            wait = min(wait * 2, _LONGEST_PAUSE)
        except DatabaseError:
            LOG.exception("The mailbox %s waits for the database", settings.name)
            connection.close()
            pause(wait)
            wait = min(wait * 2, _LONGEST_PAUSE)


def _round(mailbox: OpenMailbox, stop: Callable[[], bool]) -> None:
    """Fetch until nothing more can be moved, then write down that it was reached."""
    settings = intake_settings()
    while fetch(mailbox, settings=settings, stop=stop) == MOST_IN_A_ROUND and not stop():
        _write(mailbox.settings.name, at=timezone.now(), waiting=mailbox.count)
    _write(mailbox.settings.name, at=timezone.now(), waiting=mailbox.count)


def _wait(mailbox: OpenMailbox, stop: Callable[[], bool], pause: Callable[[float], None]) -> None:
    """Until mail comes, or a minute is over; in short steps, so that stopping is not kept waiting."""
    seconds = float(intake_settings().poll_seconds)
    if not mailbox.can_wait():
        pause(seconds)
        return
    while seconds > 0 and not stop():
        step = min(seconds, 5.0)
        if mailbox.wait(step):
            return
        seconds -= step


def _write(name: str, *, at: datetime, waiting: int | None = None, problem: str = "") -> None:
    """Say for staff how the mailbox was found."""
    values: dict[str, object] = {"tried_at": at, "problem": problem[:300]}
    if waiting is not None:
        values |= {"reached_at": at, "waiting": waiting}
    Mailbox.objects.update_or_create(name=name, defaults=values)


def poll(at: datetime) -> int:
    """Look into each mailbox that nobody has looked into for two minutes: what `invoices_mail` does better, for who
    runs the worker alone. A few mails at once, since the worker has other work. Gives how many were moved."""
    chosen, moved = intake_settings(), 0
    for settings in chosen.mailboxes:
        if _is_ours_to_poll(settings.name, at, chosen.poll_seconds * 2):
            try:
                moved += fetch_once(settings, most=_POLLED_AT_ONCE)
            except MailboxError as error:
                LOG.warning("The mailbox %s: %s", settings.name, error)
    return moved


def _is_ours_to_poll(name: str, at: datetime, seconds: int) -> bool:
    """Claim a look, so that of many workers one takes it."""
    if Mailbox.objects.filter(name=name, tried_at__lt=at - timedelta(seconds=seconds)).update(tried_at=at):
        return True
    _mailbox, created = Mailbox.objects.get_or_create(name=name, defaults={"tried_at": at})
    return created
