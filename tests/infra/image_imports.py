"""Run by test_files: imports the whole service as the image has it, with every package that it lacks out of reach."""

import pkgutil
import re
import sys
from importlib import import_module, metadata
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OURS = ("kernel", "project", "tenants", "contracts", "cases", "reporting", "frontend")
NOT_IN_PRODUCTION = re.compile(r"__main__|settings_test|\.serve|kernel\.postgres|\.migrations|project\.demo$")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def lacking() -> set[str]:
    """Top-level modules of installed packages that infra/requirements.lock does not name."""
    pinned = {
        canonical(name) for name in re.findall(r"^([\w.\-]+)", (ROOT / "infra/requirements.lock").read_text(), re.M)
    }
    providers = metadata.packages_distributions()
    ours = {*OURS, "platform", "tests"}
    return {
        module for module, by in providers.items() if module not in ours and not {canonical(n) for n in by} & pinned
    }


class Absent(MetaPathFinder):
    def __init__(self, modules: set[str]) -> None:
        self.modules = modules

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name.partition(".")[0] in self.modules:
            raise ModuleNotFoundError(f"the image has no {name}", name=name)


sys.meta_path.insert(0, Absent(lacking()))
import_module("project.asgi")
names = [
    module.name
    for root in (ROOT / "platform", ROOT)
    for module in pkgutil.iter_modules([str(root)])
    if module.name in OURS
]
count = 0
for package in names:
    for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
        if not NOT_IN_PRODUCTION.search(module.name):
            import_module(module.name)
            count += 1
sys.stdout.write(f"{count}\n")
