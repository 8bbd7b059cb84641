"""Refuses connections to other machines, in each Python process whose path leads here.

No `OSError`: nobody who expects a broken network may take it for one and carry on.
"""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

OUR_OWN = {"", "localhost", "None", "b'localhost'"}
ASKING = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0}
"""Events by what the interpreter calls them, and where among their facts the address stands."""


class Outbound(Exception):
    """Somebody wanted to reach another machine."""


def refuse_outbound(event: str, facts: tuple[Any, ...]) -> None:
    place = ASKING.get(event)
    if place is None:
        return
    address = facts[place]
    host = str(address[0] if isinstance(address, tuple) else address)
    if host.startswith("/") or (isinstance(address, bytes | str) and event != "socket.getaddrinfo"):
        return  # a socket of this machine's file system
    if host not in OUR_OWN and not _is_loopback(host):
        message = f"{event} of {host}"
        raise Outbound(message)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


sys.addaudithook(refuse_outbound)
