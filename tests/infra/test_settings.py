"""Production refuses to start with weak settings; every setting is explained."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "HILFENETZ_SECRET_KEY": "0123456789" * 5,
    "HILFENETZ_BASE_URL": "https://hilfenetz.example",
    "DATABASE_URL": "postgresql://hn_web:x@127.0.0.1:9/none",
}


def check(*arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check` in a process of its own, with nothing of this one's environment; no database answers."""
    environment = {"PATH": "/usr/bin:/bin", **GOOD, **extra}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "check", *arguments],
        cwd=ROOT, env={name: value for name, value in environment.items() if value != "unset"},
        capture_output=True, text=True,
    )  # fmt: skip


def test_good_settings_start_and_the_deployment_check_finds_nothing() -> None:
    done = check("--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ({"HILFENETZ_SECRET_KEY": "short"}, "HILFENETZ_SECRET_KEY ist zu kurz oder ein Demo-Wert"),
        (
            {"HILFENETZ_SECRET_KEY": "django-insecure-" + "x" * 50},
            "HILFENETZ_SECRET_KEY ist zu kurz oder ein Demo-Wert",
        ),
        ({"HILFENETZ_SECRET_KEY": "demo" * 20}, "HILFENETZ_SECRET_KEY ist zu kurz oder ein Demo-Wert"),
        ({"HILFENETZ_SECRET_KEY": "unset"}, "HILFENETZ_SECRET_KEY fehlt"),
        ({"HILFENETZ_BASE_URL": "http://hilfenetz.example"}, "muss in der Produktion mit https:// beginnen"),
        ({"DEBUG": "1"}, "DEBUG ist gesetzt"),
        ({"HILFENETZ_DEBUG": "true"}, "HILFENETZ_DEBUG ist gesetzt"),
        ({"HILFENETZ_DEMO_SIGN_IN": "yes"}, "HILFENETZ_DEMO_SIGN_IN ist gesetzt"),
        ({"HILFENETZ_MODE": "Production"}, "HILFENETZ_MODE=Production gibt es nicht"),
        (
            {"DATABASE_URL": "unset", "DATABASE_OWNER_URL": "postgresql://hn_owner:x@db/h"},
            "andere Rolle als DATABASE_OWNER_URL",
        ),
        ({"DATABASE_OWNER_URL": GOOD["DATABASE_URL"]}, "andere Rolle als DATABASE_OWNER_URL"),
    ],
)
def test_production_refuses(extra: dict[str, str], said: str) -> None:
    done = check(**extra)
    assert done.returncode != 0
    assert said in done.stderr.strip().splitlines()[-1]


def test_without_a_mode_it_is_production() -> None:
    assert (
        "muss in der Produktion" in check(HILFENETZ_MODE="unset", HILFENETZ_BASE_URL="http://hilfenetz.example").stderr
    )


def test_production_has_no_page_of_the_demo() -> None:
    """The one-click sign-in and the mails are not routed, whatever is set."""
    code = (
        "from django.conf import settings; from django.urls import resolve, Resolver404\n"
        "for path in ('/demo/', '/demo/mails'):\n"
        "    try: resolve(path)\n"
        "    except Resolver404: print('none')\n"
        "print(settings.DEMO, settings.DEBUG, settings.MAILERS['default']['BACKEND'])"
    )
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "shell", "--no-imports", "-c", code],
        cwd=ROOT, env={"PATH": "/usr/bin:/bin", **GOOD}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["none", "none", "False False django.core.mail.backends.smtp.EmailBackend"]


def test_secrets_come_from_files(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("short\n")
    assert "ist zu kurz" in check(HILFENETZ_SECRET_KEY="unset", HILFENETZ_SECRET_KEY_FILE=str(file)).stderr
    file.write_text("0123456789" * 5 + "\n")
    assert check(HILFENETZ_SECRET_KEY="unset", HILFENETZ_SECRET_KEY_FILE=str(file)).returncode == 0


def test_every_variable_is_explained_and_none_is_invented() -> None:
    read = set()
    for path in (ROOT / "platform").rglob("*.py"):
        if "serve" not in path.parts and path.name != "settings_test.py":
            read |= set(
                re.findall(r"""\b(?:env|environ\.get|day|number)\(\s*["']([A-Z][A-Z_]+)["']""", path.read_text())
            )
    read -= {"PATH"}
    example = (ROOT / "infra/hilfenetz.env.example").read_text()
    explained = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", example, re.M))
    beside = {"PGSSLMODE", "PGSSLROOTCERT", "HILFENETZ_BACKUP_AT"}  # PostgreSQL's library and the image read these
    assert explained == read | beside
    for name in explained:
        above = example[: re.search(rf"^#? ?{name}=", example, re.M).start()].splitlines()[-1]  # type: ignore[union-attr]
        assert above.startswith("# ") or "=" in above, f"{name} is not explained"
