"""What a use case answers instead of doing something: each carries a German sentence for the person."""


class RuleViolation(Exception):
    """What was asked for is not legal now. `field` names the form field it belongs to, if one does."""

    status = 422

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(RuleViolation):
    """Someone else changed the record meanwhile (409 on pages, 412 in the API)."""

    status = 409

    def __init__(
        self,
        message: str = "Jemand anderes hat diesen Eintrag inzwischen geändert. Laden Sie ihn neu und prüfen Sie Ihre Eingaben.",
    ) -> None:
        super().__init__(message)


class AlreadySubmitted(RuleViolation):
    """The same form was sent before; nothing was saved a second time."""

    status = 409

    def __init__(self) -> None:
        super().__init__("Diese Eingabe ist schon gespeichert. Sie wurde kein zweites Mal angelegt.")


class Denied(Exception):
    """The actor may not do this at all (403)."""
