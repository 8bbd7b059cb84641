from __future__ import annotations

import subprocess
import sys

import pytest

from config.bench.serving import HOST, wait_for
from config.refusals import Refusal
from config.server import free_port


def test_nobody_waits_for_a_server_that_has_ended() -> None:
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(Refusal, match="ended with 3"):
        wait_for(f"http://{HOST}:{free_port()}/", process)
