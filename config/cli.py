"""The `headway` command: reads the command line, prepares Django if need be, hands over."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING

from config.arguments import PROBLEMS, WRONG_USE, parser
from config.environment import BadSetting, read
from config.installation import data_folder, refuse_unfinished
from config.loading import set_up
from config.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. A refusal is one sentence on standard error."""
    options = parser().parse_args(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    try:
        read()
        if options.command.needs_django:
            refuse_unfinished(data_folder())
            set_up()  # costs a second that others can do without
        return int(importlib.import_module(options.command.module).run(options))
    except BadSetting as problem:
        return _say(str(problem), WRONG_USE)
    except Refusal as refusal:
        return _say(str(refusal), refusal.code)
    except BrokenPipeError:  # whoever read our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except KeyboardInterrupt:
        return PROBLEMS


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(f"headway: {sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
