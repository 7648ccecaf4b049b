"""A mail server that counts what it is given, and keeps none of it."""

from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller

from benchmarks.measuring.server import free_port


class MailSink:
    """Counts messages by the address that they go to."""

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: dict[str, int] = {}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Count one."""
        for address in envelope.rcpt_tos:
            self.taken[address] = self.taken.get(address, 0) + 1
        return "250 Taken"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()
