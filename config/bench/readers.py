"""Readers who ask for one page again and again, each over a connection of its own.

They stand in for wrk where it is missing: the load tools on PyPI bring dozens of libraries.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from statistics import quantiles

LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"transfer-encoding: chunked", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measured:
    """What readers met: times in milliseconds, size in bytes as it travelled."""

    requests: int
    per_second: float
    p50_ms: float
    p95_ms: float
    size: int


def measure(*, port: int, path: str, seconds: float, readers: int, cookie: str = "") -> Measured:
    """Let readers ask for a page for some seconds. :raises RuntimeError: for any refusal."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip"]
    lines += [f"Cookie: {cookie}"] if cookie else []
    words = "\r\n".join([*lines, "", ""]).encode()
    return asyncio.run(_measure(port, words, seconds, readers))


async def _measure(port: int, words: bytes, seconds: float, readers: int) -> Measured:
    until = time.perf_counter() + seconds
    took = await asyncio.gather(*(_reader(port, words, until) for _ in range(readers)))
    times = sorted(ms for ones, _size in took for ms in ones)
    cuts = quantiles(times, n=20, method="inclusive")
    return Measured(len(times), len(times) / seconds, cuts[9], cuts[18], took[0][1])


async def _reader(port: int, words: bytes, until: float) -> tuple[list[float], int]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    times: list[float] = []
    size = 0
    while not times or time.perf_counter() < until:
        begun = time.perf_counter()
        writer.write(words)
        size = await _answer(reader)
        times.append((time.perf_counter() - begun) * 1000)
    writer.close()
    return times, size


async def _answer(reader: asyncio.StreamReader) -> int:
    """Read one answer whole and return the size of its body as it travelled."""
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise RuntimeError(head.partition(b"\r\n")[0].decode())
    if not CHUNKED.search(head):
        found = LENGTH.search(head)
        return len(await reader.readexactly(int(found[1]) if found else 0))
    size = 0
    while length := int(await reader.readline(), 16):
        size += len((await reader.readexactly(length + 2))[:-2])
    await reader.readline()
    return size
