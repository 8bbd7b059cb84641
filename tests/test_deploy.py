"""The units and the nginx configuration under deploy/ fit the product and are strict."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from config import environment
from config.arguments import COMMANDS, parser
from headway.foundation.attachments.services import LARGEST
from headway.foundation.formats.readers import LARGEST as LARGEST_READ
from tests import install_guide
from tests.architecture.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

DEPLOY = ROOT / "deploy"
SYSTEMD = DEPLOY / "systemd"
HARDENING = SYSTEMD / "headway-.service.d" / "10-hardening.conf"
SERVICES = sorted(SYSTEMD.glob("*.service"))
NGINX = (DEPLOY / "nginx" / "headway.conf").read_text()
HEADWAY = re.compile(r"/opt/headway/bin/headway ((?:\$\([^)]*\)|[^'\n])+)")
HARDENED = {
    "NoNewPrivileges": ["yes"],
    "CapabilityBoundingSet": [""],
    "AmbientCapabilities": [""],
    "ProtectSystem": ["strict"],
    "ProtectHome": ["yes"],
    "PrivateTmp": ["yes"],
    "PrivateDevices": ["yes"],
    "PrivateUsers": ["yes"],
    "MemoryDenyWriteExecute": ["yes"],
    "RestrictNamespaces": ["yes"],
    "RestrictSUIDSGID": ["yes"],
    "RestrictAddressFamilies": ["AF_UNIX AF_INET AF_INET6"],
    "SystemCallArchitectures": ["native"],
    "SystemCallFilter": ["@system-service", "~@privileged @resources"],
    "UMask": ["0077"],
    "StateDirectoryMode": ["0700"],
    "MemoryMax": ["1G"],
    "User": ["headway"],
}
OF_THE_EDGE = {
    "server_tokens off",
    "gzip off",
    "ssl_protocols TLSv1.2 TLSv1.3",
    "ssl_session_tickets off",
    "ssl_reject_handshake on",
    "proxy_http_version 1.1",
    'proxy_set_header Connection ""',
    "proxy_set_header Host $http_host",
    "proxy_set_header X-Forwarded-For $remote_addr",
    "proxy_set_header X-Forwarded-Proto $scheme",
    "proxy_set_header X-Request-ID $request_id",
    'proxy_set_header Forwarded ""',
    "proxy_next_upstream error timeout",
    "limit_req_status 429",
    "access_log off",
}
WORST = 15
"""Tenths of exposure that a unit may have at most, by systemd's own count: 10 is all there is."""


def directives(text: str) -> dict[str, list[str]]:
    """Return what a unit says under [Service], each directive with its values in order."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line
        elif section == "[Service]" and line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize(("name", "values"), HARDENED.items(), ids=HARDENED)
def test_every_unit_may_do_little(name: str, values: list[str]) -> None:
    assert directives(HARDENING.read_text())[name] == values


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.stem)
def test_no_unit_takes_back_what_all_are_denied(unit: Path) -> None:
    assert unit.name.startswith("headway-")  # else the drop-in is not its own
    assert not HARDENED.keys() & directives(unit.read_text()).keys()


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.stem)
def test_a_unit_runs_a_command_that_there_is(unit: Path) -> None:
    (line,) = directives(unit.read_text())["ExecStart"]
    found = HEADWAY.search(line)
    assert found
    words = re.sub(r"\$\([^)]*\)|\S*\$\([^)]*\)\S*", "FILE", found[1])
    assert parser().parse_args(shlex.split(words)).command in COMMANDS


def test_every_timer_has_its_unit_and_is_begun_by_the_guide() -> None:
    timers = sorted(SYSTEMD.glob("*.timer"))
    begun = " ".join(block for _, block in install_guide.blocks(postgresql=False))
    assert [t.stem for t in timers] == ["headway-backup", "headway-verify"]
    for timer in timers:
        assert timer.with_suffix(".service") in SERVICES
        assert timer.name in begun


def test_old_backups_go_only_once_a_new_one_is_written(tmp_path: Path) -> None:
    """Cleaned by age alone, the last one would go a month after the timer began to fail."""
    folders = [line.split() for line in (SYSTEMD / "tmpfiles.conf").read_text().splitlines()]
    assert {words[-1] for words in folders} == {"-"}
    backup = SYSTEMD / "headway-backup.service"
    (line,) = directives(backup.read_text())["ExecStartPost"]
    for name, days in (("old.hwb", 32), ("young.hwb", 20), ("old.txt", 32)):
        (tmp_path / name).touch()
        then = time.time() - days * 86_400
        os.utime(tmp_path / name, (then, then))
    words = shlex.split(line.replace("/var/backups/headway", str(tmp_path)))
    subprocess.run(words, check=True)
    assert {path.name for path in tmp_path.iterdir()} == {"young.hwb", "old.txt"}


def test_the_settings_are_ones_that_there_are_and_not_for_everybody() -> None:
    text = (DEPLOY / "headway.env").read_text()
    pairs = dict(re.findall(r"^#?(HEADWAY_\w+)='(.*)'$", text, re.MULTILINE))
    assert len(pairs) == len(re.findall(r"^#?HEADWAY_", text, re.MULTILINE)), "all are quoted"
    assert environment.read(pairs)["proxied"] is True
    for unit in SERVICES:
        for said in directives(unit.read_text()).get("Environment", []):
            environment.read(dict([said.split("=", 1)]))
    guide = " ".join(block for _, block in install_guide.blocks(postgresql=True))
    assert "install -m 600 headway.env" in guide


def test_a_shell_reads_the_settings_as_systemd_does(tmp_path: Path) -> None:
    """Also a second name, which without quotes it would run, as root."""
    mine = tmp_path / "headway.env"
    text = (DEPLOY / "headway.env").read_text()
    mine.write_text(text.replace("strategy.example.org'", "one.example.org two.example.org'", 1))
    words = ["sh", "-euc", 'set -a; . "$1"; echo "$HEADWAY_HOSTS"', "sh", str(mine)]
    read = subprocess.run(words, capture_output=True, text=True, check=True)
    assert read.stdout == "one.example.org two.example.org\n"


@pytest.mark.parametrize("directive", sorted(OF_THE_EDGE))
def test_nginx_says_what_it_should(directive: str) -> None:
    assert re.search(rf"^\s*{re.escape(directive)};$", NGINX, re.MULTILINE)


def test_nginx_lets_in_what_headway_takes_and_little_more() -> None:
    found = re.search(r"client_max_body_size (\d+)m;", NGINX)
    assert found
    spare = int(found[1]) * 2**20 - max(LARGEST, *LARGEST_READ.values())
    assert 0 < spare <= 2 * 2**20


def test_nginx_keeps_no_pages() -> None:
    assert "proxy_cache" not in NGINX
    assert "add_header" not in NGINX  # what Headway says is said once


def test_the_small_guide_leaves_postgresql_out() -> None:
    small, large = (install_guide.blocks(postgresql=given) for given in (False, True))
    assert [block for block in large if block not in small] == [
        (heading, block) for heading, block in large if heading == install_guide.OF_POSTGRESQL
    ]
    assert len(large) == len(small) + 1


def installed(folder: Path) -> Path:
    """Lay out the units as the guide does, below a folder."""
    units = folder / "etc" / "systemd" / "system"
    shutil.copytree(SYSTEMD, units, ignore=shutil.ignore_patterns("sysusers*", "tmpfiles*"))
    return units


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("unit", [path.name for path in SERVICES])
def test_systemd_itself_finds_little_exposed(tmp_path: Path, unit: str) -> None:
    installed(tmp_path)
    assert exposed(tmp_path, unit).returncode == 0
    (tmp_path / "etc/systemd/system/headway-.service.d/10-hardening.conf").unlink()
    assert exposed(tmp_path, unit).returncode != 0


def exposed(root: Path, unit: str) -> subprocess.CompletedProcess[str]:
    words = ["systemd-analyze", "security", "--no-pager", "--offline=true", f"--root={root}"]
    return subprocess.run(
        [*words, f"--threshold={WORST}", unit], capture_output=True, text=True, check=False
    )


@pytest.mark.audit
@pytest.mark.parametrize("postgresql", [False, True], ids=["SQLite", "PostgreSQL"])
def test_the_guide_leads_to_a_page_and_a_verified_backup(
    tmp_path: Path, *, postgresql: bool
) -> None:
    """A real Debian with systemd and nginx, in which `headway doctor --url` finds no error."""
    if lacking := install_guide.missing():
        pytest.skip(lacking)
    install_guide.prepare(tmp_path)
    assert install_guide.follow(tmp_path, postgresql=postgresql) == ""
