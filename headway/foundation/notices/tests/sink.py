"""A mail server for tests, which can be as troublesome as a real one."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

HANG, DROP = "hang", "drop"


@dataclass
class Sink:
    """What the server answers to each recipient and each text in turn, and which mails it took.

    An answer is a line such as `550 no such user`, HANG or DROP; without any left all is well.
    """

    recipients: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    pause: float = 0.0
    """Seconds before a text is acknowledged."""
    port: int = 0
    taken: list[str] = field(default_factory=list)
    """Message-IDs of the mails taken over, acknowledged or not."""
    verbs: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class _Talk(StreamRequestHandler):
    sink: Sink

    def handle(self) -> None:
        with suppress(ConnectionError):
            self._say("220 sink")
            while line := self.rfile.readline().decode("ascii", "replace").strip():
                verb = line.split()[0].upper()
                self.sink.verbs.append(verb)
                if verb == "QUIT" or not self._answer(verb):
                    return

    def _answer(self, verb: str) -> bool:
        if verb == "DATA":
            self._say("354 go on")
            return self._take() and self._reply(self.sink.texts)
        return self._reply(self.sink.recipients if verb == "RCPT" else [])

    def _take(self) -> bool:
        """Read a text up to its end; one that is cut off was not taken."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.decode("utf-8", "replace"))
        found = re.search(r"^Message-ID: (\S+)", "".join(lines), re.MULTILINE | re.IGNORECASE)
        self.sink.taken.append(found[1] if found else "")
        time.sleep(self.sink.pause)
        return True

    def _reply(self, prepared: list[str]) -> bool:
        answer = prepared.pop(0) if prepared else "250 OK"
        if answer == HANG:
            self.rfile.readline()  # until the other side has had enough
        elif answer != DROP:
            self._say(answer)
        return answer not in {HANG, DROP}

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 50


@contextmanager
def running(sink: Sink) -> Generator[Sink]:
    """Let the server listen on a free port of this machine."""
    talk = type("Talk", (_Talk,), {"sink": sink})
    with _Server(("127.0.0.1", 0), talk) as server:
        sink.port = server.server_address[1]
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield sink
        finally:
            server.shutdown()
