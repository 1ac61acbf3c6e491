"""Signatures of the services that ask for proof that a person reads. Pure.

Taken from what these services send to a plain client; a signature must not occur on pages that a
reader would get, for a page taken for a challenge is a page lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass

#: Statuses with which challenges and blocks come; 200 only where the page is too small to be one.
CHALLENGE_STATUSES = frozenset({202, 401, 403, 405, 406, 429, 503})
SMALL_PAGE_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """How one service is recognised: by any of its headers, or any of these words in the body."""

    service: str
    headers: tuple[tuple[str, str], ...] = ()  #: name, and how the value begins; both lower case
    words: tuple[bytes, ...] = ()  #: lower case


SIGNATURES = (
    Signature(
        service="cloudflare",
        headers=(("cf-mitigated", "challenge"),),
        words=(
            b"_cf_chl_opt",
            b"cf-challenge",
            b"/cdn-cgi/challenge-platform/",
            b"cf-error-details",
        ),
    ),
    Signature(
        service="datadome",
        headers=(("x-datadome", ""), ("x-dd-b", "")),
        words=(b"captcha-delivery.com",),
    ),
    Signature(
        service="akamai",
        words=(b"errors.edgesuite.net", b"sec-if-cpt-container", b"/_sec/cp_challenge/"),
    ),
    Signature(
        service="perimeterx",
        headers=(("x-px-block", ""),),
        words=(b"px-captcha", b"_pxappid", b"captcha.px-cdn.net", b"captcha.px-cloud.net"),
    ),
    Signature(
        service="imperva",
        words=(
            b"incapsula incident id",
            b"_incapsula_resource?cwudnsai",
            b"_incapsula_resource?swuddsai",
        ),
    ),
    Signature(
        service="aws-waf", headers=(("x-amzn-waf-action", ""),), words=(b"awswafintegration",)
    ),
    Signature(service="kasada", headers=(("x-kpsdk-ct", ""),)),
    Signature(service="sucuri", words=(b"sucuri_cloudproxy_js",)),
)


def recognise(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """The service whose challenge this response is; None where it is none.

    Args:
        status: the HTTP status.
        headers: by name in any case, as `requests` gives them.
        body: decoded; its beginning is enough.
    """
    if status in CHALLENGE_STATUSES:
        for signature in SIGNATURES:
            if _by_header(signature, headers):
                return signature.service
    elif status != 200 or len(body) > SMALL_PAGE_BYTES:
        return None
    text = body.lower()
    for signature in SIGNATURES:
        if any(word in text for word in signature.words):
            return signature.service
    return None


def _by_header(signature: Signature, headers: Mapping[str, str]) -> bool:
    return any(
        (value := headers.get(name)) is not None and value.lower().startswith(start)
        for name, start in signature.headers
    )
