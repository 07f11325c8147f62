"""What was measured: on the screen, in docs/benchmarks.md and for scripts in var/bench.json."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Result:
    """A measured value; `bound` is the worst that is acceptable, None where nothing is promised."""

    name: str
    value: float
    unit: str
    bound: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def holds(self) -> bool:
        if self.bound is None:
            return True
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    @property
    def limit(self) -> str:
        if self.bound is None:
            return "–"
        return f"{'mindestens' if self.at_least else 'höchstens'} {german(self.bound)}"


def german(value: float) -> str:
    return (f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.2f}").replace(".", ",")


def seconds(run: Callable[[], object]) -> float:
    began = perf_counter()
    run()
    return perf_counter() - began


def middle(run: Callable[[], object], times: int) -> float:
    """The median duration in seconds."""
    return median(seconds(run) for _ in range(times))


def as_json(results: list[Result]) -> str:
    return json.dumps(
        [
            {"name": r.name, "value": round(r.value, 3), "unit": r.unit, "bound": r.bound, "holds": r.holds}
            for r in results
        ],
        ensure_ascii=False,
        indent=1,
    )


def as_table(results: list[Result]) -> str:
    head = ("Messung", "Wert", "Einheit", "Grenze", "gehalten")
    rows = [(r.name, german(r.value), r.unit, r.limit, "ja" if r.holds else "NEIN") for r in results]
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(5)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows)]
    return "\n".join(line.rstrip() for line in lines)


def as_markdown(results: list[Result], machine: str) -> str:
    rows = "\n".join(
        f"| {r.name} | {german(r.value)} {r.unit} | {r.limit} | {'ja' if r.holds else 'nein'} | {r.note} |"
        for r in results
    )
    return f"""# Messungen

`make bench` misst neu und schreibt diese Seite. Alle Vergleiche stammen aus einem Lauf auf einem Rechner; die absoluten
Werte gelten nur für ihn: {machine}.

| Messung | Wert | Grenze | gehalten | wie gemessen |
|---|---|---|---|---|
{rows}
"""


def write(results: list[Result], *, root: Path, var: Path, machine: str) -> None:
    var.mkdir(parents=True, exist_ok=True)
    (var / "bench.json").write_text(as_json(results) + "\n")
    (root / "docs" / "benchmarks.md").write_text(as_markdown(results, machine))
