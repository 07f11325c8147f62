"""What the service itself seals with keys derived from its secret key: what lies in shared tables belongs to no ring."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def cipher(purpose: str) -> Fernet:
    """The cipher of one purpose; what it sealed no other opens."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}".encode()).digest()))
