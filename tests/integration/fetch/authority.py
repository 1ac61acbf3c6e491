"""A test authority, and servers with certificates of all qualities."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Authority:
    """Issues certificates; its own lies in a PEM file."""

    def __init__(self, folder: Path, name: str = "ca") -> None:
        self._ca = trustme.CA()
        self.pem = folder / f"{name}.pem"
        self._ca.cert_pem.write_to_path(str(self.pem))

    def server(
        self,
        *names: str,
        not_before: datetime | None = None,
        not_after: datetime | None = None,
    ) -> ssl.SSLContext:
        """The context of a server with a certificate for these names."""
        issued = self._ca.issue_cert(*names, not_before=not_before, not_after=not_after)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issued.configure_cert(context)
        return context

    def expired(self, *names: str) -> ssl.SSLContext:
        """Its certificate ended a while ago."""
        return self.server(*names, not_before=LONG_AGO, not_after=LONG_AGO + timedelta(days=90))

    def not_yet(self, *names: str) -> ssl.SSLContext:
        """Its certificate begins in a year."""
        begins = datetime.now(UTC) + timedelta(days=365)
        return self.server(*names, not_before=begins, not_after=begins + timedelta(days=90))
