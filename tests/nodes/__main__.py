"""Starts two nodes on this machine, or proves something of them; `--help` says what."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from contextlib import suppress

from tests.nodes.cluster import Cluster, running
from tests.nodes.programs import missing
from tests.nodes.proofs import kill_nodes, lose_primaries, told

PROOFS = ("node", "primary")


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.nodes", description=__doc__)
    options.add_argument("--lose", choices=PROOFS, help="kill it under load, and say what was lost")
    options.add_argument("--times", type=int, default=6, help="how often a node is killed (6)")
    given = options.parse_args()
    if lacking := missing():
        sys.exit(lacking)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with running() as cluster:
        os.environ["SSL_CERT_FILE"] = str(cluster.nginx.certificate)
        print(
            f"{cluster.address} answers; its certificate: {cluster.nginx.certificate}", flush=True
        )
        if given.lose == "node":
            found = kill_nodes(cluster, given.times)
            print(told(found))
            return bool(found.problems) or not found.chain
        if given.lose == "primary":
            for lost in lose_primaries(cluster):
                print(told(lost), flush=True)
            return 0
        explain(cluster)
    return 0


def explain(cluster: Cluster) -> None:
    """Say what runs where, until Ctrl+C."""
    print(f"The folder is {cluster.folder}. Two nodes, by process:")
    for name, process in cluster.nodes.items():
        print(f"  {name}: {process.pid}, port {cluster.ports[name]}")
    print("Ctrl+C ends everything and throws it away.", flush=True)
    with suppress(KeyboardInterrupt):
        signal.pause()


if __name__ == "__main__":
    sys.exit(main())
