"""The embedded PostgreSQL server of the demo, of development and of the tests. Knows neither Django nor the domain."""

from kernel.postgres.binaries import ServerError, find_binaries
from kernel.postgres.server import EmbeddedServer

__all__ = ["EmbeddedServer", "ServerError", "find_binaries"]
