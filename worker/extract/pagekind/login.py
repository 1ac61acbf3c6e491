"""Log-in pages: a form for a name and a password, where an article should be."""

import re

from worker.extract.pagekind.phrases import Phrases
from worker.extract.pagekind.sight import Sight
from worker.extract.pagekind.words.login import LOGIN
from worker.extract.xpath import Is

_PHRASES = Phrases(LOGIN)
_PASSWORD = Is("//input[@type='password' or @type='Password' or @type='PASSWORD']")
#: The first step of a log-in asks for a name only.
_NAME_FIELD = Is(
    "//input[@type='email' or @autocomplete='username' or @name='username' or @name='login']"
)
_PATH = re.compile(
    r"/(?:log-?in|sign-?in|signon|auth|authorize|sso|wp-login\.php|account/login|users?/login)(?:[/.]|$)",
    re.IGNORECASE,
)
_HOST = re.compile(r"^(?:login|accounts?|auth|id|sso|signin|cuenta|konto|compte|idp)\.")
_OWN_PROSE = 150  # a log-in page explains itself in a sentence or two


def login(sight: Sight) -> str | None:
    """Where the form is the page's main thing, the sign of it; None where it stands aside."""
    page = sight.page
    if not sight.is_short or page.articles:
        return None
    has_password = _PASSWORD.of(page.tree)
    if not has_password and not _NAME_FIELD.of(page.tree):
        return None
    if not sight.is_message(_PHRASES, own_prose=_OWN_PROSE):
        return None
    sign = _sign(sight, has_password=has_password)
    return f"asks for a login: {sign}" if sign else None


def _sign(sight: Sight, *, has_password: bool) -> str | None:
    """What makes a form the page's main thing."""
    heading = sight.heading_of(_PHRASES)
    page = sight.page
    is_addressed = bool(_HOST.search(page.host) or _PATH.search(page.path))
    if has_password and heading:
        return f'a password field under "{heading[:60]}"'
    if has_password and (is_addressed or _is_main_form(sight)):
        return "a password field is the main form"
    return f'a field for a name under "{heading[:60]}"' if heading and is_addressed else None


def _is_main_form(sight: Sight) -> bool:
    """Nothing else is there to be read: no sentence, no list of links, no picture."""
    region = sight.region
    return (
        not region.prose
        and region.weight < 2 * _OWN_PROSE
        and region.link_weight < _OWN_PROSE
        and region.image_count < 2
        and not sight.page.claims_article
        and len(sight.page.visible) < 600
    )
