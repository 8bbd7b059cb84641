"""Eight who hand in reports at once, over HTTP; what was acknowledged is counted afterwards."""

from __future__ import annotations

import http.client
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.bench.figures import Values
    from config.bench.serving import Served

WRITERS = 8
TOKEN = re.compile(rb'name="(csrfmiddlewaretoken|request_key)" value="([^"]+)"')
SEE_OTHER = 302


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One report that the server said it has, and how long that took."""

    path: str
    ms: float


def handed_in(
    served: Served, reports: Sequence[Sequence[str]]
) -> tuple[list[Acknowledged], Values]:
    """Let the writers hand in reports, each of a cookie and an address, as fast as they can."""
    sys.setswitchinterval(0.001)
    shares = [reports[place::WRITERS] for place in range(WRITERS)]
    before, begun = served.busy_ms, time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as writers:
        found = [
            each
            for own in writers.map(lambda share: _all_of(served.port, share), shares)
            for each in own
        ]
    took = time.perf_counter() - begun
    cpu = (served.busy_ms - before) / max(len(found), 1)
    times = [each.ms for each in found]
    cuts = quantiles(times, n=20, method="inclusive") if len(times) > 1 else [median(times)] * 19
    return found, {
        "acknowledged": len(found),
        "per_second": len(found) / took,
        "p50_ms": cuts[9],
        "p95_ms": cuts[18],
        "cpu_ms": cpu,
    }


def _all_of(port: int, share: Sequence[Sequence[str]]) -> list[Acknowledged]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        return [_one(connection, cookie, path) for cookie, path in share]
    finally:
        connection.close()


def _one(connection: http.client.HTTPConnection, cookie: str, path: str) -> Acknowledged:
    """Read every answer once more and send the report, as a person does.

    :raises RuntimeError: unless the server leads on to the receipt.
    """
    connection.request("GET", path, headers={"Cookie": cookie})
    page = connection.getresponse()
    said = {name.decode(): value.decode() for name, value in TOKEN.findall(page.read())}
    own = (page.headers.get("Set-Cookie") or "").partition(";")[0]
    headers = {
        "Cookie": f"{cookie}; {own}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://{connection.host}:{connection.port}",
    }
    begun = time.perf_counter()
    connection.request("POST", path, body=urlencode(said), headers=headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != SEE_OTHER or "/receipts/" not in (answer.headers["Location"] or ""):
        message = f"{path} answers {answer.status}."
        raise RuntimeError(message)
    return Acknowledged(path, (time.perf_counter() - begun) * 1000)
