"""`make bench`: measures, shows a table, writes docs/benchmarks.md and var/bench.json; fails when a bound is broken."""

import logging
import os
import platform
import sys
import warnings
from pathlib import Path

from tests.bench import ground
from tests.bench.results import Result, as_table, write


def main() -> int:
    var = Path(os.environ.get("HILFENETZ_VAR") or ground.ROOT / "var").absolute()
    chosen = sys.argv[1:]
    other = f"{os.getloadavg()[0]:.1f}".replace(".", ",")
    with ground.server() as server:
        results = run(chosen)
        machine = f"{os.cpu_count()} Kerne, Python {platform.python_version()}, PostgreSQL {server.binaries.major}, Last beim Start {other}"
    sys.stdout.write("\n" + as_table(results) + "\n")
    if not chosen:
        write(results, root=ground.ROOT, var=var, machine=machine)
    for result in results:
        if result.note:
            sys.stdout.write(f"  {result.name}: {result.note}\n")
    broken = [r.name for r in results if not r.holds]
    if broken:
        sys.stdout.write(f"\nNicht gehalten: {', '.join(broken)}\n")
    return len(broken)


def run(chosen: list[str]) -> list[Result]:
    import django

    warnings.simplefilter("ignore")
    os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
    django.setup()
    logging.disable(logging.WARNING)
    from tests.bench import (
        budgets,
        cases,
        contracts,
        coverage,
        hours,
        load,
        offices,
        page,
        resources,
        room,
        training,
        workspace,
    )  # fmt: skip

    modules = (
        offices, page, contracts, cases, resources, budgets, hours, coverage, workspace, training, room, load,
    )  # fmt: skip
    results: list[Result] = []
    for module in modules:
        name = module.__name__.rpartition(".")[2]
        if not chosen or name in chosen:
            sys.stdout.write(f"{name} …\n")
            sys.stdout.flush()
            results += module.measure()
    return results


sys.exit(main())
