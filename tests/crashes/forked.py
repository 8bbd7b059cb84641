"""The product, loaded once: each server and worker is forked from it, so that it begins at once.

`python -m tests.crashes.forked` reads lines such as `serve 8000` or `work` and says which process
does it, the first of a group of its own. `serve 8000 dying keyless` breaks that server on purpose;
`command OUT import-strategy plan.csv` writes what the command says into a file.
`… forked seed PARTNERS` opens a round in an empty installation, and delivers its letters;
`… forked convene COUNT` proposes so many amendments there, and plans as many meetings.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import django
from django.template.loader import get_template
from django.urls import get_resolver

from config.server import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PAGES = ("enter", "report", "part", "check", "receipt")
OFTEN = "0.05"  # seconds between two looks of the worker


def main() -> None:
    if sys.argv[1:2] == ["seed"]:
        seed(int(sys.argv[2]))
        return
    if sys.argv[1:2] == ["convene"]:
        django.setup()
        import_module("tests.crashes.convened").convene(int(sys.argv[2]))
        return
    django.setup()
    assert get_resolver().url_patterns
    for name in PAGES:
        get_template(f"reporting/{name}.html")
    import_module("config.commands.work")
    import_module("config.commands.init")
    import_module("config.commands.import_strategy")
    import_module("granian.cli")
    for line in sys.stdin:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are buried at once
        pid = os.fork()
        if not pid:
            _begin(line.split())
        os.setpgid(pid, pid)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _begin(asked: Sequence[str]) -> None:
    """Become a server or a worker; never return."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    kind, *rest = asked
    if kind == "command":
        os.dup2(os.open(rest[0], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
        sys.exit(import_module("config.cli").main(rest[1:]))
    if kind == "work":
        sys.exit(import_module("config.cli").main(["work", "--interval", OFTEN]))
    port, *broken = rest
    for name in broken:
        module, attribute, breaking = BROKEN[name]
        where: Any = import_module(module)
        setattr(where, attribute, breaking(getattr(where, attribute)))
    sys.argv = words(host="127.0.0.1", port=int(port), workers=1)[2:]
    runpy.run_module("granian", run_name="__main__", alter_sys=True)


def dying(service: Callable[..., Any]) -> Callable[..., Any]:
    """Kill the server at the worst moment: the report is handed in, and nobody was told."""

    def handed_in(**said: object) -> None:
        service(**said)
        os.killpg(0, signal.SIGKILL)

    return handed_in


def keyless(service: Callable[..., Any]) -> Callable[..., Any]:
    """Forget which form was sent: each sending is a new one."""
    new_key = import_module("headway.foundation.core.keys").new_key
    return lambda **said: service(**said | {"request_key": new_key()})


def halfway(service: Callable[..., Any]) -> Callable[..., Any]:
    """Kill the server when this is to be done: what goes before it is not committed yet."""

    def done(*_some: object, **_more: object) -> None:
        os.killpg(0, signal.SIGKILL)

    return done


def second(service: Callable[..., Any]) -> Callable[..., Any]:
    """Kill the server when this is to be done for the second time."""
    begun = []

    def done(*some: object, **more: object) -> object:
        begun.append(1)
        if len(begun) > 1:
            os.killpg(0, signal.SIGKILL)
        return service(*some, **more)

    return done


def loose(service: Callable[..., Any]) -> Callable[..., Any]:
    """Take its transaction from a service: whatever it did stays, even if it does not end."""
    undone: Callable[..., Any] = vars(service)["__wrapped__"]
    return undone


_SENDING = "headway.monitoring.reporting.views.sending"
_AMENDMENTS, _MEETINGS = "headway.monitoring.amendments", "headway.monitoring.meetings"
BROKEN = {
    "dying": (_SENDING, "submit_report", dying),
    "keyless": (_SENDING, "submit_report", keyless),
    "adopting": (f"{_AMENDMENTS}.services.deciding", "step", halfway),
    "loosely_adopting": (f"{_AMENDMENTS}.views.deciding", "adopt_amendment", loose),
    "writing_letters": (f"{_MEETINGS}.services.letters", "post_notice", second),
    "loosely_inviting": (f"{_MEETINGS}.views.inviting", "invite", loose),
}
"""By name: where something stands, and what takes its place."""


def seed(partners: int) -> None:
    """Open a round, and send the letters that tell of it."""
    django.setup()
    import_module("headway.monitoring.reporting.tests.answering").partner(partners)
    sys.exit(import_module("config.cli").main(["work", "--once"]))


if __name__ == "__main__":
    main()
