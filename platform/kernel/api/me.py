"""Who is asking: the person and the roles held today in this office."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.access.actor import Role
from kernel.api.viewsets import PlaceViewSet


class HeldRoleOutput(serializers.Serializer):
    role = serializers.ChoiceField([(r.value, r.label) for r in Role], read_only=True)
    title = serializers.CharField(read_only=True)
    organisation = serializers.CharField(
        read_only=True, allow_null=True, help_text="Träger, für den die Rolle gilt; null: das Amt"
    )


class OfficeOutput(serializers.Serializer):
    key = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)


class MeOutput(serializers.Serializer):
    person = serializers.UUIDField(read_only=True)
    name = serializers.CharField(read_only=True)
    today = serializers.DateField(read_only=True, help_text="Tag, mit dem der Dienst rechnet")
    office = OfficeOutput(read_only=True)
    roles = HeldRoleOutput(many=True, read_only=True)


class MeViewSet(PlaceViewSet):
    """For every member: nobody needs a permission to learn of oneself."""

    serializer_class = MeOutput
    tag, about = "Zugang", "Person und heutige Rollen des Zugangs in diesem Amt."
    summaries = {"retrieve": "Eigene Rollen lesen"}

    def may_enter(self) -> None:
        """Whoever has a role here."""

    def retrieve(self, request: Request) -> Response:
        actor = self.actor
        held = sorted(actor.memberships, key=lambda m: (m.role, m.organisation or ""))
        return Response(
            MeOutput(
                {
                    "person": actor.person,
                    "name": actor.name,
                    "today": actor.today,
                    "office": request._request.place,  # type: ignore[attr-defined]
                    "roles": [{"role": m.role, "title": m.role.label, "organisation": m.organisation} for m in held],
                }
            ).data
        )
