"""mypy plugin: attributes that exist only at run time, so that all others stay checked.

The middleware puts them on a request, the database backend on a connection; Django's own classes do not name them.
"""

from collections.abc import Callable

from mypy.plugin import ClassDefContext, Plugin
from mypy.plugins.common import add_attribute_to_class
from mypy.types import AnyType, TypeOfAny

ADDED = {
    "django.http.request.HttpRequest": ("actor", "place", "enter", "htmx", "api_token", "rate_budget"),
    "django.db.backends.base.base.BaseDatabaseWrapper": (
        "role", "schema_name", "read_only", "bind", "is_owner", "set_schema", "set_schema_to_public",
    ),
    "django.db.backends.base.operations.BaseDatabaseOperations": ("compose_sql",),
}  # fmt: skip


class Attributes(Plugin):
    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        return add if fullname in ADDED else None


def add(context: ClassDefContext) -> None:
    info = context.cls.info
    for name in ADDED[info.fullname]:
        if name not in info.names:
            add_attribute_to_class(context.api, context.cls, name, AnyType(TypeOfAny.explicit))


def plugin(version: str) -> type[Plugin]:
    return Attributes
