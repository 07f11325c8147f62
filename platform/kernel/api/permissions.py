"""The default of every API view is a refusal: access comes from `kernel.api.viewsets` or from a public stamp."""

from typing import Any

from rest_framework.permissions import BasePermission


class Never(BasePermission):
    """Nobody; a view that forgot to say who may open it opens for no one."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return False
