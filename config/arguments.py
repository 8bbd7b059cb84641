"""Every command of `headway`, as data: its parser and docs/command-line.md are made from it."""

from __future__ import annotations

import argparse
import math

from config.backups.arguments import BACKUPS
from config.command import EXITS, JSON, OK, PROBLEMS, WRONG_USE, Argument, Command
from config.environment import port_number
from config.keeping import KEEPING

__all__ = ["COMMANDS", "EXITS", "JSON", "OK", "PROBLEMS", "WRONG_USE", "Argument", "Command"]


def _port(text: str) -> int:
    try:
        return port_number(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from problem


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        message = "write a number of seconds above 0"
        raise argparse.ArgumentTypeError(message)
    return seconds


HOST = Argument("--host", "address to listen on, instead of HEADWAY_LISTEN", {"metavar": "HOST"})
PORT = Argument(
    "--port", "port to listen on, instead of HEADWAY_PORT", {"metavar": "PORT", "type": _port}
)

METHODS = ("planned-path", "growth-ratio", "un-2030", "weather")
"""By which indicators can be judged; the first unless another is named."""

COMMANDS = (
    Command(
        "init",
        "make the data folder, the database and the files to serve, or bring them up to date",
        "Run it after every update, before `serve`. Running it again changes nothing.",
        "HEADWAY_DATA=/srv/headway headway init --administrator ona@example.org",
        (
            Argument(
                "--administrator",
                "give an administrator's account to this address, if it has none",
                {"metavar": "EMAIL", "default": ""},
            ),
            JSON,
        ),
        needs_django=False,
    ),
    Command(
        "demo",
        "serve the demonstration, with a sign-in link for each role, on this machine only",
        "The first start loads the demonstration into the data folder; later starts find it "
        "there. A folder that holds anything else is refused.",
        "PORT=9000 headway demo",
        (
            HOST,
            PORT,
            Argument(
                "--no-serve",
                "load the demonstration, print the links, stop",
                {"action": "store_true"},
            ),
            JSON,
        ),
        needs_django=False,
    ),
    Command(
        "serve",
        "serve an installation",
        "Refuses a database that `init` has not brought up to date, and a demonstration that "
        "would be reached from another machine.",
        "HEADWAY_HOSTS=strategy.example.org HEADWAY_PROXIED=yes headway serve",
        (HOST, PORT),
    ),
    Command(
        "work",
        "deliver mails and do what was left for the background, until told to stop",
        "On SIGTERM or Ctrl+C it ends what is under way and stops.",
        "headway work --once",
        (
            Argument("--once", "do what is due now, then stop", {"action": "store_true"}),
            Argument(
                "--interval",
                "seconds between two looks (5)",
                {"metavar": "SECONDS", "type": _seconds, "default": 5.0},
            ),
        ),
    ),
    Command(
        "bounce",
        "read a mail server's report that a mail came back, and mark that mail",
        "The report (RFC 3464) comes on standard input, as a mail server's alias pipes it. It is "
        "matched by our Message-ID, or without one by the recipient. The same report twice "
        "changes nothing; whatever is no such report is refused.",
        "headway bounce",
    ),
    Command(
        "remind",
        "write the reminders that are due and not yet sent",
        "Names each letter: to whom, about which report, review, follow-up or activity, and "
        "why now. `work` does it by itself every ten minutes, so this is for looking beforehand, "
        "or for a timer in place of `work`. Running it twice sends nothing twice.",
        "headway remind --dry-run",
        (
            Argument("--dry-run", "say what would go out, send nothing", {"action": "store_true"}),
            JSON,
        ),
    ),
    Command(
        "import-strategy",
        "read a strategy from a workbook or CSV file into a draft edition",
        "All or nothing: with a problem anywhere nothing is kept, and every problem names its "
        "sheet, row, column and remedy. The same file twice changes nothing.",
        "headway import-strategy plan.xlsx --mapping plan.toml --strategy keds --dry-run",
        (
            Argument("file", "the file to read: .xlsx or .csv", {"metavar": "FILE"}),
            Argument(
                "--mapping",
                "what the columns of the file mean (the columns that `export-strategy` writes)",
                {"metavar": "MAPPING.toml"},
            ),
            Argument(
                "--strategy",
                "address of the strategy (the name of the file)",
                {"metavar": "SLUG", "default": ""},
            ),
            Argument(
                "--create-in",
                "make a new strategy, in the organisation at this address",
                {"metavar": "ORGANISATION", "default": ""},
            ),
            Argument(
                "--languages",
                "languages of a new strategy; the first leads",
                {"metavar": "lt,en", "default": ""},
            ),
            Argument(
                "--create-organisation",
                "add an organisation of this name, if the directory has none; may be repeated",
                {"metavar": "NAME", "action": "append", "default": []},
            ),
            Argument("--dry-run", "say what would change, keep nothing", {"action": "store_true"}),
            JSON,
        ),
    ),
    Command(
        "export-strategy",
        "write a strategy into a workbook or CSV file that can be imported again",
        "Exporting and importing the same file again changes nothing.",
        "headway export-strategy keds keds.xlsx",
        (
            Argument("strategy", "address of the strategy", {"metavar": "SLUG"}),
            Argument("file", "the file to write: .xlsx or .csv", {"metavar": "FILE"}),
            Argument(
                "--mapping",
                "which columns to write, as for `import-strategy`",
                {"metavar": "MAPPING.toml"},
            ),
            Argument(
                "--language",
                "language of the words for status, kind and role (the strategy's first)",
                {"metavar": "LANGUAGE", "default": ""},
            ),
            Argument(
                "--draft",
                "the draft edition, instead of the one in force",
                {"action": "store_true"},
            ),
            JSON,
        ),
    ),
    Command(
        "assess",
        "judge a file of indicator series by a named method",
        "Each row is one series: base_value, base_year, current_value, current_year, target, "
        "target_year, direction (1 if more is better, -1 if less is), limit (what it cannot pass). "
        "The columns target, target_year and limit may be blank or left out. Every row comes out "
        "once, in its order, on standard output, with "
        "value, score, status, verdict and sentence appended and all other columns as they were. "
        "A blank is missing and makes a row not assessable; a row that cannot be read says why in "
        "its sentence, is counted on standard error, and makes the exit code 1. What each method "
        "does: docs/rulebook/indicators.md. Needs no installation.",
        "headway assess series.csv --method growth-ratio",
        (
            Argument("file", "the file to read: .csv or .xlsx", {"metavar": "FILE"}),
            Argument(
                "--method",
                f"{', '.join(METHODS)} ({METHODS[0]})",
                {"metavar": "NAME", "choices": METHODS, "default": METHODS[0]},
            ),
            JSON,
        ),
        needs_django=False,
    ),
    Command(
        "rebuild-answers",
        "judge every indicator anew and keep the answers",
        "Answers are kept with every change, and renewed by `work` as the calendar moves on. This "
        "makes them all again, such as after a restored backup or a changed method. Running it "
        "twice changes nothing.",
        "headway rebuild-answers --json",
        (JSON,),
    ),
    *BACKUPS,
    Command(
        "clear-pages",
        "have every public page rendered anew",
        "Pages are stored as they were rendered, until what they show changes; so this is needed "
        "only after the database was changed past Headway. It works while servers run, for all "
        "that share the database.",
        "headway clear-pages",
        (JSON,),
    ),
    Command(
        "end-sessions",
        "sign somebody out everywhere",
        "Whoever is named signs in again; what they typed and had saved stays.",
        "headway end-sessions ona@example.org",
        (Argument("email", "whose sessions end", {"metavar": "EMAIL"}), JSON),
    ),
    Command(
        "bench",
        "measure pages, reports, imports and documents on generated data, on both databases",
        "Makes strategies of 109 and of 10,900 measures with an indicator and 92 values each, on "
        "SQLite and on PostgreSQL, starts the production server on each, and asks for everything "
        "in turn, several rounds. Ends within 12 minutes, unless the size large, a long part or "
        "--seconds is wanted. Prints a page of Markdown, and keeps it with its charts and figures "
        "in bench/ of the data folder.",
        "headway bench --part pages --size small --on sqlite",
        (
            Argument(
                "--size",
                "small, middle, large, some of them, numbers of measures, or all (small,middle)",
                {"metavar": "SIZE", "default": ""},
            ),
            Argument(
                "--part",
                "measure these parts alone: pages, writing, rollup, import, start, chain, pairing, "
                "reporting, editions, backups; the last three are long",
                {"metavar": "PARTS", "default": ""},
            ),
            Argument(
                "--on",
                "sqlite or postgresql alone (both)",
                {"metavar": "DATABASE", "default": ""},
            ),
            Argument(
                "--server",
                "a PostgreSQL server in which databases may be made, instead of one of our own",
                {"metavar": "ADDRESS", "default": ""},
            ),
            Argument(
                "--measures",
                "measures of the generated strategy, in place of --size",
                {"metavar": "NUMBER", "type": int, "default": 0},
            ),
            Argument(
                "--seconds",
                "how long each case is measured in a round (as long as there is time for, 1 to 5)",
                {"metavar": "SECONDS", "type": _seconds},
            ),
            Argument(
                "--rounds",
                "how often everything is asked for; the middle counts (3)",
                {"metavar": "NUMBER", "type": int, "default": 3},
            ),
            Argument(
                "--readers",
                "how many ask at the same time (4)",
                {"metavar": "NUMBER", "type": int, "default": 4},
            ),
            Argument(
                "--reports",
                "reports that were handed in, of the part reporting (10000)",
                {"metavar": "NUMBER", "type": int, "default": 10_000},
            ),
            Argument(
                "--amendments",
                "amendments of a strategy of ten measures each, of the part editions (200)",
                {"metavar": "NUMBER", "type": int, "default": 200},
            ),
            Argument(
                "--page",
                "print the run into this page too, in place of the one before",
                {"metavar": "FILE", "default": ""},
            ),
            JSON,
        ),
        needs_django=False,
    ),
    *KEEPING,
    Command(
        "doctor",
        "look over an installation and say what to mend",
        "Each line is ok, a warning or an error with its remedy. Changes nothing.",
        "headway doctor --url https://strategy.example.org",
        (
            Argument(
                "--url",
                "ask the site at its public address too, and compare how the question arrives",
                {"metavar": "URL", "default": ""},
            ),
            JSON,
        ),
    ),
    Command(
        "version",
        "say which Headway this is, and on what it runs",
        "",
        "headway version --json",
        (JSON,),
        needs_django=False,
    ),
)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="headway",
        description="Keeps a regional strategy moving. Settings: docs/settings.md.",
        epilog=f"Exit codes: {'; '.join(f'{code} {what}' for code, what in EXITS.items())}.",
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        below = commands.add_parser(
            command.name,
            help=command.summary,
            description=f"{_sentence(command.summary)} {command.story}".strip(),
            epilog=f"Example: {command.example}",
        )
        below.set_defaults(command=command)
        for argument in command.arguments:
            below.add_argument(argument.name, help=argument.meaning, **argument.rules)
    return top


def as_markdown() -> str:
    """Print the page docs/command-line.md."""
    lines = [
        "# The command line",
        "",
        "Printed from `config/arguments.py`; see `make rulebook`.",
        "",
    ]
    lines += ["No command asks a question. Settings: [settings.md](settings.md).", ""]
    lines += ["| exit code | meaning |", "|---|---|"]
    lines += [f"| {code} | {meaning} |" for code, meaning in EXITS.items()]
    for command in COMMANDS:
        lines += ["", f"## headway {command.name}", "", _sentence(command.summary)]
        lines += ["", command.story] if command.story else []
        lines += ["", "```sh", command.example, "```"]
        if command.arguments:
            lines += ["", "| argument | meaning |", "|---|---|"]
            lines += [f"| `{a.shown}` | {a.meaning} |" for a in command.arguments]
    return "\n".join(lines) + "\n"


def _sentence(summary: str) -> str:
    return f"{summary[0].upper()}{summary[1:]}."
