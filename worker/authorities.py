"""Certificates of an authority of one's own (PEM), trusted beside the public ones.

Reads and checks them; whose they are trusted for is decided elsewhere.
"""

import ssl
from pathlib import Path

#: A bundle of all public authorities is a fifth of this.
_MAX_BYTES = 1_000_000


def read(path: Path) -> str:
    """The certificates in a file, as PEM that OpenSSL takes.

    Raises:
        ValueError: the file can't be read, or holds no certificate; the message says which file.
    """
    try:
        with path.open("rb") as file:
            pem = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise ValueError(f"{path} can't be read: {error.strerror or error}") from None
    if len(pem) > _MAX_BYTES:
        raise ValueError(f"{path} is larger than {_MAX_BYTES:,} bytes")
    text = pem.decode("ascii", errors="ignore")  # what else there is are comments between them
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=text)
    except (ssl.SSLError, ValueError):
        raise ValueError(f"{path} holds no certificate in PEM that can be read") from None
    return text
