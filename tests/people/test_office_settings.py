"""An office's own settings."""

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tenants.registry.models import Office
from tenants.registry.places import forget_places
from tests.factories.people import client

pytestmark = pytest.mark.django_db
URL = reverse("office-settings", urlconf="project.urls_office")
FIELDS = {
    "district": "Wirkungsraum",
    "districts": "Wirkungsräume",
    "lead_provider": "Wirkungsraumträger",
    "monogram": "NK",
    "accent": "3",
}


@pytest.fixture(autouse=True)
def _fresh_places():
    yield
    forget_places()


def test_an_administrator_changes_words_colour_and_second_factor(nord):
    browser = client(nord, Role.OFFICE_ADMIN)
    answer = browser.post(URL, FIELDS | {"require_mfa": "on", "submission": str(uuid7())})
    assert answer.status_code == 302
    with transaction_in(nord):
        office = Office.objects.get(key=nord.key)
        assert (office.words["district"], office.accent, office.require_mfa) == (
            ["Wirkungsraum", "Wirkungsräume"],
            3,
            True,
        )
    assert browser.get("/").status_code != 200  # from now on a second factor is needed, for the administrator too


def test_nonsense_gets_its_sentence(nord):
    answer = client(nord, Role.OFFICE_ADMIN).post(URL, FIELDS | {"accent": "99", "submission": str(uuid7())})
    assert answer.status_code == 422


def test_an_office_changes_only_itself_and_only_what_is_its_own(nord, sued):
    with transaction_in(nord):
        assert not Office.objects.filter(key="sued").update(monogram="X")
        for column, value in (("status", "active"), ("name", "Anders"), ("schema_name", "o_sued")):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                Office.objects.filter(key="nord").update(**{column: value})
