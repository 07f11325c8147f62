"""Who may see and do what with cases, consultations, help plans, child protection and resources; one module per topic."""

from cases.policy.register import CasePerm, case_policy

__all__ = ["CasePerm", "case_policy"]
