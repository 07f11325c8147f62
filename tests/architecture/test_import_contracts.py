"""The import contracts hold, and each of them catches a violation put into a copy of the source."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("platform/kernel", "platform/project", "tenants", "contracts", "cases", "reporting", "frontend")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("source")
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            target = copy / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint(source: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command as run; run()"
    found = os.pathsep.join(map(str, (source, source / "platform")))
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--no-logo", *arguments],
        cwd=source, env=os.environ | {"PYTHONPATH": found}, capture_output=True, text=True,
    )  # fmt: skip


def test_the_source_keeps_every_contract(source: Path) -> None:
    result = lint(source)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("contract", "file", "imported"),
    [
        ("layers", "platform/kernel/keys.py", "tenants.people.models"),
        ("layers", "contracts/policy/violation.py", "frontend.shell"),
        ("layers", "frontend/shell.py", "project.urls_public"),
        ("inside", "contracts/models/violation.py", "contracts.policy"),
        ("inside", "contracts/policy/violation.py", "contracts.usecases.contract"),
        ("inside", "contracts/usecases/violation.py", "contracts.web"),
        ("inside", "tenants/people/models.py", "tenants.people.web"),
        ("shared", "tenants/registry/models.py", "tenants.people.models"),
        ("postgres", "platform/kernel/postgres/violation.py", "django"),
    ],
)
def test_a_violation_is_caught(source: Path, contract: str, file: str, imported: str) -> None:
    path = source / file
    before = path.read_text() if path.exists() else None
    path.write_text(f"{before or ''}\nimport {imported}\n")
    try:
        result = lint(source, "--contract", contract)
    finally:
        path.unlink() if before is None else path.write_text(before)
    assert result.returncode == 1 and "1 broken" in result.stdout, result.stdout + result.stderr
    assert f"-> {imported}" in result.stdout
