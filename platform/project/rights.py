"""What each kind of place may do with each shared table (docs/adr/0002). A test finds tables that are missing here.

S select, I insert, U update, D delete. `web` is the login role without a place: only what must be known before a
place can be chosen. An office's own tables are wholly its own, but for `OFFICE_LIMITS`.
"""

from kernel.tenancy.rights import PLACE, Rights

_NOBODY = Rights()
_SIGN_IN = Rights(portal="SIUD")
_OWN_OFFICE = f"office_id = {PLACE}"
_OWN_ORGANISATION = f"organisation_id = {PLACE}"
_OF_PLACE = {"portal": "place = ''", "provider": f"place = {PLACE}"}
_JOB_OF_PLACE = "args->>'place' = current_user"

SHARED: dict[str, Rights] = {
    "registry_office": Rights(
        web="S",
        portal="S",
        office="SU(words, monogram, accent, uses_leads, require_mfa)",
        provider="S",
        rows={"office": f"key = {PLACE}"},
    ),
    "registry_domain": Rights(web="S", portal="S"),
    "registry_organisation": Rights(web="S", portal="S", office="S", provider="S"),
    # Credentials are apart from names: no office and no provider can read them.
    "people_account": Rights(web="SU(last_login)", portal="SIUD"),
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
    "worklist_workitem": Rights(
        office="SIUD", provider="S", rows={"office": _OWN_OFFICE, "provider": _OWN_ORGANISATION}
    ),
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
