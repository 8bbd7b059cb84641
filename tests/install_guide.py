"""Runs every command of the install guide, as it stands there, on a fresh Debian with systemd.

`python -m tests.install_guide` needs root, debootstrap and systemd-nspawn (Debian: debootstrap,
systemd-container), Debian's archive, and ports 80, 443 and 8000 of this machine. What differs from
an installer's machine, and nothing else:

- Debian is booted in a container that forgets everything, and shares this machine's network;
- the sources are those that are committed here;
- pip finds its packages in a folder: they were fetched with this machine's own settings;
- `localhost` and `strategy.example.org` are names of the container itself.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "how-to" / "install-on-debian.md"
DEBIAN = ("--variant=minbase", "--include=systemd,systemd-sysv,dbus,ca-certificates", "bookworm")
NEEDED = ("debootstrap", "systemd-nspawn", "nsenter")
OF_POSTGRESQL = "PostgreSQL"
"""The heading of what a small installation leaves out."""
HEADING = re.compile(r"^## (.+)\n((?:(?!^## ).*\n)*)", re.MULTILINE)
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
NAME = "strategy.example.org"
LONGEST_BOOT = 60.0  # seconds
LONGEST_BLOCK = 900


def blocks(*, postgresql: bool) -> list[tuple[str, str]]:
    """Return the commands of the guide under the headings that they stand under, in order."""
    return [
        (heading, block)
        for heading, text in HEADING.findall(GUIDE.read_text())
        for block in BLOCK.findall(text)
        if postgresql or heading != OF_POSTGRESQL
    ]


def missing() -> str:
    """Return what this machine lacks for a run; nothing, if it can be done."""
    lacking = [program for program in NEEDED if not shutil.which(program)]
    if lacking:
        return f"{lacking[0]} is missing: apt-get install debootstrap systemd-container"
    return "" if os.geteuid() == 0 else "only root boots a container"


def prepare(folder: Path) -> None:
    """Put Debian, the sources and pip's packages into a folder, unless they are there."""
    debian, packages = folder / "debian", folder / "packages"
    if not (debian / "bin").exists():
        subprocess.run(["debootstrap", *DEBIAN[:2], DEBIAN[2], str(debian)], check=True)
    shutil.rmtree(folder / "headway", ignore_errors=True)
    (folder / "headway").mkdir()
    archive = subprocess.run(
        ["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    subprocess.run(["tar", "-x", "-C", str(folder / "headway")], input=archive, check=True)
    packages.mkdir(exist_ok=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(packages)]
    if not shutil.which("pip") and not Path(sys.executable).with_name("pip").exists():
        pip = ["python3", *pip[1:]]
    words = ["--require-hashes", "--requirement", str(ROOT / "requirements" / "base.txt")]
    subprocess.run([*pip, *words], check=True)
    (folder / "pip.conf").write_text("[global]\nno-index = true\nfind-links = /packages\n")


@contextlib.contextmanager
def booted(folder: Path) -> Iterator[int]:
    """Boot Debian, and yield the process that is its first."""
    words = [
        *("systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--volatile=overlay"),
        *("--machine=headway-guide", "--directory", str(folder / "debian"), "--boot"),
        f"--bind-ro={folder / 'packages'}:/packages",
        f"--bind-ro={folder / 'pip.conf'}:/etc/pip.conf",
        f"--bind={folder / 'headway'}:/usr/local/src/headway",
    ]
    with tempfile.TemporaryFile() as said:
        container = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=said, start_new_session=True
        )
        try:
            yield _first_of(container)
        finally:
            container.terminate()
            try:
                container.wait(LONGEST_BOOT)
            except subprocess.TimeoutExpired:
                os.killpg(container.pid, signal.SIGKILL)


def _first_of(container: subprocess.Popen[bytes]) -> int:
    """Return the first process in the container, once everything is started there."""
    until = time.monotonic() + LONGEST_BOOT
    while time.monotonic() < until:
        children = Path(f"/proc/{container.pid}/task/{container.pid}/children").read_text().split()
        for child in children:
            state = inside(int(child), "systemctl is-system-running", quiet=True)
            if state.stdout.strip() in {"running", "degraded"}:
                return int(child)
        time.sleep(0.2)
    message = "Debian did not start in the container."
    raise AssertionError(message)


def inside(first: int, commands: str, *, quiet: bool = False) -> subprocess.CompletedProcess[str]:
    """Run commands in the container as root, to the first that fails."""
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return subprocess.run(
        ["nsenter", "--target", str(first), "--all", "bash", "-eu", "-o", "pipefail"],
        input=commands,
        env={"PATH": path, "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive"},
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.DEVNULL if quiet else None,
        text=True,
        timeout=LONGEST_BLOCK,
        check=False,
    )


def follow(folder: Path, *, postgresql: bool) -> str:
    """Follow the guide to its end; return what failed, or nothing."""
    with booted(folder) as first:
        inside(first, f"echo 127.0.0.1 localhost {NAME} > /etc/hosts")
        for heading, block in blocks(postgresql=postgresql):
            began = time.monotonic()
            print(f"== {heading}", flush=True)  # noqa: T201 -- its output
            if inside(first, block).returncode:
                inside(first, "journalctl --no-pager --lines 60")
                return f"{heading}:\n{block}"
            print(f"   {time.monotonic() - began:.0f} s", flush=True)  # noqa: T201
        inside(first, "systemd-analyze security --no-pager 'headway-web.service' | tail -n 1")
    return ""


def main() -> int:
    options = argparse.ArgumentParser(description="Run the install guide.")
    options.add_argument("--postgresql", action="store_true", help="with PostgreSQL too")
    options.add_argument("--folder", type=Path, help="keep Debian and the packages here")
    given = options.parse_args()
    if lacking := missing():
        sys.exit(lacking)
    with tempfile.TemporaryDirectory(prefix="headway-guide-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        prepare(folder)
        failed = follow(folder, postgresql=given.postgresql)
    print(failed or "Every command of the guide did what it says.")  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
