"""Vedette: an event-driven ingestion worker for defence news. Read `worker/pipeline.py` first."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("vedette")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0.0.0"
