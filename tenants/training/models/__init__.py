"""Training in the schema that all offices share (docs/adr/0010): no client data, kept apart by row level security."""

from tenants.training.models.catalogue import Curriculum, Module, Requirement
from tenants.training.models.courses import (
    Course,
    CourseAttendance,
    CourseFeedback,
    CourseOffice,
    CourseSession,
    CourseShare,
    Registration,
)
from tenants.training.models.record import Certificate, ConductAssurance, ConductCheck, Recognition, Release

__all__ = [
    "Certificate",
    "ConductAssurance",
    "ConductCheck",
    "Course",
    "CourseAttendance",
    "CourseFeedback",
    "CourseOffice",
    "CourseSession",
    "CourseShare",
    "Curriculum",
    "Module",
    "Recognition",
    "Registration",
    "Release",
    "Requirement",
]
