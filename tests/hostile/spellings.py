"""Secrets in every spelling of a URL and of a text, and URLs that look alike and hold none."""

from worker.redaction import redact, redact_certain, redact_text

_S = "s3cr3tV4lue9"
_HEX = "0123456789abcdef0123456789abcdef"
_B64 = "aB3xYz9Kq7LmN0pQrStUvWxYz1234567890"

_NAMES = (
    "token", "access_token", "id_token", "refreshToken", "key", "api_key", "apikey", "API-KEY",
    "auth", "authkey", "sig", "signature", "password", "passwd", "pwd", "pass", "secret",
    "client_secret",
    "session", "sessionid", "PHPSESSID", "sid", "jwt", "code", "X-Amz-Signature",
    "X-Amz-Credential", "X-Amz-Security-Token", "X-Goog-Signature", "AWSAccessKeyId",
    "Policy-Signature", "hdnts", "otp",
    "ticket", "user[password]", "subscription-key", "sharedkey", "credential", "bearer", "hmac",
)  # fmt: skip
#: In a URL, hidden in logs and screens.
_IN_URLS = (
    *(f"https://a.example/x?a=1&{name}={_S}" for name in _NAMES),
    *(f"https://a.example/x;{name}={_S}?a=1" for name in ("jsessionid", "token")),
    *(f"https://a.example/x#{name}={_S}" for name in ("access_token", "id_token")),
    f"https://u:{_S}@a.example/x", f"https://{_S}@a.example/x", f"https://u:p{_S}/x@a.example/",
    f"https:\\\\u:{_S}@a.example", f"//u:{_S}@a.example/x", f"u:{_S}@a.example",
    f"https://a.example/r?u=https%3A%2F%2Fu%3A{_S}%40b.example",
    f"https://a.example/r?u=https%3A%2F%2Fb.example%2F%3Ftoken%3D{_S}",
    f"https://a.example/x?%74oken={_S}", f"https://a.example/x?to%6ben={_S}",
)  # fmt: skip
_TOKENS = (
    f"https://a.example/feed/private/{_HEX}/rss", f"https://a.example/feed/{_HEX}",
    f"https://a.example/token/{_B64}/x", f"https://a.example/hooks/{_B64}",
    f"https://a.example/x?q={_HEX}", f"https://a.example/?{_HEX}", f"/private/{_HEX}/x",
    f"https://a.example/eyJhbGciOiJIUzI1NiJ9.{_HEX}.x", f"https://a.example/?x=ghp_{_HEX}",
    f"https://a.example/bot123456789:AA{_HEX}/getUpdates",
)  # fmt: skip
#: In running text, such as exceptions'.
_IN_TEXTS = (
    f"Max retries exceeded with url: /feed?token={_S} (Caused by x)",
    f"HTTPSConnectionPool(host='a', port=443): Max retries exceeded with url: /a?b=1&sig={_S}",
    f"404 Client Error: Not Found for url: https://u:{_S}@a.example/x",
    f"Invalid URL 'https://a.example/x?api_key={_S}'", f"got length b'token={_S}', 0 bytes read",
    f"Authorization: Bearer {_S}", f"{{'Authorization': 'Basic {_S}'}}", f"Cookie: a={_S}; b=2",
    f"Set-Cookie: sid={_S}; Path=/", f"host=h user=u password={_S} dbname=x",
    f'{{"password": "{_S}", "a": 1}}', f"redis://:{_S}@h:6379/0", f"postgresql+psycopg://u:{_S}@h/d",
    f"Failing row contains (1, https://a.example/?token={_S}, x).", f"url=/x?session={_S}",
)  # fmt: skip
#: Nothing is hidden: newspapers have such URLs.
_PLAIN = (
    "https://a.example/2026/11/24/frigate-order?page=2#comments",
    "https://www.ft.com/content/0b2f9a10-1234-4c3d-9e8f-aabbccddeeff",
    "https://apnews.com/article/poland-f-35-deal-nato-0123456789abcdef0123456789abcdef",
    "https://a.example/F-35-Sale-To-Poland-Approved-2026-Edition",
    "https://a.example/2026/11/some_title_with_words_2026_and_numbers_35",
    "https://a.example/nachrichten-12345678.html", "https://a.example/a/20261124001234567890.html",
    "https://a.example/?author=smith&id=5f2b8c9d&q=a%20b+c", "https://a.example/news/?idxno=123456",
    "https://a.example/private/equity/2026-news", "https://a.example/session/2026/budget",
    "https://a.example/tokyo/monkey?keyword=f-35", "https://a.example/@user/keys",
    "https://a.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8-2026",
    "https://a.example/wiadomosci/artykul,borsuk-w-wojsku-2026,123456",
)  # fmt: skip
_PLAIN_TEXTS = (
    "connection to server at 127.0.0.1, port 5432 failed: password authentication failed",
    "code: 404 status=200 session: closed", 'File "/srv/worker/redaction.py", line 5, in x',
    "the ministry's secret: it ordered four frigates", "token 5 is no longer the newest",
    "certificate: unable to get local issuer certificate", "HTTP 429, Retry-After 30 s",
)  # fmt: skip
#: Parameters whose names mean something else here: consumers need them to find the page again.
_NEEDED = (
    "https://a.example/view?key=202611240001", "https://a.example/?sid=101&code=12345",
    f"https://a.example/?id={_HEX}", f"https://a.example/article/{_HEX}",
)  # fmt: skip

SECRET_COUNT = len(_IN_URLS) * 3 + len(_TOKENS) * 2 + len(_IN_TEXTS)
PLAIN_COUNT = len(_PLAIN) * 3 + len(_PLAIN_TEXTS) + len(_NEEDED)


def wrong() -> list[str]:
    """What is shown and should not be, or hidden and should not be."""
    leaks = [f"shown: {given}" for given in _IN_URLS if _leaks(redact(given))]
    leaks += [f"in text: {given}" for given in _IN_URLS if _is_text(given) and _leaks(_told(given))]
    leaks += [f"handed on: {given}" for given in _IN_URLS if _leaks(redact_certain(given))]
    leaks += [f"shown: {given}" for given in _TOKENS if _leaks(redact(given))]
    leaks += [f"in text: {given}" for given in _TOKENS if given[0] != "?" and _leaks(_told(given))]
    leaks += [f"in text: {given}" for given in _IN_TEXTS if _leaks(redact_text(given))]
    hidden = [f"hidden: {given}" for given in _PLAIN if redact(given) != given]
    hidden += [f"hidden in text: {given}" for given in _PLAIN if _told(given) != f"at {given} now"]
    hidden += [
        f"hidden: {given}" for given in (*_PLAIN, *_NEEDED) if redact_certain(given) != given
    ]
    hidden += [f"hidden: {given}" for given in _PLAIN_TEXTS if redact_text(given) != given]
    return leaks + hidden


def _told(url: str) -> str:
    return redact_text(f"at {url} now")


def _leaks(text: str) -> bool:
    return any(part in text for part in (_S, _HEX, _B64))


def _is_text(given: str) -> bool:
    """A URL without a scheme is no URL within a text."""
    return given.startswith("http")
