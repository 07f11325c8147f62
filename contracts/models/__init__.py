"""Districts, providers' roles, framework contracts, budgets, payments, hours, proofs of use."""

from contracts.models.budget import Allocation, AllocationShare, BudgetLine, Instalment
from contracts.models.contract import Contract, Party, ScheduleDate, Signature
from contracts.models.documents import Document, DocumentVersion
from contracts.models.engagement import Engagement, ProviderRole
from contracts.models.hours import CaseReference, HoursCase, HoursEntry, HoursImport, HoursMonth, HoursTimer
from contracts.models.negotiation import Agreement, Applicant, Negotiation, Selection
from contracts.models.offers import CentreMember, Contact, Offer, OfferDate
from contracts.models.payments import BankAccount, Invoice, InvoiceItem, Payment, PaymentRun
from contracts.models.proof import Proof, ProofFigure, ProofQuery
from contracts.models.steering import Posting, Rate, Readjustment
from contracts.models.terms import FieldOfHelp, Setting, WorkKind
from contracts.models.territory import Centre, CentrePeriod, District, DistrictBorder, DistrictName, DistrictSuccession

__all__ = [
    "Agreement",
    "Allocation",
    "AllocationShare",
    "Applicant",
    "BankAccount",
    "BudgetLine",
    "CaseReference",
    "Centre",
    "CentreMember",
    "CentrePeriod",
    "Contact",
    "Contract",
    "District",
    "DistrictBorder",
    "DistrictName",
    "DistrictSuccession",
    "Document",
    "DocumentVersion",
    "Engagement",
    "FieldOfHelp",
    "HoursCase",
    "HoursEntry",
    "HoursImport",
    "HoursMonth",
    "HoursTimer",
    "Instalment",
    "Invoice",
    "InvoiceItem",
    "Negotiation",
    "Offer",
    "OfferDate",
    "Party",
    "Payment",
    "PaymentRun",
    "Posting",
    "Proof",
    "ProofFigure",
    "ProofQuery",
    "ProviderRole",
    "Rate",
    "Readjustment",
    "ScheduleDate",
    "Selection",
    "Setting",
    "Signature",
    "WorkKind",
]
