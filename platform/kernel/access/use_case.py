"""The only place for "is it legal now, and what happens then": transaction, policy, version, audit - in one decorator."""

import functools
import inspect
import json
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from kernel.access.actor import SERVICE, Actor
from kernel.access.errors import AlreadySubmitted, Conflict, Denied
from kernel.access.policy import PolicyError, policy_of
from kernel.audit.models import Entry
from kernel.keys import uuid7
from kernel.submissions.models import Submission
from kernel.tenancy.rows import copy_in

registry: dict[str, "UseCase"] = {}
MANY = 500  # entries of one use case, from which on COPY is worth it
_journal: ContextVar["Journal | None"] = ContextVar("journal", default=None)


class Journal:
    """What one use case did, collected until it is written in the same transaction."""

    def __init__(self, actor: Actor, verb: str, reason: str) -> None:
        self.actor, self.verb, self.reason = actor, verb, reason
        self.notes: list[tuple[str, str, tuple[str, ...]]] = []

    def note(self, model: type[models.Model], keys: Iterable[Any], fields: Iterable[str]) -> None:
        label, names = model._meta.label_lower, tuple(sorted(fields))
        self.notes += [(label, str(key), names) for key in keys]

    def write(self) -> None:
        same = {
            "person": None if self.actor.person == SERVICE else self.actor.person,
            "place": self.actor.place,
            "via": self.actor.via,
            "verb": self.verb,
            "reason": self.reason,
        }
        if len(self.notes) < MANY or connection.schema_name == "public":  # shared tables have row-level security
            Entry.objects.bulk_create(
                Entry(**same, model=label, record=key, fields=list(names)) for label, key, names in self.notes
            )
            return
        now, text = timezone.now(), cache(json.dumps)
        columns = ["id", "at", *same, "model", "record", "fields"]
        rows = ((uuid7(), now, *same.values(), label, key, text(names)) for label, key, names in self.notes)
        copy_in(Entry, columns, rows)


def also_changed(row: models.Model, *fields: str) -> None:
    """Within a use case: another record that it created or changed, for the audit."""
    all_changed(type(row), [row.pk], *fields)


def all_changed(model: type[models.Model], keys: Iterable[Any], *fields: str) -> None:
    """Within a use case: other records that it created or changed alike, for the audit of each."""
    journal = _journal.get()
    if journal is None:
        raise PolicyError("also_changed() outside a use case")
    journal.note(model, keys, fields)


def state_of(row: models.Model) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


class UseCase:
    """A verb: who may do it is the policy's; whether it is legal now is the function's."""

    def __init__(self, function: Callable[..., Any], permission: StrEnum, on: str | None) -> None:
        self.function, self.permission, self.on = function, permission, on
        self.name = f"{function.__module__}.{function.__name__}"
        wanted = inspect.signature(function).parameters
        self.wants_reason, self.wants_version = "reason" in wanted, "version" in wanted
        functools.update_wrapper(self, function)
        registry[self.name] = self

    @property
    def verb(self) -> str:
        return self.function.__name__

    def __call__(
        self,
        *,
        actor: Actor,
        version: int | None = None,
        submission: UUID | None = None,
        reason: str = "",
        **given: Any,
    ) -> Any:
        """Run it.

        `version` is the version the actor saw: another one in the database raises `Conflict`. `submission` is the
        form's or request's own key: a second use raises `AlreadySubmitted`. The audit keeps `reason`. A function that has
        an argument `reason` or `version` gets it as well: whoever makes a record with its first change compares it itself.
        """
        policy = policy_of(self.permission)
        if actor.place != place_of_connection():
            raise Denied("Diese Handlung gehört zu einem anderen Amt.")
        if not policy.allows(actor, self.permission):
            raise Denied("Dafür fehlt Ihnen das Recht.")
        with transaction.atomic():
            if submission is not None:
                _remember(submission, actor)
            if self.wants_reason:
                given["reason"] = reason
            if self.wants_version:
                given["version"] = version
            before: dict[str, Any] = {}
            if self.on:
                given[self.on] = target = self._locked(policy, actor, given[self.on])
                if version is None:
                    # Who had to wait for the lock was let in by the row as it was before.
                    if not policy.holds(actor, self.permission, target):
                        raise Denied("Dafür fehlt Ihnen das Recht.")
                elif version != getattr(target, "version", None):
                    raise Conflict
                before = state_of(target)
            journal = Journal(actor, self.verb, reason)
            token = _journal.set(journal)
            try:
                result = self.function(actor=actor, **given)
            finally:
                _journal.reset(token)
            self._check_and_note(policy, actor, journal, result, before)
            journal.write()
        return result

    def _locked(self, policy: Any, actor: Actor, row: models.Model) -> models.Model:
        """The row as it is now, locked, if the actor may do this with it."""
        fresh: models.Model | None = (
            # Its key does not change: what others add beneath it meanwhile need not wait (and never waits crosswise).
            policy.rows(actor, self.permission).select_for_update(of=("self",), no_key=True).filter(pk=row.pk).first()
        )
        if fresh is None:
            raise Denied("Dafür fehlt Ihnen das Recht.")
        return fresh

    def _check_and_note(self, policy: Any, actor: Actor, journal: Journal, result: Any, before: dict[str, Any]) -> None:
        if not isinstance(result, policy.model):
            raise PolicyError(f"{self.name} must return the {policy.model.__name__} it dealt with")
        if not self.on and not policy.holds(actor, self.permission, result):
            raise Denied("Dafür fehlt Ihnen das Recht.")
        after = state_of(result)
        changed = [k for k, v in after.items() if before.get(k) != v and k not in ("version", "changed_at")]
        journal.note(type(result), [result.pk], changed)


def use_case(permission: StrEnum, *, on: str | None = None) -> Callable[[Callable[..., Any]], UseCase]:
    """Make a function the use case of a permission; `on` names the argument with the existing record, if there is one."""
    return lambda function: UseCase(function, permission, on)


def _remember(key: UUID, actor: Actor) -> None:
    try:
        with transaction.atomic():
            Submission.objects.create(id=key, person=actor.person)
    except IntegrityError:
        raise AlreadySubmitted from None


def place_of_connection() -> str:
    """The key of the place to which the current transaction belongs."""
    role = getattr(connection, "role", None) or ""
    return "" if role in ("", "hn_portal") else role[2:]
