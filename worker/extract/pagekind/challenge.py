"""Bot challenges that are served with status 200."""

import re

from worker.extract.pagekind.phrases import Phrases
from worker.extract.pagekind.sight import Sight
from worker.extract.pagekind.words.challenge import CHALLENGES

#: An article holds more than this; a challenge page does not. (Challenge scripts are on whole
#: pages too.)
_WEIGHT_MAX = 1500
_VISIBLE_MAX = 3000
_MARKED_VISIBLE_MAX = 800
_PROSE_OF_MARKED = 400  # some explain themselves at length
_GENERIC_VISIBLE_MAX = 700

_TITLES = re.compile(
    r"^(?:just a moment\W*$|attention required! \| cloudflare|checking your browser"
    r"|one moment, please"
    r"|please wait\b.{0,40}$|access to this page has been denied|are you a (?:robot|human)\b"
    r"|robot (?:check|or human)|human verification|security check|verif(?:y|ying) (?:you are|your)"
    r"|bot verification|ddos-guard|pardon our interruption|client challenge"
    r"|you are being redirected\W*$|showcaptcha|captcha\W*$"
    # alone on the line: these words begin headlines too
    r"|(?:einen moment|un instant|un momento|um momento|chvíli strpení|bir dakika|один момент"
    r"|يرجى الانتظار|稍等|请稍候|しばらくお待ちください|잠시만)[^\w]*(?:\||$))",
    re.IGNORECASE,
)

#: With how a page looks while its scripts decide; each with the name that people know.
_MARKERS: tuple[tuple[bytes, str], ...] = (
    (b"_cf_chl_opt", "Cloudflare"),
    (b"cf-browser-verification", "Cloudflare"),
    (b"cf-challenge-running", "Cloudflare"),
    (b"cf-error-details", "Cloudflare"),
    (b'id="challenge-form"', "Cloudflare"),
    (b'id="challenge-error-text"', "Cloudflare"),
    (b"captcha-delivery.com", "DataDome"),
    (b"_Incapsula_Resource", "Imperva"),
    (b"Incapsula incident ID", "Imperva"),
    (b"distil_r_captcha", "Imperva"),
    (b"px-captcha", "HUMAN (PerimeterX)"),
    (b"_pxAppId", "HUMAN (PerimeterX)"),
    (b"/_sec/cp_challenge", "Akamai"),
    (b"sec-if-cpt-container", "Akamai"),
    (b"bm-verify", "Akamai"),
    (b"errors.edgesuite.net", "Akamai"),
    (b"errors&#46;edgesuite&#46;net", "Akamai"),
    (b"awswaf.com", "AWS WAF"),
    (b"gokuProps", "AWS WAF"),
    (b"sucuri_cloudproxy_js", "Sucuri"),
    (b"ddos-guard", "DDoS-Guard"),
    (b"__qrator", "Qrator"),
    (b"/149e9513-01fa-4fb0-aad4-566afd725d1b/", "Kasada"),
    (b"aliyun_waf", "Alibaba WAF"),
    (b"acw_sc__v2", "Alibaba WAF"),
    (b"awsc.js", "Alibaba WAF"),
    (b"/TSPD/", "F5"),
    (b"rbzns", "Reblaze"),
    (b"wsidchk", "Wordfence or StackPath"),
)
_CAPTCHAS = (
    b"h-captcha",
    b"hcaptcha.com/1/api.js",
    b"g-recaptcha",
    b"cf-turnstile",
    b"smartcaptcha",
    b"CheckboxCaptcha",
    b"geetest",
    b"nc-container",
    b"friendlycaptcha",
    b"frc-captcha",
    b"captcha",
)

_PHRASES = Phrases(CHALLENGES)
_RELOADS = re.compile(
    rb"location\.reload|document\.cookie\s*=|location\.href\s*=|http-equiv=.refresh", re.I
)


def challenge(sight: Sight) -> str | None:
    """Whose challenge the page is, with the sign found; None where it is none."""
    page = sight.page
    if page.weight > _WEIGHT_MAX or page.articles or len(page.visible) > _VISIBLE_MAX:
        return None
    named = next((name for marker, name in _MARKERS if marker in page.html), None)
    title = next((title for title in page.titles if _TITLES.search(title)), None)
    if page.claims_article:
        return None
    is_bare = title is not None or len(page.visible) < _MARKED_VISIBLE_MAX
    if named and is_bare and sight.is_message(_PHRASES, own_prose=_PROSE_OF_MARKED):
        return f"asks for proof that a person reads: signs of {named}"
    if title and page.weight < 600 and sight.is_message(_PHRASES):
        return f'asks for proof that a person reads: "{title[:80]}"'
    return _generic(sight)


def _generic(sight: Sight) -> str | None:
    """A captcha, or words for one, and nothing else."""
    page = sight.page
    if len(page.visible) > _GENERIC_VISIBLE_MAX or not sight.is_message(_PHRASES):
        return None
    said = sight.heading_of(_PHRASES) or sight.message_of(_PHRASES)
    has_captcha = any(sign in page.html for sign in _CAPTCHAS)
    if said and (has_captcha or _RELOADS.search(page.html)):
        return f'asks for proof that a person reads: "{said[:80]}"'
    if len(page.visible) < 500 and any(sign in page.html for sign in _CAPTCHAS[:-1]):
        return "asks for proof that a person reads: a captcha and nothing else"
    return None
