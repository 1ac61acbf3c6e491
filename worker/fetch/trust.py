"""Which authorities are trusted: the public ones, and for a host perhaps one of the operator's.

Every context verifies, the name included. There is no switch that turns this off.
"""

import ssl
from functools import lru_cache
from pathlib import Path

from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.util.ssl_ import create_urllib3_context

from worker import authorities
from worker.errors import Refused
from worker.fetch.sockets import DeadlineTLSSocket
from worker.vocabulary import Outcome

#: Contexts of hosts with an authority of their own; each holds all public certificates, 1 MB.
CONTEXTS_MAX = 32


class Trust:
    """TLS contexts, made once for each authority.

    Args:
        ca_file: certificates (PEM) trusted beside the public ones, for every host.
    """

    def __init__(self, ca_file: Path | None = None) -> None:
        self._everywhere = "" if ca_file is None else authorities.read(ca_file)
        self._public = self._new_context("")
        self._contexts = lru_cache(maxsize=CONTEXTS_MAX)(self._new_context)

    def context(self, ca_file: str | None) -> ssl.SSLContext:
        """The context for a host.

        Args:
            ca_file: its authority's certificates (PEM), read anew each time: a file that was
                replaced counts at once, for new connections.

        Raises:
            Refused: tls_error, the file can't be read.
        """
        if ca_file is None:
            return self._public
        try:
            return self._contexts(authorities.read(Path(ca_file)))
        except ValueError as error:
            raise Refused(Outcome.TLS_ERROR, f"its own authority (ca_file): {error}") from None

    def _new_context(self, certificates: str) -> ssl.SSLContext:
        context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
        context.check_hostname = True
        context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
        for more in (self._everywhere, certificates):
            if more:
                context.load_verify_locations(cadata=more)
        context.sslsocket_class = DeadlineTLSSocket
        return context
