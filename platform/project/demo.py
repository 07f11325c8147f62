"""What only the demo has: entering as a role with one click, and the mails it would send."""

urlpatterns: list = []
