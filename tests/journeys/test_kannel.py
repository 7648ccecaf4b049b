"""By text through Kannel and its simulated network: a whole call back with the real server and the real worker, and the
reply to a reminder of evidence."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from shirehall.capabilities.messages.api import Message
from shirehall.casework.api import timeline, work_due
from shirehall.channels.sms.conftest import AT
from shirehall.channels.sms.test_replies import remind, replies
from shirehall.design.visiting import Visit
from tests.browser.server import serving
from tests.journeys.kannel import Handset, gateway

NUMBER = "+447700900321"


@pytest.mark.kannel
def test_a_call_back_is_asked_for_through_the_gateway(tmp_path: Path) -> None:
    with (
        gateway(tmp_path / "kannel") as kannel,
        serving(tmp_path / "server", {**kannel.settings, "SHIREHALL_DEMO_CASES": "1"}) as server,
    ):
        kannel.start(server.url)
        handset = Handset(kannel, NUMBER)
        handset.text("Callback", until="What is your full name?")
        handset.text("Zoë Thistledown", until="Which number should we call?")
        handset.text("this", until="What is your email address?")
        handset.text("skip", until="Which council")
        handset.text("west dorset", until="What do you want to talk about?")
        handset.text("bins", until="Do you want to tell us more?")
        handset.text("It costs £20 & more", until="When is it best to call you?")
        end = handset.text("1", until="Reply SEND to send it.")
        assert "1 Your name: Zoë Thistledown" in end
        assert "6 Your note: It costs £20 & more" in end
        sent = handset.text("send", until="Your reference is")
        found = re.search(r"Your reference is (\w{3}-\w{3}-\w{3})", sent)
        assert found
        handset.text("stop", until="You will get no more texts from us.")
        outbox = Visit(server.url).open("/outbox/").says
        assert f"About {found[1]}." in outbox
        assert "characters, 2 parts" in outbox
        log = (kannel.folder / "smsbox.log").read_text(errors="replace")
        # Neither a number nor a text stands in an address, where servers log it.
        assert not re.search(r"/sms/inbound/kannel/\?id=[^\s'\"]*447700900321", log)


@pytest.mark.kannel
def test_a_reminder_goes_out_through_the_gateway_and_its_reply_comes_in(
    tmp_path: Path, live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    with gateway(tmp_path / "kannel") as kannel:
        for name, value in kannel.settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("SHIREHALL_QUIET_HOURS", "none")
        kannel.start(live_server.url)
        case = remind(number="07700 900321")
        work_due(at=AT + timedelta(days=3))
        now = timezone.now()
        Message.objects.update(created_at=now)
        # What waited at the gateway is delivered when the telephone is on.
        handset = Handset(kannel, NUMBER)
        monkeypatch.setattr("tests.journeys.kannel.BETWEEN", lambda: work_due(at=timezone.now()))
        came = handset.text("I sent it on Monday", until="A person will read your text")
        assert "Please send: Proof of address" in came
        assert len(replies(case)) == 1
        entry = next(each for each in timeline(case, for_resident=True) if each.kind == "text_received")
        assert entry.payload["text"] == "I sent it on Monday"
