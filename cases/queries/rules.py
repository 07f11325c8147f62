"""What the office has set for its cases."""

from cases.models import CaseRules


def rules() -> CaseRules:
    """The office's row, or the defaults as long as nobody has changed them (unsaved)."""
    return CaseRules.objects.first() or CaseRules()
