"""Proofs of use and the questions on them."""

from enum import StrEnum

from django.db.models import Q

from contracts.models import Proof, ProofQuery
from contracts.policy.scopes import MONEY, PROVIDER_LEADS, own_organisation
from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy


class ProofPerm(StrEnum):
    VIEW = "proof.view"
    OPEN = "proof.open"
    PREPARE = "proof.prepare"
    REVIEW = "proof.review"
    DECIDE = "proof.decide"
    CLOSE = "proof.close"


class QueryPerm(StrEnum):
    VIEW = "proof_query.view"
    ANSWER = "proof_query.answer"


def on_own_proofs(actor: Actor, role: Role) -> Q:
    """Questions on proofs of the provider for which the actor holds the role."""
    return Q(proof__organisation_id__in=actor.organisations(role))


proof_policy = Policy(
    Proof,
    ProofPerm,
    view=ProofPerm.VIEW,
    grants=[
        *(Grant(role, {ProofPerm.VIEW}) for role in MONEY),
        *(Grant(role, {ProofPerm.VIEW, ProofPerm.PREPARE}, own_organisation) for role in PROVIDER_LEADS),
        Grant(Role.FINANCE, {ProofPerm.OPEN, ProofPerm.REVIEW, ProofPerm.DECIDE, ProofPerm.CLOSE}),
    ],
)

query_policy = Policy(
    ProofQuery,
    QueryPerm,
    view=QueryPerm.VIEW,
    grants=[
        *(Grant(role, {QueryPerm.VIEW}) for role in MONEY),
        *(Grant(role, {QueryPerm.VIEW, QueryPerm.ANSWER}, on_own_proofs) for role in PROVIDER_LEADS),
    ],
)
