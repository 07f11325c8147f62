"""The nets that make forgetting impossible, each shown catching what it is for."""

import re
from enum import StrEnum
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.utils import InternalError
from django.template import Context, Template
from django.urls import get_resolver

from contracts.models import District, HoursEntry
from contracts.usecases.territory import create_district
from frontend.administration.audit_words import RECORDS, VERBS
from kernel.access.actor import Actor, Role
from kernel.access.document import document
from kernel.access.errors import Denied
from kernel.access.policy import Grant, Policy, PolicyError
from kernel.access.use_case import registry, use_case
from kernel.audit.reads import UnloggedRead, note_read
from kernel.keys import uuid7
from kernel.retention.policy import RetentionPolicy
from kernel.tenancy.place import bound, transaction_in
from project.settings_test import Undefined
from tests.factories import contracts as make
from tests.factories.people import acting, actor, client

ROOT = Path(settings.ROOT)


def load_everything() -> None:
    for urls in ("project.urls_public", "project.urls_office"):
        assert get_resolver(urls).url_patterns


def test_the_permissions_document_is_fresh():
    load_everything()
    assert (ROOT / "docs" / "permissions.md").read_text() == document(), "run manage.py permissions"


def test_the_audit_has_german_words_for_every_verb_and_record():
    load_everything()
    assert {u.verb for u in registry.values()} <= set(VERBS)
    assert {p.model._meta.label_lower for p in Policy.all} <= set(RECORDS)


def test_a_permission_that_nobody_holds_is_refused():
    class Forgotten(StrEnum):
        VIEW = "forgotten.view"
        BURN = "forgotten.burn"

    with pytest.raises(PolicyError, match=r"never granted.*burn"):
        Policy(District, Forgotten, view=Forgotten.VIEW, grants=[Grant(Role.PLANNER, {Forgotten.VIEW})])


def test_a_use_case_without_a_policy_is_refused(nord):
    class Homeless(StrEnum):
        DO = "homeless.do"

    case = use_case(Homeless.DO)(lambda *, actor: None)
    registry.pop(case.name)
    someone = Actor(uuid7(), "", "nord", frozenset(), make.LONG_AGO)
    with pytest.raises(PolicyError, match="belongs to no policy"):
        case(actor=someone)


@pytest.mark.django_db
def test_a_use_case_checks_again_without_any_page(nord):
    """Jobs and the shell need an actor too."""
    with pytest.raises(TypeError):
        create_district(name="Mitte", begins=make.LONG_AGO)
    with acting(nord, Role.CASE_WORKER) as someone, pytest.raises(Denied):
        create_district(actor=someone, name="Mitte", begins=make.LONG_AGO)


@pytest.mark.django_db
def test_a_get_cannot_write(nord):
    planner = actor(nord, Role.PLANNER)
    with bound(nord, read_only=True), pytest.raises(InternalError, match="read-only"), transaction.atomic():
        create_district(actor=planner, name="Mitte", begins=make.LONG_AGO)
    with transaction_in(nord):
        assert not District.objects.exists()


@pytest.mark.django_db
def test_a_page_that_writes_on_get_is_refused(nord, monkeypatch):
    """The same through the whole of the middleware: the list page is made to write."""
    from contracts.web import territory

    monkeypatch.setattr(
        territory.queries, "districts_for", lambda actor: District.objects.create(name="Mitte", begins=make.LONG_AGO)
    )
    with pytest.raises(InternalError, match="read-only"):
        client(nord, Role.PLANNER).get("/raeume/")


@pytest.mark.django_db
def test_a_read_that_nobody_logs_is_refused(nord):
    with acting(nord, Role.PLANNER), pytest.raises(UnloggedRead):
        note_read(HoursEntry)


def retention() -> RetentionPolicy:
    return RetentionPolicy.load(ROOT / "platform" / "project" / "retention.yaml")


def test_every_column_has_a_retention_class():
    assert not retention().missing(apps.get_models(include_auto_created=True))


def test_the_net_catches_a_column_without_a_retention_class():
    class Diary(models.Model):
        secret = models.TextField()

        class Meta:
            app_label = "contracts"
            managed = False

    try:
        assert "contracts.diary.secret" in retention().missing([Diary])
    finally:
        del apps.all_models["contracts"]["diary"]
        apps.clear_cache()
    forgetful = RetentionPolicy(retention().classes, {"contracts.hoursentry": {"id": "hours"}})
    assert "contracts.hoursentry.worker" in forgetful.missing([HoursEntry])


def test_an_undefined_template_variable_fails():
    with pytest.raises(Undefined, match="surname"):
        Template("{{ surname }}").render(Context())


def test_platform_is_a_folder_and_never_a_package():
    """As a package it would shadow the standard library's module of that name."""
    folder = ROOT / "platform"
    assert not (folder / "__init__.py").exists() and not list(folder.glob("*.py"))


def sources() -> list[Path]:
    found = [
        p
        for top in ("platform", "tenants", "contracts", "cases", "reporting", "frontend")
        for p in (ROOT / top).rglob("*.py")
    ]
    return [p for p in found if "migrations" not in p.parts]


def test_there_are_no_signals_and_no_rooms_for_everything():
    names = {p.name for p in sources()}
    assert not names & {"signals.py", "utils.py", "helpers.py"}
    assert not [
        p for p in sources() if re.search(r"^from django\.(db\.models|dispatch).*\bsignals?\b", p.read_text(), re.M)
    ]


def test_templates_have_no_script_and_no_style_of_their_own():
    for path in (ROOT / "frontend" / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text), path
