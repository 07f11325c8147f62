"""What stands on every letter, and the office's own templates."""

from django.db.models import QuerySet
from rest_framework import serializers

from cases.models import LetterRules, LetterTemplate
from cases.policy.helps import LetterPerm, TemplatePerm, letter_policy, template_policy
from cases.usecases import letters
from kernel.api.commands import creation, removal
from kernel.api.serializers import ModelInput, Output
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class LetterRulesOutput(Output):
    class Meta:
        model = LetterRules
        fields = ["id", "version", "sender", "appeal"]


class LetterRulesInput(ModelInput):
    class Meta:
        model = LetterRules
        fields = ["sender", "appeal"]
        extra_kwargs = {name: {"required": True} for name in fields}


class LetterRulesViewSet(Listed, Retrieved, PolicyViewSet):
    policy = letter_policy
    permissions = {"list": LetterPerm.VIEW, "retrieve": LetterPerm.VIEW}
    serializer_class = LetterRulesOutput
    tag, about = "Hilfen", "Absender und Rechtsbehelfsbelehrung der Briefe an Familien."
    summaries = {"list": "Texte der Briefe lesen", "retrieve": "Texte der Briefe lesen"}

    create = creation(letters.set_letter_rules, LetterRulesInput, "Texte der Briefe festlegen")


class TemplateOutput(Output):
    url = serializers.SerializerMethodField()

    class Meta:
        model = LetterTemplate
        fields = ["id", "version", "kind", "filename", "sha256", "uploaded_by", "url"]

    def get_url(self, row: LetterTemplate) -> str:
        return f"/verwaltung/briefe/vorlage/{row.pk}/"


class TemplateViewSet(Listed, Retrieved, PolicyViewSet):
    policy = template_policy
    permissions = {"list": TemplatePerm.VIEW, "retrieve": TemplatePerm.VIEW}
    serializer_class = TemplateOutput
    tag, about = "Hilfen", "Eigene Vorlagen der Briefe; hochgeladen werden sie auf der Seite, `url` führt zur Datei."
    summaries = {"list": "Vorlagen auflisten", "retrieve": "Eine Vorlage lesen"}

    destroy = removal(letters.remove_template, "Vorlage entfernen")

    def among(self) -> QuerySet:
        return LetterTemplate.objects.defer("content")


ROUTES = {"letter-rules": LetterRulesViewSet, "letter-templates": TemplateViewSet}
