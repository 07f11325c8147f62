"""The files of infra/ as the tools that read them see them. What cannot be started here is at least understood there."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INFRA = ROOT / "infra"
pytestmark = pytest.mark.full


def tool(name: str) -> str:
    """The tool's path. A missing one fails the test: nothing is skipped silently."""
    path = shutil.which(name, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}:/usr/sbin")
    assert path, f"{name} is missing; make test-full installs it"
    return path


def said(*command: str | Path, **environment: str) -> str:
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_dockerfile() -> None:
    assert said(tool("hadolint"), "--no-color", INFRA / "Dockerfile").strip() == ""


def test_the_compose_file(tmp_path: Path) -> None:
    """Compose reads it and finds every secret, network and volume that a service names."""
    shutil.copytree(INFRA, tmp_path / "infra")
    (tmp_path / "infra/hilfenetz.env").write_text((INFRA / "hilfenetz.env.example").read_text())
    said("sh", tmp_path / "infra/make-secrets.sh")
    understood = said(
        tool("docker-compose"), "--file", tmp_path / "infra/compose.yaml", "config",
        HILFENETZ_BASE_HOST="hilfenetz.example", HILFENETZ_ACME_EMAIL="technik@hilfenetz.example",
    )  # fmt: skip
    assert "on-demand" in understood


def test_the_secrets_fit_each_other_and_are_made_once(tmp_path: Path) -> None:
    shutil.copy(INFRA / "make-secrets.sh", tmp_path)
    said("sh", tmp_path / "make-secrets.sh")
    secret = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert secret["database_owner_url"] == f"postgresql://hn_owner:{secret['owner_password']}@db:5432/hilfenetz"
    assert len(secret["secret_key"]) > 60 and len(set(secret.values())) == 5
    assert subprocess.run(["sh", tmp_path / "make-secrets.sh"], capture_output=True).returncode == 1
    assert (tmp_path / "secrets/secret_key").read_text() == secret["secret_key"]


def test_the_units(tmp_path: Path) -> None:
    """systemd understands every line, finds the programs, and rates what a unit may still do."""
    units = tmp_path / "units"
    shutil.copytree(INFRA / "systemd", units)
    for path in (*units.glob("*.service"), *units.glob("*/*.conf")):
        path.write_text(path.read_text().replace("/opt/hilfenetz", str(ROOT)))
    named = sorted(path for path in units.iterdir() if path.is_file())
    services = [path for path in named if path.suffix == ".service"]
    assert len(services) == 6 and len(named) == 7
    assert said(tool("systemd-analyze"), "verify", *named).strip() == ""
    for service in services:
        said(tool("systemd-analyze"), "security", "--offline=true", "--threshold=15", "--no-pager", service)


@pytest.mark.parametrize("certificates", ["on-demand", "internal"])
def test_the_proxy(certificates: str, tmp_path: Path) -> None:
    environment = {
        "HILFENETZ_BASE_HOST": "hilfenetz.example",
        "HILFENETZ_ACME_EMAIL": "technik@hilfenetz.example",
        "HILFENETZ_TLS": certificates,
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    said(
        tool("caddy"),
        "validate",
        "--adapter",
        "caddyfile",
        "--config",
        INFRA / "reverse-proxy/Caddyfile",
        **environment,
    )


def test_the_proxy_with_a_certificate_of_ones_own() -> None:
    """The certificate's path is fixed, so the file is translated and not loaded."""
    environment = {"HILFENETZ_BASE_HOST": "h.example", "HILFENETZ_ACME_EMAIL": "t@h.example", "HILFENETZ_TLS": "files"}
    done = subprocess.run(
        [tool("caddy"), "adapt", "--adapter", "caddyfile", "--config", INFRA / "reverse-proxy/Caddyfile"],
        env=os.environ | environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    tls = json.loads(done.stdout)["apps"]["tls"]["certificates"]["load_files"]
    assert tls == [
        {
            "certificate": "/etc/hilfenetz/certificates/fullchain.pem",
            "key": "/etc/hilfenetz/certificates/key.pem",
            "tags": ["cert0"],
        }
    ]
