"""Queries that are asked again and again: their SQL is put together once, the database is asked anew each time."""

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, Model, QuerySet

KEYS: list[Any] = ["keys"]  # stands in a query's parameters for the keys that are given with each asking


class Built[Row]:
    """The rows of a query set, read at each iteration in the connection of whoever asks.

    Building the SQL costs several times what asking costs where rights are part of the query. What the SQL was built from
    (an actor, a day) must be the same when it is asked again: nothing of an answer is kept, everything of the question is.
    """

    def __init__(self, rows: QuerySet[Any, Row]) -> None:
        self._rows = rows._chain()  # type: ignore[attr-defined]
        self._compiler = rows.query.get_compiler(using=rows.db)
        try:
            self._question = self._compiler.as_sql()
        except EmptyResultSet:
            self._question = None

    def __iter__(self) -> Iterator[Row]:
        return self.of(())

    def of(self, keys: Any) -> Iterator[Row]:
        """The rows, with these keys in the place of `KEYS`."""
        if self._question is None:
            return iter(())
        sql, parameters = self._question
        question = sql, tuple(list(keys) if p is KEYS else p for p in parameters)
        rows = self._rows._chain()

        def compiler(using: str | None = None, **_: Any) -> Any:
            mine = copy(self._compiler)
            mine.connection = connections[using or rows.db]
            mine.as_sql = lambda *_, **__: question  # type: ignore[method-assign]
            return mine

        rows.query.get_compiler = compiler
        return iter(rows._iterable_class(rows))


class Once(Expression):
    """An expression over one row of a model's table, such as a sum of its parts: resolved and put into SQL once.

    It names no actor, day or joined table, so that its SQL is the same in every query that begins with the table.
    """

    def __init__(self, model: type[Model], expression: Any) -> None:
        super().__init__()
        self._table = model._meta.db_table
        self._expression = expression
        self._said: _Said | None = None

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        """As it was resolved first; anew where the query knows the table by another name."""
        if self._table != query.get_initial_alias():
            return self._expression.resolve_expression(query, *args, **kwargs)
        if self._said is None:
            self._said = _Said(self._expression.resolve_expression(query, *args, **kwargs))
        return self._said


class _Said(Expression):
    """A resolved expression that keeps its SQL."""

    def __init__(self, expression: Any) -> None:
        super().__init__(expression.output_field)
        self._expression = expression
        self._sql: tuple[str, tuple[Any, ...]] | None = None

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if self._sql is None:
            sql, parameters = compiler.compile(self._expression)
            self._sql = sql, tuple(parameters)
        return self._sql

    def relabeled_clone(self, change_map: Mapping[str, str]) -> Any:
        return self._expression.relabeled_clone(change_map)
