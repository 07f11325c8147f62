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
        "docs/adr/0007-documents-in-the-database.md",
    ],
)
def test_named_files_exist(name: str) -> None:
    named = set(re.findall(r"`((?:tests|infra|docs)/[\w./-]+\w)`", (ROOT / name).read_text()))
    assert not {path for path in named if not (ROOT / path).exists() and path not in {"infra/secrets"}}
    if name == "docs/threat-model.md":
        assert len(named) > 20


def pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings, as a forge makes them."""
    found = set()
    for heading in re.findall(r"^#+ (.+)$", page.read_text(), re.M):
        plain = re.sub(r"[`*]|\[(.*?)\]\(.*?\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return found


def links(page: Path) -> set[tuple[str, str]]:
    """Path and heading of each link and picture that stays within the project."""
    named = re.findall(r"\]\(([^)\s]+)\)|<img [^>]*src=\"([^\"]+)\"", page.read_text())
    inside = [url for pair in named for url in pair if url and "://" not in url]
    return {(path, anchor) for path, _, anchor in (url.partition("#") for url in inside)}


@pytest.mark.parametrize("page", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_pictures_resolve(page: Path) -> None:
    for path, anchor in links(page):
        target = page.parent / path if path else page
        assert target.exists(), f"{page}: {path}"
        assert not anchor or anchor in anchors(target), f"{page}: {path}#{anchor}"


def test_every_picture_is_shown() -> None:
    shown = {(page.parent / path).resolve() for page in pages() for path, _ in links(page)}
    assert set((ROOT / "docs/screenshots").iterdir()) <= shown


def test_every_chapter_of_the_handbook_is_in_its_index() -> None:
    folder = ROOT / "docs/handbuch"
    listed = {path for path, _ in links(folder / "README.md")}
    assert {path.name for path in folder.glob("*.md")} - {"README.md"} <= listed


def test_named_commands_exist() -> None:
    named = set(re.findall(r"manage\.py (\w+)", (ROOT / "docs/operations.md").read_text())) - {"help", "check"}
    existing = {
        path.stem
        for source in ("platform", "tenants", "frontend")
        for path in (ROOT / source).rglob("management/commands/*.py")
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
        for app in ("platform", "tenants", "contracts", "cases")
        for path in (ROOT / app).rglob("*.py")
        for name in re.findall(r"^class (\w+)", path.read_text(), re.M)
    }
    named = {name.split(".")[0] for name in re.findall(r"`([A-Z]\w+(?:\.[A-Za-z_.]+)?)`", text)}
    assert named <= classes
