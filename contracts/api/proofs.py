"""Proofs of use and the questions on them (R13, R14)."""

from django.db.models import QuerySet

from contracts.api.filters.proofs import ProofFilter, QueryFilter
from contracts.api.inputs import proofs as inputs
from contracts.api.outputs import proofs as outputs
from contracts.policy.proofs import ProofPerm, QueryPerm, proof_policy, query_policy
from contracts.queries.proofs import proofs_for, queries_for
from contracts.usecases import proofs, review
from kernel.api.commands import command, creation
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class ProofViewSet(Listed, Retrieved, PolicyViewSet):
    policy = proof_policy
    permissions = {"list": ProofPerm.VIEW, "retrieve": ProofPerm.VIEW}
    serializer_class = outputs.ProofOutput
    filterset_class = ProofFilter
    tag = "Verwendungsnachweise"
    about = (
        "Was ein Träger mit dem Geld eines Jahres getan hat. Zahlen und Bericht sieht das Amt ab der Einreichung; "
        "das PDF gibt es unter /nachweise/{id}/pdf/."
    )
    summaries = {"list": "Verwendungsnachweise auflisten", "retrieve": "Einen Verwendungsnachweis lesen"}

    create = creation(proofs.open_proofs, inputs.OpenInput, "Nachweise von allen Trägern eines Vertrags anfordern")
    prepare_proof = command(
        proofs.prepare_proof, "Bericht und Zahlen schreiben", path="report", takes=inputs.ProofInput, method="put"
    )
    submit_proof = command(proofs.submit_proof, "Nachweis einreichen", path="submit")
    begin_review = command(review.begin_review, "Prüfung beginnen", path="review")
    ask_query = command(review.ask_query, "Den Träger fragen", path="ask", takes=inputs.QuestionInput)
    decide_proof = command(
        review.decide_proof, "Über den Nachweis entscheiden", path="decide", takes=inputs.DecisionOnProofInput
    )
    close_proof = command(review.close_proof, "Überschuss abrechnen und das Jahr abschließen", path="close")

    def among(self) -> QuerySet:
        return proofs_for(self.actor).prefetch_related("figures")


class QueryViewSet(Listed, Retrieved, PolicyViewSet):
    policy = query_policy
    permissions = {"list": QueryPerm.VIEW, "retrieve": QueryPerm.VIEW}
    serializer_class = outputs.QueryOutput
    filterset_class = QueryFilter
    tag, about = "Rückfragen", "Fragen des Amts zu einem Verwendungsnachweis und die Antworten des Trägers."
    summaries = {"list": "Rückfragen auflisten", "retrieve": "Eine Rückfrage lesen"}

    answer_query = command(proofs.answer_query, "Rückfrage beantworten", path="answer", takes=inputs.AnswerInput)

    def among(self) -> QuerySet:
        return queries_for(self.actor)


ROUTES = {"proofs": ProofViewSet, "proof-queries": QueryViewSet}
