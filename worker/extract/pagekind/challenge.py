"""Bot challenges that are served with status 200."""

import re

from worker.extract.page import Page

#: An article holds more than this; a challenge page does not. (Challenge scripts are on whole
#: pages too.)
_WEIGHT_MAX = 1500
_VISIBLE_MAX = 3000

_TITLES = re.compile(
    r"^(?:just a moment\b|attention required! \| cloudflare|checking your browser"
    r"|one moment, please"
    r"|please wait\b.{0,40}$|access to this page has been denied|are you a (?:robot|human)\b"
    r"|robot (?:check|or human)|human verification|security check|verif(?:y|ying) (?:you are|your)"
    r"|bot verification|ddos-guard|pardon our interruption|client challenge"
    # alone on the line: these words begin headlines too
    r"|(?:einen moment|un instant|un momento|um momento|chvíli strpení|bir dakika|один момент"
    r"|يرجى الانتظار|稍等|请稍候|しばらくお待ちください|잠시만)[^\w]*(?:\||$))",
    re.IGNORECASE,
)

_MARKERS: tuple[tuple[bytes, str], ...] = (
    (b"_cf_chl_opt", "Cloudflare"),
    (b"cf-browser-verification", "Cloudflare"),
    (b"cf-challenge-running", "Cloudflare"),
    (b'id="challenge-form"', "Cloudflare"),
    (b'id="challenge-error-text"', "Cloudflare"),
    (b"captcha-delivery.com", "DataDome"),
    (b"_Incapsula_Resource", "Incapsula"),
    (b"Incapsula incident ID", "Incapsula"),
    (b"px-captcha", "PerimeterX"),
    (b"_pxAppId", "PerimeterX"),
    (b"/_sec/cp_challenge", "Akamai"),
    (b"bm-verify", "Akamai"),
    (b"awswaf.com", "AWS WAF"),
    (b"gokuProps", "AWS WAF"),
    (b"sucuri_cloudproxy_js", "Sucuri"),
    (b"ddos-guard.net", "DDoS-Guard"),
    (b"/149e9513-01fa-4fb0-aad4-566afd725d1b/", "Kasada"),
    (b"distil_r_captcha", "Imperva"),
    (b"__qrator", "Qrator"),
)
_CAPTCHAS = (
    b"h-captcha",
    b"hcaptcha.com/1/api.js",
    b"g-recaptcha",
    b"cf-turnstile",
    b"smartcaptcha",
)


def challenge(page: Page) -> str | None:
    """Whose challenge the page is; None where it is none."""
    if page.weight > _WEIGHT_MAX or page.articles or len(page.visible) > _VISIBLE_MAX:
        return None
    named = next((name for marker, name in _MARKERS if marker in page.html), None)
    title = next((title for title in page.titles if _TITLES.search(title)), None)
    if named and (title or len(page.visible) < 800):
        return f"bot challenge of {named}"
    if title and not page.claims_article and page.weight < 600:
        return f"bot challenge: {title[:80]}"
    if (
        len(page.visible) < 500
        and not page.claims_article
        and any(c in page.html for c in _CAPTCHAS)
    ):
        return "a captcha and nothing else"
    return None
