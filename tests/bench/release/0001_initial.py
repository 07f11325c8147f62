"""The release in use."""

from importlib import import_module

Migration = import_module("kernel.submissions.migrations.0001_initial").Migration
