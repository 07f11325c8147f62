"""What the documents name exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "name",
    [
        "docs/threat-model.md",
        "docs/operations.md",
        "docs/adr/0001-layout-and-layers.md",
        "docs/adr/0006-server-and-backup.md",
    ],
)
def test_named_files_exist(name: str) -> None:
    named = set(re.findall(r"`((?:tests|infra|docs)/[\w./-]+\w)`", (ROOT / name).read_text()))
    assert not {path for path in named if not (ROOT / path).exists() and path not in {"infra/secrets"}}
    if name == "docs/threat-model.md":
        assert len(named) > 20


def test_named_commands_exist() -> None:
    named = set(re.findall(r"manage\.py (\w+)", (ROOT / "docs/operations.md").read_text())) - {"help", "check"}
    existing = {
        path.stem for source in ("platform", "tenants") for path in (ROOT / source).rglob("management/commands/*.py")
    }
    assert named <= existing


def test_every_rule_that_code_names_is_in_the_list() -> None:
    rules = set(re.findall(r"^\| (R\d+[ab]?) \|", (ROOT / "docs/rules.md").read_text(), re.M))
    assert {f"R{number}" for number in range(1, 32)} <= rules
    for app in ("platform", "tenants", "contracts", "cases", "reporting", "frontend"):
        for path in (ROOT / app).rglob("*.py"):
            named = set(re.findall(r"\bR\d{1,2}[ab]?\b", path.read_text()))
            assert named <= rules, path


def test_the_glossary_names_what_the_code_has() -> None:
    """Names of classes in its second column are classes of the project."""
    text = (ROOT / "docs/glossary.md").read_text()
    classes = {
        name
        for app in ("platform", "tenants", "contracts")
        for path in (ROOT / app).rglob("*.py")
        for name in re.findall(r"^class (\w+)", path.read_text(), re.M)
    }
    named = {name.split(".")[0] for name in re.findall(r"`([A-Z]\w+(?:\.[A-Za-z_.]+)?)`", text)}
    assert named <= classes
