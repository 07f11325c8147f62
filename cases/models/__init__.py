"""Family cases, consultations, help plans, child protection and the resource map."""

from cases.models.after import Decision, Feedback, Minutes, MinutesDraft, ProviderTask
from cases.models.casefile import (
    Assignment,
    CaseFile,
    CaseNote,
    CasePerson,
    CasePhase,
    CaseRules,
    CaseTransfer,
    EmergencyAccess,
    NotePassing,
    OfficeTransfer,
    StandIn,
)
from cases.models.consent import Consent, ConsentGiver, ConsentRecipient
from cases.models.helps import Help, HelpBooking, HelpPlan, Paragraph, PlanGoal, PlanReview
from cases.models.inspection import PersonRequest
from cases.models.letters import LetterRules, LetterTemplate
from cases.models.papers import CaseDocument, CaseImport
from cases.models.protection import AssessmentPart, Protection, ProtectionMember, ProtectionStep, ProviderNotice
from cases.models.resources import Resource
from cases.models.sheet import HelpBlock, Item, SheetEntry, SheetText
from cases.models.team import Attendance, CalendarFeed, Guest, SessionSeries, TeamMember, TeamSession

__all__ = [
    "AssessmentPart",
    "Assignment",
    "Attendance",
    "CalendarFeed",
    "CaseDocument",
    "CaseFile",
    "CaseImport",
    "CaseNote",
    "CasePerson",
    "CasePhase",
    "CaseRules",
    "CaseTransfer",
    "Consent",
    "ConsentGiver",
    "ConsentRecipient",
    "Decision",
    "EmergencyAccess",
    "Feedback",
    "Guest",
    "Help",
    "HelpBlock",
    "HelpBooking",
    "HelpPlan",
    "Item",
    "LetterRules",
    "LetterTemplate",
    "Minutes",
    "MinutesDraft",
    "NotePassing",
    "OfficeTransfer",
    "Paragraph",
    "PersonRequest",
    "PlanGoal",
    "PlanReview",
    "Protection",
    "ProtectionMember",
    "ProtectionStep",
    "ProviderNotice",
    "ProviderTask",
    "Resource",
    "SessionSeries",
    "SheetEntry",
    "SheetText",
    "StandIn",
    "TeamMember",
    "TeamSession",
]
