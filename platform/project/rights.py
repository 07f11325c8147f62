"""What each kind of place may do with each shared table (docs/adr/0002). A test finds tables that are missing here.

S select, I insert, U update, D delete. `web` is the login role without a place: only what must be known before a
place can be chosen. An office's own tables are wholly its own, but for `OFFICE_LIMITS`.
"""

from kernel.tenancy.rights import PLACE, Rights

_NOBODY = Rights()
_SIGN_IN = Rights(portal="SIUD")
_OWN_OFFICE = f"office_id = {PLACE}"
_OWN_ORGANISATION = f"organisation_id = {PLACE}"
_OWN_PLACE = {"office": _OWN_OFFICE, "provider": _OWN_ORGANISATION}
_OF_PLACE = {"portal": "place = ''", "provider": f"place = {PLACE}"}
_JOB_OF_PLACE = "args->>'place' = current_user"
_WORKS_HERE = "exists (select from people_membership m where m.person_id = {table}.person_id)"


def _of_course(table: str, column: str = "course_id") -> dict[str, str]:
    """Rows of the courses that the office organises; reading follows who may read the course or the registration."""
    return {"office": f"exists (select from training_course c where c.id = {table}.{column} and c.office_id = {PLACE})"}


_OF_REGISTRATION = "exists (select from training_registration r where r.id = training_courseattendance.registration_id)"
_HELD_TOGETHER = (
    f"exists (select from training_courseoffice p where p.course_id = training_registration.course_id"
    f" and p.office_id = {PLACE})"
)
_RELEASED = (
    f"exists (select from training_release r where r.person_id = training_certificate.person_id"
    f" and r.organisation_id = {PLACE} and r.revoked_on is null)"
)
# An office belongs to a group from accepting to leaving; the founding office says in `offices` who may see the group.
_IN_GROUP = (
    "exists (select from groups_groupoffice o join groups_group g on g.id = o.group_id"
    f" where o.group_id = {{table}}.group_id and o.office_id = {PLACE} and o.joined_on is not null and o.left_on is null)"
)

SHARED: dict[str, Rights] = {
    "registry_office": Rights(
        web="S",
        portal="S",
        office="SU(words, monogram, accent, uses_leads, require_mfa)",
        provider="S",
        rows={"office": f"key = {PLACE}"},
        reads={"office": "true"},  # whose course it is, and with whom to hold one
    ),
    "registry_domain": Rights(web="S", portal="S"),
    "registry_organisation": Rights(web="S", portal="S", office="S", provider="S"),
    # A provider registers at the base host; whose address is confirmed is seen by offices, one of them decides.
    "registry_joinrequest": Rights(
        portal="SIUD",
        office="SU(office_id, decided_by, decided_at, refusal, version, changed_at)",
        rows={"office": f"confirmed_at is not null and (office_id is null or {_OWN_OFFICE})"},
    ),
    # Credentials are apart from names: no office and no provider can read them.
    "people_account": Rights(web="SU(last_login)", portal="SIUD"),
    "people_bounce": Rights(portal="SIUD"),
    "people_person": Rights(
        portal="SIU",
        office="SI",
        provider="S",  # an office adds technical persons, after their membership
        rows=dict.fromkeys(
            ("office", "provider"), "exists (select from people_membership m where m.person_id = people_person.id)"
        ),
    ),
    # A membership ends, it is never deleted: else old records would lose their names.
    "people_membership": Rights(
        portal="SIU",
        office="SIU(ends)",
        provider="SIU(ends)",
        rows={"office": _OWN_OFFICE, "provider": _OWN_ORGANISATION},
    ),
    "people_instruction": Rights(
        portal="S",
        office="SIU(ends)",
        provider="S",
        rows={"office": _OWN_OFFICE, "provider": _OWN_ORGANISATION},
    ),
    "people_invitation": Rights(
        portal="SUD",
        office="SIU",
        provider="SIU",
        rows={"office": _OWN_OFFICE, "provider": f"{_OWN_ORGANISATION} and office_id is null"},
    ),
    "people_apiclient": Rights(web="S", portal="SIU", office="SIU(revoked_at)", rows={"office": _OWN_OFFICE}),
    # Who gives a place in a course back does so at the provider: it is due no more in the same transaction.
    "worklist_workitem": Rights(
        office="SIUD",
        provider="SU(done_at)",
        rows={"office": _OWN_OFFICE, "provider": f"{_OWN_ORGANISATION} and kind = 'training'"},
        reads={"provider": _OWN_ORGANISATION},
    ),
    # The outbox and what comes of it (docs/adr/0011): told in the place of the change, handed over by the base host.
    "worklist_event": Rights(portal="SIUD", office="SIU(told_at)", provider="S", rows=_OWN_PLACE),
    "notices_notice": Rights(portal="SIUD", office="SU(read_at)", provider="SU(read_at)", rows=_OWN_PLACE),
    "notices_preference": Rights(portal="SIUD"),
    "notices_endpoint": Rights(portal="SU", office="SIUD", provider="SIUD", rows=_OWN_PLACE),
    "notices_delivery": Rights(
        portal="SIUD",
        office="SIUD",
        provider="SIUD",
        rows=dict.fromkeys(
            ("office", "provider"),
            "exists (select from notices_endpoint e where e.id = notices_delivery.endpoint_id)",
        ),
    ),
    **{
        table: Rights(office="SID", provider="S", rows={"office": _OWN_OFFICE, "provider": _OWN_ORGANISATION})
        for table in ("worklist_ownengagement", "worklist_ownrole", "worklist_ownbudget")
    },
    # Training (docs/adr/0010). Curricula and courses name nobody: every place reads them, their office writes them.
    **{
        table: Rights(portal="S", office="SIUD", provider="S", rows={"office": _OWN_OFFICE}, reads={"office": "true"})
        for table in ("training_curriculum", "training_course", "training_requirement")
    },
    "training_module": Rights(
        portal="S",
        office="SIUD",
        provider="S",
        rows={
            "office": "exists (select from training_curriculum c where c.id = training_module.curriculum_id"
            f" and c.office_id = {PLACE})"
        },
        reads={"office": "true"},
    ),
    **{
        table: Rights(portal="S", office="SIUD", provider="S", rows=_of_course(table), reads={"office": "true"})
        for table in (
            "training_courseoffice",
            "training_course_modules",
            "training_coursesession",
            "training_courseshare",
        )
    },
    # Who registers is known to the organiser and to the own employer; the organiser's office gives the places.
    "training_registration": Rights(
        portal="SIU",
        office="SIU",
        provider="SIU",
        rows={
            "office": f"{_OWN_OFFICE} or home_office_id = {PLACE}",
            "provider": _OWN_ORGANISATION,
        },
        reads={"office": _HELD_TOGETHER},
    ),
    "training_courseattendance": Rights(
        portal="SI",
        office="SID",
        provider="S",
        rows={"office": _OF_REGISTRATION, "provider": _OF_REGISTRATION},
    ),
    # Given at the service's own address, where nobody reads it; the key is what PostgreSQL returns to who inserts.
    "training_coursefeedback": Rights(portal="S(id)I", office="S", rows=_of_course("training_coursefeedback")),
    # The record follows the worker into every office where they work, to an employer by release (R26).
    "training_certificate": Rights(
        portal="S",
        office="SIU(revoked_at, revoke_reason)",
        provider="S",
        rows={"office": _OWN_OFFICE, "provider": f"{_OWN_ORGANISATION} or {_RELEASED}"},
        reads={"office": _WORKS_HERE.format(table="training_certificate")},
    ),
    "training_recognition": Rights(
        portal="SI",
        office="SIU",
        provider="SI",
        rows={"office": _OWN_OFFICE, "provider": _OWN_ORGANISATION},
    ),
    "training_release": Rights(portal="SIU", provider="S", rows={"provider": _OWN_ORGANISATION}),
    # R25: yes or no is the employer's alone; an office sees the assurance.
    "training_conductcheck": Rights(provider="SIUD", rows={"provider": _OWN_ORGANISATION}),
    "training_conductassurance": Rights(
        office="S", provider="SI", rows={"office": _OWN_OFFICE, "provider": _OWN_ORGANISATION}
    ),
    # Working groups of several offices.
    "groups_group": Rights(office="SIU", rows={"office": _OWN_OFFICE}, reads={"office": f"{PLACE} = any (offices)"}),
    "groups_groupoffice": Rights(
        office="SIU(joined_on, left_on, version, changed_at)",
        rows={
            "office": f"{_OWN_OFFICE} or exists (select from groups_group g"
            f" where g.id = groups_groupoffice.group_id and g.office_id = {PLACE})"
        },
        reads={"office": "exists (select from groups_group g where g.id = groups_groupoffice.group_id)"},
    ),
    **{
        table: Rights(
            office=letters,
            rows={"office": f"{_OWN_OFFICE} and {_IN_GROUP.format(table=table)}"},
            reads={"office": _IN_GROUP.format(table=table)},
        )
        for table, letters in (
            ("groups_groupmember", "SIU"),
            ("groups_groupfile", "SIU(version, changed_at)D"),
            ("groups_groupdate", "SIU"),
        )
    },
    # The audit of the service itself and of the providers; an office's lies in its own schema.
    "audit_entry": Rights(portal="SI", provider="SI", audit="S", rows=_OF_PLACE),
    "audit_link": Rights(portal="S", audit="SI"),
    "submissions_submission": Rights(web="SD", portal="SIU", provider="I"),
    "django_session": Rights(web="SIUD", portal="SIUD"),
    "usersessions_usersession": Rights(web="S", portal="SIUD"),
    "account_emailaddress": _SIGN_IN,
    "account_emailconfirmation": _SIGN_IN,
    "mfa_authenticator": _SIGN_IN,
    # The API's tokens are read before the office is entered, and issued at the service's own address.
    "allauth_idp_oidc_client": Rights(web="S", portal="SIUD"),
    "allauth_idp_oidc_token": Rights(web="S", portal="SIUD"),
    # A job names its place; only the worker, which belongs to no place, sees all of them.
    "procrastinate_jobs": Rights(
        web="SIUD",
        portal="SI",
        office="SI",
        provider="SI",
        rows=dict.fromkeys(("portal", "office", "provider"), _JOB_OF_PLACE),
    ),
    "procrastinate_events": Rights(web="SIUD", portal="I", office="I", provider="I"),
    "procrastinate_periodic_defers": Rights(web="SIUD"),
    "procrastinate_workers": Rights(web="SIUD"),
    "tenancy_fleetstatus": Rights(web="S"),
    "tenancy_step": _NOBODY,
    "django_migrations": Rights(web="S"),
    "django_content_type": _NOBODY,
    "auth_permission": _NOBODY,
    "auth_group": _NOBODY,
    "auth_group_permissions": _NOBODY,
}

OFFICE_LIMITS: dict[str, Rights] = {
    "audit_entry": Rights(office="SI", audit="S"),
    "audit_link": Rights(office="S", audit="SI"),
    "django_migrations": Rights(office="S"),
    # A posting stands: what was wrong is posted back (R15).
    "contracts_posting": Rights(office="SI"),
    # Approved minutes stand (R23); they go only with the whole file, when its term is over.
    "cases_minutes": Rights(office="SID"),
}
