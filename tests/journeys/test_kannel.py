"""A whole call back by text, through Kannel and its simulated network, the real server and the real worker."""

import re
from pathlib import Path

import pytest

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
