"""Forms of the account: accepting an invitation, changing one's name."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from tenants.people.models import Account


class NameForm(forms.Form):
    name = forms.CharField(
        label="Ihr Name",
        max_length=120,
        help_text="So sehen ihn die Menschen, mit denen Sie arbeiten.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class AcceptForm(NameForm):
    """A new account: the address is the invitation's."""

    password = forms.CharField(
        label="Passwort",
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Passwort wiederholen",
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, Account(email=self.email))
        return password

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error(
                "again", ValidationError("Die beiden Passwörter sind verschieden. Geben Sie dasselbe noch einmal ein.")
            )
        return given
