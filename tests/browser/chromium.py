"""The browser that this machine has."""

import os
import shutil

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def program() -> str:
    """As `make` found it, or from the path."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "Dafür fehlt chromium."
    return found
