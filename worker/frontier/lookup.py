"""From a URL as somebody types it to the key of its frontier row."""

from worker import urls
from worker.frontier.canonical import canonicalise, key_of


def key_of_url(url: str) -> str:
    """The key of a URL's canonical form.

    Raises:
        Refused: `bad_url`.
    """
    return key_of(canonicalise(urls.parse(url)))
