"""Judges a file of indicator series by a named method, without an installation."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from config.arguments import OK, PROBLEMS
from config.refusals import Refusal
from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.writers.csv import lines_of
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.series_files import APPENDED, judge_file

if TYPE_CHECKING:
    import argparse

    from headway.monitoring.indicators.series_files import Judged, JudgedFile

FIGURES = ("value", "score")


def run(options: argparse.Namespace) -> int:
    if not settings.configured:
        settings.configure(USE_I18N=False, LANGUAGE_CODE="en")  # no catalogues, no apps to load
    judged = _read(Path(options.file), options.method)
    written = _as_json(judged, options.method) if options.json else _as_csv(judged)
    _write(written)
    if not judged.bad:
        return OK
    print(f"headway: {judged.bad} of {len(judged.rows)} rows cannot be read.", file=sys.stderr)
    return PROBLEMS


def _read(path: Path, method: str) -> JudgedFile:
    try:
        with path.open("rb") as file:
            return judge_file(file, path.name, METHODS[method])
    except OSError as problem:
        sentence = f"{path} cannot be opened: {problem.strerror}."
        raise Refusal(sentence) from problem
    except Unreadable as problem:
        sentence = f"{path}: {problem}"
        raise Refusal(sentence) from problem


def _write(text: str) -> None:
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
    except BrokenPipeError:  # the command line knows what to do
        raise
    except OSError as problem:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else exit fails too
        sentence = f"The result cannot be written: {problem.strerror}."
        raise Refusal(sentence) from problem


def _as_csv(judged: JudgedFile) -> str:
    header = (*judged.header, *APPENDED)
    return lines_of([header, *((*r.cells, *r.appended) for r in judged.rows)], judged.separator)


def _as_json(judged: JudgedFile, method: str) -> str:
    rows = ",\n".join(_object(judged.header, row) for row in judged.rows)
    return f'{{"method": {json.dumps(method)}, "bad": {judged.bad}, "rows": [{rows}]}}\n'


def _object(header: tuple[str, ...], row: Judged) -> str:
    """Write a row; value and score digit by digit, since json knows floats only."""
    cells = dict(zip(header, row.cells, strict=True))
    texts = {name: _token(cell) for name, cell in cells.items()}
    for name, text in zip(APPENDED, row.appended, strict=True):
        texts[name] = (text or "null") if name in FIGURES else _token(text)
    return "{" + ", ".join(f"{_token(name)}: {text}" for name, text in texts.items()) + "}"


def _token(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
