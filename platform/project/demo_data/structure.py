"""Districts, centres, engagements, contracts with parties and signatures, and dated roles of one office."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model

from contracts.models import Centre, Contract, District, Engagement, FieldOfHelp, Party, ProviderRole, Signature
from project.demo_data.facts import Fact, remark
from project.demo_data.seeds import Seed

DECIDED = ("decided", "signed", "in_force", "expired", "terminated", "superseded")
RUN = DECIDED[2:]


@dataclass
class Structure:
    """What the later generators build upon; `instances` are to be stored in this order."""

    facts: Fact
    today: date
    clerk: UUID  # the person who recorded all this
    districts: dict[str, District] = field(default_factory=dict)
    contracts: dict[str, Contract] = field(default_factory=dict)
    roles: list[ProviderRole] = field(default_factory=list)
    instances: list[Model] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.seed = Seed(f"structure {self.facts['key']}")

    def add[M: Model](self, model: type[M], day: date, /, **fields: Any) -> M:
        row = model(id=self.seed.key(day), **fields)
        self.instances.append(row)
        return row


def build_structure(facts: Fact, today: date, clerk: UUID) -> Structure:
    built = Structure(facts, today, clerk)
    for fact in facts["districts"]:
        _district(built, fact)
    for fact in facts["organisations"]:
        built.add(
            Engagement,
            fact["begins"],
            organisation_id=fact["key"],
            begins=fact["begins"],
            remark=remark({"note": "Beginn der Zusammenarbeit erfunden.", **fact}),
        )
    for number, fact in enumerate(facts["contracts"], 1):
        _contract(built, fact, number)
    for fact in facts["contracts"]:
        _roles(built, fact)
    _integration_leads(built)
    return built


def _district(built: Structure, fact: Fact) -> None:
    built.districts[fact["name"]] = district = built.add(
        District,
        fact["begins"],
        name=fact["name"],
        begins=fact["begins"],
        pilot=fact.get("pilot", False),
        remark=remark({"note": "Beginn erfunden.", **fact}),
    )
    for centre in fact.get("centres", ()):
        built.add(
            Centre,
            fact["begins"],
            district=district,
            name=centre["name"],
            opened_on=centre.get("opened"),
            precision=centre["precision"],
            remark=remark(centre),
        )


def _contract(built: Structure, fact: Fact, number: int) -> None:
    state, begins, ends = fact["state"], fact.get("begins"), fact.get("ends")
    decision, notice = fact.get("decision", {}), fact.get("notice", {})
    previous = built.contracts.get(fact.get("previous", ""))
    root = previous.file if previous and "relation" in fact else None
    versions = sum(c.root is root for c in built.contracts.values()) + 2
    checked = Contract.CHECKLIST if state in DECIDED or "relation" in fact else fact.get("checked", ())
    prefix = built.facts["key"][:2].upper()
    built.contracts[fact["id"]] = contract = built.add(
        Contract,
        _made_on(fact, built.today),
        number=f"{root.number}/{versions}" if root else f"{prefix}-{(begins or built.today).year}-{number:02d}",
        subject=fact["subject"],
        regime=str(fact.get("regime", "77")),
        field_of_help=fact.get("field_of_help", FieldOfHelp.EDUCATION),
        schedule=fact.get("schedule", Contract.Schedule.QUARTER_MIDDLE),
        state=state,
        begins=begins,
        ends=ends,
        decision_body=decision.get("body", ""),
        decision_reference=decision.get("reference", ""),
        decided_on=decision.get("day"),
        no_decision_reason=fact.get("no_decision_reason", ""),
        in_force_since=begins if state in RUN else None,
        in_force_until=fact.get("until", ends) if state == "superseded" else None,
        notice_on=notice.get("day"),
        terminates_on=notice.get("to"),
        notice_by_id=notice.get("by"),
        termination_reason=notice.get("reason", ""),
        negotiation_requested_on=fact.get("requested"),
        relation=fact.get("relation", Contract.Relation.FIRST),
        change_note=fact.get("change_note", ""),
        root=root,
        previous=previous,
        remark=remark(fact),
        **dict.fromkeys(checked, True),
        **fact.get("terms", {}),
    )
    office = fact.get("office", ["Leitung des Jugendamts"])
    for organisation, functions in {None: office, **fact["parties"]}.items():
        names = functions or ["Geschäftsführung"]
        party = built.add(
            Party, _made_on(fact, built.today), contract=contract, organisation_id=organisation, signatories=len(names)
        )
        if state in DECIDED:
            signed = names[:-1] if organisation in fact.get("unsigned", ()) else names
            for function in signed:
                built.add(
                    Signature,
                    fact["signed"],
                    party=party,
                    function=function,
                    signed_on=fact["signed"],
                    recorded_by=built.clerk,
                )


def _made_on(fact: Fact, today: date) -> date:
    signed: date | None = fact.get("signed")
    return signed or today - timedelta(days=60)


def _roles(built: Structure, fact: Fact) -> None:
    """A party's roles last as long as its contract (R1); an early end of the contract ends them too."""
    if fact["state"] not in RUN:
        return
    names = list(built.districts)
    for role in fact.get("roles", ()):
        source = role if "source" in role else {"source": fact["roles_source"], "note": fact.get("roles_note", "")}
        for name in role["districts"]:
            _role(
                built,
                names[name % len(names)] if isinstance(name, int) else name,
                role["organisation"],
                contract=built.contracts[fact["id"]],
                kind=role["kind"],
                purpose=role.get("purpose", ""),
                field_of_help=role.get("field_of_help", FieldOfHelp.EDUCATION),
                begins=fact["begins"],
                ends=fact.get("ends"),
                remark=remark(source),
            )


def _integration_leads(built: Structure) -> None:
    for fact in built.facts.get("integration_leads", ()):
        _role(
            built,
            fact["district"],
            fact["organisation"],
            kind=ProviderRole.Kind.LEAD,
            field_of_help=FieldOfHelp.INTEGRATION,
            begins=fact["begins"],
            ends=fact.get("ends"),
            remark="Erfunden.",
        )


def _role(built: Structure, district: str, organisation: str, **fields: Any) -> None:
    built.roles.append(
        built.add(
            ProviderRole, fields["begins"], district=built.districts[district], organisation_id=organisation, **fields
        )
    )
