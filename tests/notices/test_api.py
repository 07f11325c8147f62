"""The API in an office: own notices, webhooks with their secret once, deliveries and their replay."""

import pytest

from kernel.access.actor import Role
from kernel.tenancy.place import bound
from tenants.notices.models import Delivery
from tenants.notices.webhooks.sending import send_next
from tenants.worklist.items import Kind, close_item
from tests.api.conftest import Api, api  # noqa: F401
from tests.notices.conftest import hand_over

pytestmark = pytest.mark.django_db
NEW = {"name": "Fachverfahren", "kinds": ["proof_due"]}


@pytest.fixture
def admin(api, nord) -> Api:  # noqa: F811
    return api(nord, Role.OFFICE_ADMIN)


def test_own_notices_are_listed_and_read(api, nord, proof_asked):  # noqa: F811
    finance = api(nord, Role.FINANCE)
    subject = proof_asked()
    with bound(nord):
        close_item(office="nord", organisation="alpha", kind=Kind.PROOF_DUE, subject=subject)
    hand_over()
    (row,) = finance.get("notices?unread=true").json()["results"]
    assert (row["event"]["kind"], row["event"]["done"], row["event"]["subject"]) == ("proof_due", True, subject)
    path = f"notices/{row['id']}"
    read = finance.post(f"{path}/read", {}, if_match=finance.get(path)["ETag"])
    assert read.status_code == 200 and read.json()["read_at"]
    assert finance.get("notices?unread=true").json()["count"] == 0
    assert finance.post("notices/read-all", {}).status_code == 422


def test_a_webhook_from_its_making_to_its_end(admin, nord, receiver, proof_asked):
    made = admin.post("webhooks", NEW | {"url": receiver.url})
    assert made.status_code == 201 and made.json()["secret"].startswith("whsec_")
    path = f"webhooks/{made.json()['id']}"
    assert admin.get(path).json()["secret"] == ""

    def tag() -> str:
        return admin.get(path)["ETag"]

    assert admin.patch(path, {"name": "Anderes"}, if_match=tag()).json()["name"] == "Anderes"
    proof_asked()
    hand_over()
    assert send_next()
    (sent,) = admin.get(f"webhook-deliveries?endpoint={made.json()['id']}&state=delivered").json()["results"]
    assert (sent["status"], sent["attempts"], sent["event"]["code"]) == (204, 1, "V-7/2026")
    replay = f"webhook-deliveries/{sent['id']}"
    assert admin.post(f"{replay}/replay", {}, if_match=admin.get(replay)["ETag"]).json()["state"] == "waiting"
    assert admin.post(f"{path}/test", {}, if_match=tag()).status_code == 200
    while send_next():
        pass
    assert len(receiver.got) == 3
    renewed = admin.post(f"{path}/renew-secret", {}, if_match=tag())
    assert renewed.status_code == 200 and renewed.json()["secret"] != made.json()["secret"] != ""
    assert renewed.json()["secret"].startswith("whsec_") and renewed.json()["old_until"]
    assert admin.post(f"{path}/renew-secret", {"at_once": True}, if_match=tag()).json()["old_until"] is None
    assert admin.post(f"{path}/resume", {}, if_match=tag()).status_code == 422
    assert admin.send("DELETE", path, if_match=tag()).status_code == 204
    with bound(nord):
        assert not Delivery.objects.exists()


@pytest.mark.parametrize("url", ["https://10.0.0.1/", "http://system.example/", "https://[::ffff:127.0.0.1]/"])
def test_a_private_address_is_refused_with_its_field(admin, url):
    refused = admin.post("webhooks", NEW | {"url": url})
    assert refused.status_code == 422 and refused.json()["errors"][0]["pointer"] == "#/url"
