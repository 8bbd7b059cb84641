"""Has every public page rendered anew, by all servers of the installation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from config.arguments import OK
from config.commands.serve import refuse_unprepared
from headway.foundation.publication.services import SITE, renew
from headway.foundation.publication.store.folder import clear

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    refuse_unprepared()
    renew(SITE, at=timezone.now())  # servers hold pages in memory too
    number = clear(settings.PAGES_FOLDER)
    print(json.dumps({"files": number}) if options.json else f"{number} files taken out.")
    return OK
