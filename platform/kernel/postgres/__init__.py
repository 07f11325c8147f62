"""The embedded PostgreSQL server of demo, development and tests; knows neither Django nor the domain."""

from kernel.postgres.binaries import ServerError, find_binaries
from kernel.postgres.server import EmbeddedServer

__all__ = ["EmbeddedServer", "ServerError", "find_binaries"]
