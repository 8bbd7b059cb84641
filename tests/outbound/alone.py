"""Runs a command where there is no network but this machine's own.

`unshare -rn python -m tests.outbound.alone COMMAND …`: the first word takes all networks away, and
this wakes the loopback.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys

SET_FLAGS, UP = 0x8914, 0x1  # Linux: SIOCSIFFLAGS, IFF_UP


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        fcntl.ioctl(asked, SET_FLAGS, struct.pack("16sH14x", b"lo", UP))
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 -- no shell is wanted


if __name__ == "__main__":
    main()
