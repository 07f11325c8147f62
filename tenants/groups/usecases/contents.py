"""What a group has: people, files, dates. Never anything about a case."""

import hashlib
from datetime import date, time

from django.db.models import Max, Q

from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import use_case
from kernel.documents.file_types import FileType, file_type, safe_name
from tenants.groups.models import Group, GroupDate, GroupFile, GroupMember
from tenants.groups.policy import GroupDatePerm, GroupFilePerm, GroupMemberPerm
from tenants.groups.usecases.groups import take_part
from tenants.people.models import Membership

LARGEST, MOST = 10 * 1024 * 1024, 200  # bytes of a file, versions of a group's files
NAME_LENGTH = GroupFile._meta.get_field("filename").max_length or 0


@use_case(GroupMemberPerm.NAME)
def name_for_group(*, actor: Actor, group: Group, membership: Membership) -> GroupMember:
    """Someone who works in the own office, or for a provider in it, takes part."""
    take_part(actor, group)
    works_here = Q(office=actor.place) & Q(begins__lte=actor.today) & (Q(ends=None) | Q(ends__gte=actor.today))
    row = Membership.objects.filter(works_here, pk=membership.pk, person__technical=False).first()
    if row is None:
        raise RuleViolation("Diese Person hat heute keinen Zugang zu Ihrem Jugendamt.", field="membership")
    with explained(group_member_once=("Diese Person ist schon in der Gruppe.", "membership")):
        return GroupMember.objects.create(
            group=group,
            office_id=actor.place,
            organisation_id=row.organisation_id,
            person=row.person_id,
            name=row.display_name,
            since=actor.today,
        )


@use_case(GroupMemberPerm.NAME, on="member")
def end_member(*, actor: Actor, member: GroupMember) -> GroupMember:
    """The person no longer takes part and no longer sees the group."""
    if member.ended_on:
        raise RuleViolation("Diese Person ist nicht mehr in der Gruppe.")
    member.ended_on = actor.today
    member.save()
    return member


@use_case(GroupFilePerm.FILE)
def file_in_group(*, actor: Actor, group: Group, title: str, filename: str, content: bytes) -> GroupFile:
    """A file, or the next version of the one with this title."""
    kind, digest = _checked(content), hashlib.sha256(content).hexdigest()
    take_part(actor, group)
    if group.files.count() >= MOST:
        raise RuleViolation(f"Die Gruppe hat schon {MOST} Dateien. Entfernen Sie alte Fassungen.", field="file")
    versions = group.files.filter(title=title)
    if versions.filter(sha256=digest).exists():
        raise RuleViolation("Diese Datei liegt unter diesem Titel schon in der Gruppe.", field="file")
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    with explained(group_file_once=("Jemand hat gerade eine Fassung abgelegt. Laden Sie die Seite neu.", "file")):
        return GroupFile.objects.create(
            group=group,
            office_id=actor.place,
            title=title,
            number=number,
            filename=safe_name(filename, kind, NAME_LENGTH),
            media_type=kind.media_type,
            size=len(content),
            sha256=digest,
            content=content,
            uploaded_by=actor.person,
        )


@use_case(GroupFilePerm.REMOVE, on="file")
def remove_file(*, actor: Actor, file: GroupFile) -> GroupFile:
    """A version that the own office put there goes for good."""
    key = file.pk
    file.delete()
    file.pk = key  # for the audit
    return file


@use_case(GroupDatePerm.PLAN)
def plan_date(
    *, actor: Actor, group: Group, title: str, held_on: date, starts_at: time, ends_at: time, place: str = ""
) -> GroupDate:
    """The group meets; in the past there is nothing to plan."""
    take_part(actor, group)
    if held_on < actor.today:
        raise RuleViolation("Der Tag liegt in der Vergangenheit. Wählen Sie einen ab heute.", field="held_on")
    if ends_at <= starts_at:
        raise RuleViolation("Das Ende liegt vor dem Beginn. Wählen Sie eine spätere Uhrzeit.", field="ends_at")
    return GroupDate.objects.create(
        group=group,
        office_id=actor.place,
        title=title,
        held_on=held_on,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
    )


@use_case(GroupDatePerm.PLAN, on="date")
def cancel_date(*, actor: Actor, date: GroupDate) -> GroupDate:
    """The meeting does not take place; calendars learn it from the next download."""
    if date.cancelled:
        raise RuleViolation("Dieser Termin ist schon abgesagt.")
    date.cancelled = True
    date.save()
    return date


def _checked(content: bytes) -> FileType:
    if not content:
        raise RuleViolation("Die Datei ist leer. Wählen Sie eine andere.", field="file")
    if len(content) > LARGEST:
        raise RuleViolation(
            "Die Datei ist größer als 10 MB. Verkleinern Sie sie oder teilen Sie sie auf.", field="file"
        )
    if (kind := file_type(content)) is None:
        raise RuleViolation(
            "Das ist keine Datei, die wir annehmen. Wählen Sie PDF, DOCX, ODT, XLSX ohne Makros, PNG oder JPEG.",
            field="file",
        )
    return kind
