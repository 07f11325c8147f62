"""django-tenants' backend, with the place's role and search_path sent with BEGIN: one round trip, gone at COMMIT.

A transaction belongs to one place (docs/adr/0002). Outside a transaction the connection is the login role `hn_web`
on the shared schema. Logged in as the owner (migrations) it is django-tenants' backend, unchanged.
"""

import re
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql.base import CursorMixin
from django.db.backends.postgresql.introspection import DatabaseIntrospection
from django.db.transaction import TransactionManagementError
from django_tenants.postgresql_backend import base
from django_tenants.utils import quote_schema_name as quote
from psycopg.pq import ExecStatus, TransactionStatus

# The session's role may take any office's role, so a whole statement from elsewhere could: SET ROLE, RESET, DO, BEGIN.
# An empty statement is the pool's question whether the connection lives.
ALLOWED = re.compile(
    rb"[\s(]*(?:\Z|(?:select|insert|update|delete|merge|with|values|savepoint|release|rollback to|lock|copy|explain|declare"
    rb"|fetch|close|listen|unlisten|notify|set constraints|set local (?:statement_timeout|lock_timeout))\b)",
    re.IGNORECASE,
)


class GuardedCursor(CursorMixin, psycopg.ClientCursor):
    """Queries and changes only, and always the extended protocol: the server refuses stacked statements."""

    def _execute_send(self, query: Any, *, force_extended: bool = False, binary: bool | None = None) -> None:
        if not ALLOWED.match(query.query):
            raise psycopg.errors.InsufficientPrivilege("Such a statement does not belong in a place's transaction.")
        super()._execute_send(query, force_extended=True, binary=binary)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions belong to the bound place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role: str | None = None
        self.schema_name: str
        self.search_path_set_schemas: str | None
        self.read_only = False
        if not self.is_owner:  # django-tenants' introspection leaves a session-wide search_path
            self.introspection = DatabaseIntrospection(self)

    @property
    def is_owner(self) -> bool:
        return bool(self.settings_dict["USER"] == self.settings_dict["OWNER"]["USER"])

    @property
    def pool(self) -> Any:
        return None if self.is_owner else super().pool

    @property
    def in_test_transaction(self) -> bool:
        return bool(self.atomic_blocks and self.atomic_blocks[0]._from_testcase)

    def bind(self, role: str | None, schema_name: str, read_only: bool = False) -> None:
        """Use `kernel.tenancy.place.bound()`, never this. Only a test's transaction may change over to another place."""
        moves = (role, schema_name) != (self.role, self.schema_name)
        if moves and self.in_atomic_block and not self.in_test_transaction:
            raise TransactionManagementError("One transaction, one place.")
        self.role, self.schema_name, self.read_only = role, schema_name, read_only
        self.search_path_set_schemas = None

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        if not self.is_owner and tenant.schema_name != base.get_public_schema_name():
            raise ImproperlyConfigured("Only the owner may set a schema; use kernel.tenancy.place.bound().")
        super().set_tenant(tenant, include_public)

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        return params if self.is_owner else params | {"cursor_factory": GuardedCursor}

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self.is_owner:
            super()._handle_search_path(cursor)
            return
        status = self.connection.pgconn.transaction_status
        begin = status == TransactionStatus.IDLE and self.role and not self.connection.autocommit
        switch = status == TransactionStatus.INTRANS and self.search_path_set_schemas is None
        if begin or switch:
            role = quote(self.role) if self.role else "NONE"
            path = ",".join(map(quote, self._get_cursor_search_paths()))
            start = f"BEGIN{' READ ONLY' if self.read_only else ''}; " if begin else ""
            self._send(f"{start}SET LOCAL ROLE {role}; SET LOCAL search_path={path}")
            self.search_path_set_schemas = path
        elif status == TransactionStatus.IDLE:
            self.search_path_set_schemas = None

    def _savepoint(self, sid: str) -> None:
        super()._savepoint(sid)
        if self.read_only:  # the transaction around it may write; ends with the savepoint
            self._send("SET LOCAL transaction_read_only = on")

    def _send(self, sql: str) -> None:
        with self.wrap_database_errors:
            result = self.connection.pgconn.exec_(sql.encode())
            if result.status != ExecStatus.COMMAND_OK:
                raise psycopg.errors.error_from_result(result)
