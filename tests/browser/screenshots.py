"""The pictures of README and handbook, from a running demo: `make screenshots`."""

import json
import sys

from playwright.sync_api import Error, sync_playwright

from project.environment import var_folder
from project.serve.children import say
from tests.browser.chromium import FLAGS, program
from tests.browser.pictures import cases, finance, office, provider
from tests.browser.pictures.camera import FOLDER, Camera


def main() -> int:
    file = var_folder() / "demo.json"
    if not file.exists():
        say("Starten Sie zuerst die Demo: make demo.")
        return 1
    FOLDER.mkdir(exist_ok=True)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
            camera = Camera(browser, json.loads(file.read_text()))
            for chapter in (office, cases, finance, provider):
                chapter.take(camera)
            browser.close()
    except Error as error:
        say(f"Das Bild lässt sich nicht machen. Läuft die Demo? {error.message}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
