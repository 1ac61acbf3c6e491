"""What may be asked for: an absolute http(s) URL, read by the one parser that all of Vedette uses.

The request is made from the writing that the parser gives back, so nobody sees another host in it.
Which address the host has is the guard's matter.
"""

from contextlib import suppress
from urllib.parse import urljoin

from worker import urls
from worker.errors import Refused
from worker.urls import WebUrl
from worker.vocabulary import Outcome

#: RFC 9110, section 4.1, asks for at least 8,000; what is longer is a trap.
URL_MAX_LENGTH = 8192


def read_target(url: str) -> WebUrl:
    """Check a URL.

    Raises:
        Refused: bad_url.
    """
    if len(url) > URL_MAX_LENGTH:
        raise Refused(Outcome.BAD_URL, f"longer than {URL_MAX_LENGTH} characters")
    try:
        return urls.parse(url)
    except UnicodeError:
        raise Refused(Outcome.BAD_URL, "a character in it that UTF-8 can't encode") from None


def join_target(base: WebUrl, location: str) -> WebUrl:
    """The target of a redirect, relative to where it came from.

    A Location in UTF-8, or with spaces in it, is against RFC 9110 and common; both are mended as
    browsers do.

    Raises:
        Refused: bad_url.
    """
    with suppress(UnicodeError):  # http.client reads headers as Latin-1
        location = location.encode("latin-1").decode("utf-8")
    try:
        joined = urljoin(str(base), location.strip().replace(" ", "%20"))
    except ValueError as error:
        raise Refused(Outcome.BAD_URL, str(error)) from None
    return read_target(joined)
