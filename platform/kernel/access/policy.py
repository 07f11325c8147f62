"""Who may do what, on which rows: one `Q` for lists, detail pages, API, search, exports and use cases."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from kernel.access.actor import Actor, Role
from kernel.access.errors import Denied
from kernel.audit.reads import note_read

type Scope = Callable[[Actor, Role], Q]


class PolicyError(RuntimeError):
    """A policy or a view is declared wrongly; found at import, never by a user."""


def everything(actor: Actor, role: Role) -> Q:
    """All rows of the place."""
    return Q()


NOTHING = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Grant:
    """What a role may do, and on which rows."""

    role: Role
    permissions: frozenset[StrEnum]
    scope: Scope

    def __init__(self, role: Role, permissions: Iterable[StrEnum], scope: Scope = everything) -> None:
        object.__setattr__(self, "role", role)
        object.__setattr__(self, "permissions", frozenset(permissions))
        object.__setattr__(self, "scope", scope)


class Policy[M: Model]:
    """The grants on one model. `view` is the permission by which a row may be known to exist at all."""

    registry: dict[StrEnum, "Policy[Any]"] = {}
    all: list["Policy[Any]"] = []

    def __init__(
        self,
        model: type[M],
        permissions: type[StrEnum],
        *,
        view: StrEnum,
        grants: list[Grant],
        unused: Iterable[StrEnum] = (),
        sensitive: bool = False,
    ) -> None:
        self.model, self.permissions, self.view, self.grants = model, permissions, view, grants
        self.sensitive = sensitive  # each read of a single record is logged
        granted = {p for g in grants for p in g.permissions}
        if missing := set(permissions) - granted - set(unused):
            raise PolicyError(f"{model.__name__}: never granted and not listed as unused: {sorted(missing)}")
        if wrong := granted - set(permissions):
            raise PolicyError(f"{model.__name__}: not permissions of this policy: {sorted(wrong)}")
        for permission in permissions:
            if permission in Policy.registry:
                raise PolicyError(f"{permission} belongs to two policies")
            Policy.registry[permission] = self
        Policy.all.append(self)

    def scope(self, actor: Actor, permission: StrEnum) -> Q:
        """The rows on which the actor holds the permission; no grant, no row."""
        parts = [g.scope(actor, g.role) for g in self.grants if permission in g.permissions and g.role in actor.roles]
        if any(not q for q in parts):
            return Q()
        return reduce(or_, parts) if parts else NOTHING

    def allows(self, actor: Actor, permission: StrEnum) -> bool:
        """Whether the actor holds the permission on some row at all (for menus, buttons and creation)."""
        return any(self.allows_role(role, permission) for role in actor.roles)

    def allows_role(self, role: Role, permission: StrEnum) -> bool:
        return any(permission in g.permissions and g.role == role for g in self.grants)

    def rows(self, actor: Actor, permission: StrEnum | None = None, among: QuerySet[M] | None = None) -> QuerySet[M]:
        """The rows the actor may see (or do `permission` on)."""
        rows = self.model._default_manager.all() if among is None else among
        condition = self.scope(actor, permission or self.view)
        # as a subquery: a scope over many-valued relations must neither multiply nor lock joined rows
        return rows.filter(pk__in=self.model._default_manager.filter(condition).values("pk")) if condition else rows

    def fetch(self, actor: Actor, permission: StrEnum, among: QuerySet[M] | None = None, **lookup: Any) -> M:
        """The one row, or 404 if the actor may not know of it, or `Denied` if it may only be seen."""
        visible = self.rows(actor, among=among).filter(**lookup)
        row = visible.first()
        if row is None:
            raise Http404("Das gibt es hier nicht.")
        if permission != self.view and not self.holds(actor, permission, row):
            raise Denied("Dafür fehlt Ihnen das Recht.")
        if self.sensitive:
            note_read(self.model, row.pk)
        return row

    def holds(self, actor: Actor, permission: StrEnum, row: M) -> bool:
        return self.allows(actor, permission) and self.rows(actor, permission).filter(pk=row.pk).exists()


def policy_of(permission: StrEnum) -> Policy[Any]:
    try:
        return Policy.registry[permission]
    except KeyError:
        raise PolicyError(f"{permission} belongs to no policy") from None
