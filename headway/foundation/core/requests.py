"""Where a request comes from, as far as that can be trusted."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from allauth.core.internal.httpkit import get_client_ip

if TYPE_CHECKING:
    from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the network address of whoever asks: the proxy's word, where there is a proxy.

    One of IPv4 that a socket of both families writes as one of IPv6 is written as what it is.
    """
    said = get_client_ip(request) or ""
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return said
    return str(getattr(address, "ipv4_mapped", None) or address)


def is_of_this_machine(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
