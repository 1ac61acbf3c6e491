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
    #: Its scripts stand on pages for readers too: words count only with a status of a challenge.
    is_on_pages: bool = False


SIGNATURES = (
    Signature(
        service="cloudflare",
        headers=(("cf-mitigated", "challenge"),),
        words=(
            b"_cf_chl_opt",
            b"cf-challenge",
            b"cf-error-details",
        ),
    ),
    Signature(service="cloudflare", words=(b"/cdn-cgi/challenge-platform/",), is_on_pages=True),
    Signature(
        service="datadome",
        headers=(("x-datadome", ""), ("x-dd-b", "")),
        words=(b"captcha-delivery.com",),
    ),
    Signature(
        service="akamai",
        words=(
            b"errors.edgesuite.net",
            b"errors&#46;edgesuite&#46;net",
            b"sec-if-cpt-container",
            b"/_sec/cp_challenge/",
        ),
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
        service="aws-waf",
        headers=(("x-amzn-waf-action", ""),),
        words=(b"window.gokuprops",),
    ),
    Signature(service="aws-waf", words=(b"awswafintegration",), is_on_pages=True),
    Signature(service="kasada", headers=(("x-kpsdk-ct", ""),)),
    Signature(
        service="sucuri",
        headers=(("x-sucuri-block", ""),),
        words=(b"sucuri_cloudproxy_js", b"access denied - sucuri website firewall"),
    ),
    # The server's name is on every page of its clients: only with the statuses above.
    Signature(
        service="ddos-guard",
        headers=(("server", "ddos-guard"),),
        words=(b"/.well-known/ddos-guard/js-challenge", b"<title>ddos-guard</title>"),
    ),
    Signature(service="qrator", headers=(("server", "qrator"),), words=(b"/__qrator/",)),
    Signature(service="f5", words=(b"/tspd/", b'window["bobcmn"]'), is_on_pages=True),
    Signature(service="alibaba-waf", words=(b"aliyun_waf", b"acw_sc__v2"), is_on_pages=True),
    Signature(service="reblaze", words=(b"window.rbzns",), is_on_pages=True),
    # Captchas that a site asks for itself.
    Signature(
        service="captcha",
        is_on_pages=True,
        words=(
            b'class="h-captcha"',
            b'class="g-recaptcha"',
            b'class="cf-turnstile"',
            b"smartcaptcha.yandexcloud.net",
            b"geetest.com",
            b"/captchaimage?",
        ),
    ),
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
        if signature.is_on_pages and status not in CHALLENGE_STATUSES:
            continue
        if any(word in text for word in signature.words):
            return signature.service
    return None


def _by_header(signature: Signature, headers: Mapping[str, str]) -> bool:
    return any(
        (value := headers.get(name)) is not None and value.lower().startswith(start)
        for name, start in signature.headers
    )
