"""Serves an installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.checks import ERROR, run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from config import environment
from config.backups.loading import is_unfinished
from config.installation import PREPARED, data_folder, is_demo, refuse_beyond_loopback
from config.metrics.places import forget_ended
from config.refusals import Refusal
from config.server import become, refuse_taken

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    settings = environment.read()
    host, port = options.host or settings["listen"], options.port or settings["port"]
    if is_demo(data_folder()) or settings["mode"] == "demo":
        refuse_beyond_loopback(host)
    refuse_unprepared()
    refuse_half_prepared()
    for problem in run_checks(include_deployment_checks=True):
        if problem.level >= ERROR:
            raise Refusal(f"{problem.msg} {problem.hint or ''}".strip())
    refuse_taken(host=host, port=port)
    forget_ended()
    return become(host=host, port=port, workers=settings["workers"])


def refuse_half_prepared() -> None:
    """Wait for the files that pages need. :raises Refusal: if `init` has never ended here."""
    if not (data_folder() / PREPARED).exists():
        sentence = "`headway init` was cut off, or never run here; run it again first."
        raise Refusal(sentence)


def refuse_unprepared() -> None:
    """Keep code and tables together.

    :raises Refusal: for a database that cannot be reached, that `init` has not brought up to
        date, or that a restore has filled by half.
    """
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as problem:
        sentence = f"the database cannot be reached ({problem}); check HEADWAY_DATABASE."
        raise Refusal(" ".join(sentence.split())) from problem
    if is_unfinished():
        sentence = "a restore into this database was cut off; run `headway restore` again."
        raise Refusal(sentence)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        sentence = f"the database lacks {len(missing)} migrations; run `headway init` first."
        raise Refusal(sentence)
