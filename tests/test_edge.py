"""nginx, started as deploy/ sets it up, ends the encryption as strictly as it says."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import warnings
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config.server import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.audit,
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed"),
]
CONFIGURATION = Path(__file__).parents[1] / "deploy" / "nginx" / "headway.conf"
SITE = "strategy.example.org"
OF_OLD = {"ssl_protocols": "TLSv1 TLSv1.1 TLSv1.2", "ssl_ciphers": "ALL:@SECLEVEL=0"}
"""What the control allows."""


class Behind(BaseHTTPRequestHandler):
    """Stands where Headway does."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_POST = do_GET  # noqa: N815 -- so the library calls it

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def edge(folder: Path, *, changed: dict[str, str] | None = None) -> Iterator[tuple[int, int]]:
    """Start nginx before a server; give the ports of its open and of its encrypted side."""
    folder.mkdir(exist_ok=True)
    write_certificate(folder)
    behind = ThreadingHTTPServer(("127.0.0.1", 0), Behind)
    Thread(target=behind.serve_forever, daemon=True).start()
    open_port, closed_port = free_port(), free_port()
    text = CONFIGURATION.read_text()
    for name, value in (changed or {}).items():
        text, times = re.subn(rf"{name} [^;]+;", f"{name} {value};", text)
        assert times >= 1
    text = re.sub(r"\n\s*listen \[::\][^;]*;", "", text)
    text = text.replace("listen 80 ", f"listen 127.0.0.1:{open_port} ")
    text = text.replace("listen 443 ", f"listen 127.0.0.1:{closed_port} ")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{behind.server_address[1]}")
    text = text.replace("/etc/headway/tls", str(folder)).replace("/var/log/nginx", str(folder))
    begun = f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}"
    (folder / "nginx.conf").write_text(f"{begun}\nhttp {{\n{text}\n}}")
    nginx = subprocess.Popen(["nginx", "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"])
    try:
        while not answers(open_port):
            assert nginx.poll() is None, (folder / "error.log").read_text()
            sleep(0.05)
        yield open_port, closed_port
    finally:
        nginx.terminate()
        nginx.wait()
        behind.shutdown()
        behind.server_close()


def write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SITE)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    lasting = builder.not_valid_before(now).not_valid_after(now + timedelta(days=1))
    certificate = lasting.sign(key, hashes.SHA256())
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def said(port: int, request: str, *, within: ssl.SSLContext | None = None) -> bytes:
    """Send a request as it stands, and return all that is answered."""
    with socket.create_connection(("127.0.0.1", port), 5) as plain:
        line = within.wrap_socket(plain, server_hostname=SITE) if within else plain
        with line:
            line.sendall(request.encode())
            found = b""
            while piece := line.recv(65536):
                found += piece
            return found


def context(
    *, version: ssl.TLSVersion | None = None, ciphers: str = "ALL:@SECLEVEL=0"
) -> ssl.SSLContext:
    """Return a reader that would take anything, or one version and some ciphers alone."""
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    found.check_hostname, found.verify_mode = False, ssl.CERT_NONE
    found.set_ciphers(ciphers)
    found.minimum_version = version or ssl.TLSVersion.TLSv1_2
    found.maximum_version = version or ssl.TLSVersion.MAXIMUM_SUPPORTED
    return found


def is_met(port: int, within: ssl.SSLContext, name: str = SITE) -> bool:
    """Tell whether both sides agree on how to encrypt."""
    with socket.create_connection(("127.0.0.1", port), 5) as plain:
        try:
            within.wrap_socket(plain, server_hostname=name).close()
        except (ssl.SSLError, ConnectionError):
            return False
    return True


WEAK = "ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0"


def test_old_encryption_and_strange_names_are_refused(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old = context(version=ssl.TLSVersion.TLSv1_1)
    new = ssl.TLSVersion.TLSv1_2
    with edge(tmp_path / "ours") as (_, port):
        assert [is_met(port, context(version=each)) for each in (new, ssl.TLSVersion.TLSv1_3)] == [
            True,
            True,
        ]
        assert not is_met(port, old)
        assert not is_met(port, context(version=new, ciphers=WEAK))
        assert not is_met(port, context(), name="elsewhere.example.org")
    with edge(tmp_path / "control", changed=OF_OLD) as (_, port):
        assert is_met(port, old)
        assert is_met(port, context(version=new, ciphers=WEAK))


def test_people_are_led_to_the_encrypted_side_and_programs_are_not(tmp_path: Path) -> None:
    with edge(tmp_path) as (port, _):
        of_people, of_programs, of_watchers = (
            said(port, f"GET {path} HTTP/1.1\r\nHost: {SITE}\r\nConnection: close\r\n\r\n")
            for path in ("/lt/?page=2", "/api/v1/", "/metrics")
        )
    assert b" 308 " in of_people
    assert f"Location: https://{SITE}/lt/?page=2\r\n".encode() in of_people
    for answer in (of_programs, of_watchers):
        assert b" 403 " in answer.splitlines()[0]


@pytest.mark.parametrize(
    "lines",
    [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 4\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Content-Length: +4\r\n",
    ],
)
def test_a_message_that_ends_in_two_ways_is_refused(tmp_path: Path, lines: str) -> None:
    begun = f"POST /lt/ HTTP/1.1\r\nHost: {SITE}\r\nConnection: close\r\n"
    with edge(tmp_path) as (_, port):
        good = said(port, f"{begun}Content-Length: 4\r\n\r\n0\r\n\r\n"[:-1], within=context())
        bad = said(port, f"{begun}{lines}\r\n0\r\n\r\n", within=context())
    assert b" 200 " in good.splitlines()[0]
    assert not bad or b" 40" in bad.splitlines()[0] or b" 501 " in bad.splitlines()[0]
