"""Refusals for the visitor's country, told by the status or by a body beside 403. Pure.

What comes with status 200 is told apart where the page is read.
"""

#: RFC 7725, section 3: for legal reasons; news sites send it to visitors from other continents.
LEGAL_STATUS = 451
_STATUSES = frozenset({403, 451})
#: Lower case; what proxies and players write, and the commonest words of sites.
_WORDS: tuple[bytes, ...] = tuple(
    word.encode()
    for word in (
        "configured to block access from your country",  # Amazon CloudFront
        "has banned the country or region",  # Cloudflare, error 1009
        "error code: 1009",
        "not available in your country",
        "not available in your region",
        "unavailable in your country",
        "from the european economic area",
        "in ihrem land nicht verfügbar",
        "disponible dans votre pays",
        "disponible en tu país",
        "disponible en su país",
        "disponibile nel tuo paese",
        "disponível no seu país",
        "недоступен в вашей стране",
        "недоступна в вашей стране",
        "недоступно в вашей стране",
        "недоступний у вашій країні",
        "ülkenizde kullanılamıyor",
        "غير متاح في بلدك",
        "您所在的地区",
        "お住まいの地域では",
    )
)


def sign_of(status: int, body: bytes) -> str | None:
    """What says that a page is refused to our country; None where nothing does.

    Args:
        status: final.
        body: decoded; its beginning is enough. UTF-8 is taken for granted.
    """
    if status == LEGAL_STATUS:
        return "HTTP 451: unavailable for legal reasons"
    if status not in _STATUSES:
        return None
    text = body.decode(errors="replace").lower().encode()
    word = next((word for word in _WORDS if word in text), None)
    return f'HTTP {status} with "{word.decode()}"' if word else None
