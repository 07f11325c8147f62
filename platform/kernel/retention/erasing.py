"""Deleting for good: a row with everything that hangs on it, sealed or not, whatever its foreign keys say otherwise."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models


def hanging_on(root: models.Model) -> dict[type[models.Model], set[Any]]:
    """Keys of the row and of all rows that refer to it, directly or through others, by model."""
    found: dict[type[models.Model], set[Any]] = defaultdict(set)
    todo: list[tuple[type[models.Model], set[Any]]] = [(type(root), {root.pk})]
    while todo:
        model, keys = todo.pop()
        keys = keys - found[model]
        if not keys:
            continue
        found[model] |= keys
        for relation in referring_to(model):
            if relation.on_delete is not models.SET_NULL:
                rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
                todo.append((relation.related_model, set(rows.values_list("pk", flat=True))))
    return found


def referring_to(model: type[models.Model]) -> Iterable[Any]:
    """The relations by which rows of other models refer to a model's rows, through tables between them as well."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation


def erase(root: models.Model) -> int:
    """Delete the row with everything that hangs on it; returns how many rows went.

    The constraints of the office's schema are checked at the end of the transaction, so the order does not matter.
    """
    found = hanging_on(root)
    for model, keys in found.items():
        for relation in referring_to(model):
            if relation.on_delete is models.SET_NULL:
                rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
                rows.update(**{relation.field.name: None})
    for model, keys in found.items():
        rows = model._base_manager.filter(pk__in=keys)
        rows._raw_delete(rows.db)
    return sum(map(len, found.values()))
