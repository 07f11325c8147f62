"""The demo's sign-in and mails exist in the demo only."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import Client, RequestFactory

from kernel.access.actor import Role
from kernel.tenancy.place import PORTAL, bound
from tests.factories import people as make

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


def run(mode: str, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process of its own with the settings of a mode."""
    given = {
        "HILFENETZ_MODE": mode,
        "HILFENETZ_SECRET_KEY": "q7" * 30,
        "HILFENETZ_BASE_URL": "https://hilfenetz.example",
        "DATABASE_URL": "postgresql://x@127.0.0.1/x",
        "DATABASE_OWNER_URL": "",
        "PYTHONPATH": f"{ROOT}:{ROOT}/platform",
        "DJANGO_SETTINGS_MODULE": "project.settings",
        "HILFENETZ_DB_POOL": "1",
    }
    return subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {code}"],
        capture_output=True,
        text=True,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(("HILFENETZ", "DEBUG"))},
            **given,
            **environment,
        },
        timeout=60,
    )


NAMES = "from django.urls import get_resolver; print(sorted(n for n in get_resolver('project.urls_public').reverse_dict if isinstance(n, str)))"


def test_production_cannot_import_it():
    done = run("production", "import project.demo")
    assert done.returncode != 0 and "gehört zur Demo" in done.stderr


def test_production_has_no_address_for_it_and_no_setting_makes_one():
    names = run("production", NAMES)
    assert "'account'" in names.stdout and "demo" not in names.stdout, names.stderr
    assert "demo_sign_in" in run("demo", NAMES).stdout
    refused = run("production", NAMES, HILFENETZ_DEMO_SIGN_IN="1")
    assert refused.returncode != 0 and "gibt es in der Produktion nicht" in refused.stderr


@pytest.fixture
def demo(settings, tmp_path, nord):
    """The demo module, with one account in var/demo.json."""
    from project import demo

    settings.VAR, settings.DEMO = tmp_path, True
    who = make.person("Erika")
    make.membership(who, nord, Role.PLANNER)
    make.account(who, "erika@nord.example")
    make.account(make.person("Andere"), "andere@nord.example")
    (tmp_path / "demo.json").write_text(
        json.dumps(
            {
                "accounts": [
                    {
                        "email": "erika@nord.example",
                        "name": "Erika",
                        "role": "planner",
                        "office": "nord",
                        "organisation": None,
                    },
                ]
            }
        )
    )
    return demo


def post(view, **given):
    from django.contrib.sessions.backends.db import SessionStore

    request = RequestFactory().post("/demo/anmelden/", given, headers={"host": "hilfenetz.localhost"})
    request.session, request.user, request._messages = (
        SessionStore(),
        AnonymousUser(),
        SimpleNamespace(add=lambda *a: None),
    )
    from allauth.core import context

    with context.request_context(request), bound(PORTAL):
        return view(request), request


def test_one_click_enters_as_a_demo_account(demo):
    answer, request = post(demo.sign_in, email="erika@nord.example", next="http://nord.hilfenetz.localhost/")
    assert answer["Location"] == "http://nord.hilfenetz.localhost/" and request.user.email == "erika@nord.example"
    answer, _ = post(demo.sign_in, email="erika@nord.example", next="http://evil.example/")
    assert answer["Location"] == "/"


@pytest.mark.parametrize("given", [{}, {"email": "andere@nord.example"}, {"email": "' or 1=1"}])
def test_only_the_listed_accounts(demo, given):
    with pytest.raises(Http404):
        post(demo.sign_in, **given)


def test_without_the_demo_the_view_is_dead(demo, settings):
    settings.DEMO = False
    with pytest.raises(Http404):
        post(demo.sign_in, email="erika@nord.example")


def test_a_link_cannot_sign_in(demo):
    assert demo.sign_in(RequestFactory().get("/demo/anmelden/")).status_code == 405


def test_the_mails_are_shown_newest_first_and_escaped(demo, tmp_path):
    folder = tmp_path / "mail"
    folder.mkdir()
    for n, subject in enumerate(("Erste", "Zweite")):
        file = folder / f"{n}.log"
        file.write_bytes(
            f"Content-Type: text/plain; charset=utf-8\nSubject: {subject}\nTo: a@nord.example\n"
            f"Date: Sun, 22 Nov 2026 10:00:00 +0000\n\n<script>alert({n})</script> http://nord.example/ ä\n{'-' * 79}\n".encode()
        )
        os.utime(file, (n, n))
    request = RequestFactory().get("/demo/mails/")
    request.session, request.user, request._messages = {}, AnonymousUser(), []
    page = demo.mails(request).content.decode()
    assert page.index("Zweite") < page.index("Erste")
    assert "<script>alert" not in page and "&lt;script&gt;" in page and 'href="http://nord.example/"' in page


def test_the_sign_in_page_offers_nothing_outside_the_demo():
    assert "demo/anmelden" not in Client(headers={"host": "hilfenetz.localhost"}).get("/konto/login/").content.decode()
