"""The README's pictures: the overview of the bundled data, and a question answered in it.

    python scripts/screenshot.py [FOLDER]      docs/ without one: overview.png and answer.png
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from pathlib import Path
from urllib.parse import quote_plus

import uvicorn
from playwright.sync_api import sync_playwright

from api.app import create_app
from api.serving import address, listening
from graph import loads
from graph.engine.settings import Target
from graph.store import open_store
from loaders.factset import bundled, read_folder

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = os.environ.get("PARLEY_CHROMIUM", "/usr/bin/chromium")
QUESTION = "who opposes Turkish ISF participation?"


def main(folder: Path) -> None:
    with (
        tempfile.TemporaryDirectory() as place,
        open_store(Target("embedded", path=Path(place) / "store", database="parley")) as store,
        listening("127.0.0.1", None) as sock,
    ):
        loads.load(store, read_folder(bundled("gaza")))
        server = uvicorn.Server(uvicorn.Config(create_app(store), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        try:
            page = f"{address(sock)}/views/overview"
            _shoot(page, "Who stands where", folder / "overview.png")
            _shoot(f"{page}#q={quote_plus(QUESTION)}", "Turkish forces in Gaza", folder / "answer.png")
        finally:
            server.should_exit = True
            thread.join()
    sys.stdout.write(f"{folder / 'overview.png'} and answer.png are written\n")


def _shoot(page: str, text: str, target: Path) -> None:
    """The page as soon as it shows `text`."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1440, "height": 900}, device_scale_factor=2)
        tab.goto(page)
        tab.get_by_text(text).locator("visible=true").first.wait_for()
        tab.wait_for_timeout(1500)  # until what moves stands still
        tab.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs")
