"""Whoever changes, removes or inserts audit rows is found out."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction
from django.utils import timezone

from kernel.audit import chain as chains
from kernel.audit.chain import Head, chain, verify
from kernel.audit.models import Entry, Link
from kernel.tenancy.place import Place, bound
from tests.database import set_up

pytestmark = pytest.mark.django_db


def write(place: Place, count: int) -> list[Entry]:
    with bound(place):
        return Entry.objects.bulk_create(
            Entry(place=place.key, via="test", verb="decide", model="m", record=str(n), fields=["a"])
            for n in range(count)
        )


@pytest.fixture
def chained(nord: Place, monkeypatch: pytest.MonkeyPatch) -> list[Entry]:
    """Five links, made and checked in batches of two."""
    monkeypatch.setattr(chains, "BATCH", 2)
    entries = write(nord, 5)
    assert chain(nord) == 5
    return entries


def test_an_untouched_chain_holds_and_grows(nord: Place, chained: list[Entry]) -> None:
    report = verify(nord)
    assert (report.head.number, report.waiting, report.findings) == (5, 0, [])
    write(nord, 2)
    assert verify(nord).waiting == 2
    assert chain(nord) == 2 and chain(nord) == 0
    assert verify(nord, report.head).findings == []


def test_a_changed_row_is_found(nord: Place, chained: list[Entry]) -> None:
    with set_up(nord):
        Entry.objects.filter(id=chained[2].id).update(verb="view")
    assert verify(nord).findings == [f"Glied 3: Eintrag {chained[2].id} oder das Glied wurde geändert"]


def test_a_removed_row_is_found(nord: Place, chained: list[Entry]) -> None:
    with set_up(nord):
        Entry.objects.filter(id=chained[2].id).delete()
    assert verify(nord).findings == [f"Glied 3: sein Eintrag {chained[2].id} wurde entfernt"]


def test_a_row_removed_with_its_link_is_found(nord: Place, chained: list[Entry]) -> None:
    with set_up(nord):
        Entry.objects.filter(id=chained[2].id).delete()
        Link.objects.filter(entry=chained[2].id).delete()
    assert verify(nord).findings == ["Glied 3 bis 3: entfernt"]


def test_a_changed_row_with_a_fitting_digest_breaks_the_next_link(nord: Place, chained: list[Entry]) -> None:
    with set_up(nord):
        Entry.objects.filter(id=chained[2].id).update(verb="view")
        before = bytes(Link.objects.get(number=2).digest)
        Link.objects.filter(number=3).update(digest=chains.digest(before, Entry.objects.get(id=chained[2].id)))
    assert verify(nord).findings == [f"Glied 4: Eintrag {chained[3].id} oder das Glied wurde geändert"]


def test_an_inserted_row_is_found(nord: Place, chained: list[Entry]) -> None:
    with set_up(nord):
        late = write_at(nord, hours=2)
    assert chain(nord) == 0
    assert verify(nord).findings == [f"Eintrag {late.id}: nicht in der Kette, also nachträglich eingefügt"]


def write_at(place: Place, hours: int) -> Entry:
    entry = Entry.objects.create(place=place.key, via="test", verb="decide", model="m", record="x")
    Entry.objects.filter(id=entry.id).update(at=timezone.now() - timedelta(hours=hours))
    return entry


def test_a_rewritten_or_cut_chain_is_found_by_a_head_kept_elsewhere(nord: Place, chained: list[Entry]) -> None:
    kept = verify(nord).head
    with set_up(nord):
        Entry.objects.filter(id=chained[4].id).delete()
        Link.objects.filter(number=5).delete()
    assert verify(nord).findings == []
    assert verify(nord, kept).findings == ["Glied 5: nicht mehr das, das bei der letzten Prüfung dort stand"]
    assert verify(nord, Head(0, bytes(32))).findings == []


def test_the_command_compares_and_keeps_the_heads(
    nord: Place, chained: list[Entry], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = tmp_path / "heads.json"
    call_command("verify_audit", heads=heads)
    assert json.loads(heads.read_text())["nord"][0] == 5
    with set_up(nord):
        Entry.objects.filter(id=chained[0].id).update(record="other")
    with pytest.raises(CommandError, match="In 1 Protokollen"):
        call_command("verify_audit", heads=heads)
    assert "Glied 1: Eintrag" in capsys.readouterr().out


@pytest.mark.parametrize("change", ["update", "delete", "link", "unlink", "chain"])
def test_the_office_can_only_append(nord: Place, chained: list[Entry], change: str) -> None:
    with bound(nord), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        match change:
            case "update":
                Entry.objects.update(verb="view")
            case "delete":
                Entry.objects.all().delete()
            case "link":
                Link.objects.create(number=9, entry=chained[0].id, digest=bytes(32))
            case "unlink":
                Link.objects.all().delete()
            case "chain":
                Link.objects.update(digest=bytes(32))


@pytest.mark.parametrize("change", ["insert", "update", "relink"])
def test_who_chains_cannot_change_anything(nord: Place, chained: list[Entry], change: str) -> None:
    with (
        bound(chains.auditor_of(nord)),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        match change:
            case "insert":
                Entry.objects.create(place="nord", via="test", verb="x", model="m", record="1")
            case "update":
                Entry.objects.update(verb="view")
            case "relink":
                Link.objects.update(digest=bytes(32))
