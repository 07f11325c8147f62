"""docs/permissions.md, made from the policies."""

from kernel.access.policy import Grant, Policy, everything
from kernel.access.use_case import registry

HEAD = """# Who may do what

Made from the policies by `manage.py permissions`; do not edit. A test fails when it is stale.

A role that a table does not name may do nothing with these records, not even know that they exist. "All" means all
records of the office in which one acts; no grant reaches into another office.
"""


def document() -> str:
    """The text of docs/permissions.md."""
    verbs: dict[str, list[str]] = {}
    for use_case in registry.values():
        verbs.setdefault(use_case.permission, []).append(use_case.verb)
    parts = [HEAD]
    for policy in sorted(Policy.all, key=lambda p: p.model._meta.label):
        parts.append(_section(policy, verbs))
    return "\n".join(parts)


def _section(policy: Policy, verbs: dict[str, list[str]]) -> str:
    note = " Each read of a record is logged." if policy.sensitive else ""
    lines = [
        f"## {policy.model.__name__} ({policy.model._meta.label_lower})",
        "",
        f"{_first_line(policy.model)}{note}",
        "",
    ]
    lines += ["| permission | role | on which records | use cases |", "|---|---|---|---|"]
    for permission in policy.permissions:
        grants = [g for g in policy.grants if permission in g.permissions]
        done_by = ", ".join(f"`{v}`" for v in sorted(verbs.get(permission, []))) or "–"
        for scope, roles in _by_scope(grants).items():
            lines.append(f"| `{permission}` | {', '.join(roles)} | {scope} | {done_by} |")
        if not grants:
            lines.append(f"| `{permission}` | nobody | – | {done_by} |")
    return "\n".join([*lines, ""])


def _by_scope(grants: list[Grant]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for grant in grants:
        name = "all" if grant.scope is everything else f"{grant.scope.__name__}: {_first_line(grant.scope)}"
        found.setdefault(name.rstrip(": "), []).append(grant.role.label)
    return {scope: sorted(set(roles)) for scope, roles in found.items()}


def _first_line(thing: object) -> str:
    return (thing.__doc__ or "").strip().split("\n")[0]
