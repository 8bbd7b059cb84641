"""Takes the picture at the head of the README from the running demonstration."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.journeys.conftest import CHROMIUM, QUIET
from tests.journeys.product import ROOT, load, start

PICTURE = ROOT / "docs" / "strategy.png"


def main() -> None:
    chromium = next(path for name in CHROMIUM if (path := shutil.which(name)))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        load(data, "")
        process, product = start(data, "")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                page.goto(f"{product.address}/en/strategies/keds/")
                page.screenshot(path=PICTURE)
                browser.close()
        finally:
            process.terminate()
            process.wait(10)


if __name__ == "__main__":
    main()
