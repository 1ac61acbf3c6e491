"""Signatures of challenges, as a table."""

import pytest
import requests

from worker.fetch.challenge import recognise


@pytest.mark.parametrize(
    ("status", "headers", "body", "service"),
    [
        (403, {"cf-mitigated": "challenge"}, b"", "cloudflare"),
        (503, {}, b"<title>Just a moment...</title><script>window._cf_chl_opt=1", "cloudflare"),
        (403, {"x-datadome": "protected"}, b"", "datadome"),
        (403, {}, b"<script src=https://geo.captcha-delivery.com/captcha>", "datadome"),
        (403, {}, b"Access Denied. Reference https://errors.edgesuite.net/18.", "akamai"),
        (403, {}, b"window._pxAppId = 'PX'", "perimeterx"),
        (200, {}, b"<iframe>Incapsula incident ID: 1-2", "imperva"),
        (202, {"x-amzn-waf-action": "challenge"}, b"", "aws-waf"),
        (429, {"x-kpsdk-ct": "1"}, b"", "kasada"),
        (403, {}, b"https&#58;&#47;&#47;errors&#46;edgesuite&#46;net&#47;18.", "akamai"),
        (405, {}, b"<script>window.gokuProps = {}</script>", "aws-waf"),
        (403, {"server": "ddos-guard"}, b"", "ddos-guard"),
        (200, {}, b"<script src=/.well-known/ddos-guard/js-challenge/index.js>", "ddos-guard"),
        (403, {"Server": "QRATOR"}, b"", "qrator"),
        (401, {}, b"<script src=/__qrator/qauth.js>", "qrator"),
        (403, {"x-sucuri-block": "IDS1"}, b"", "sucuri"),
        (403, {}, b'<p>Are you human?</p><div class="h-captcha"></div>', "captcha"),
        # no challenges
        (200, {"server": "ddos-guard"}, b"<p>an article</p>", None),
        (200, {}, b'<p>an article</p><div class="g-recaptcha"></div>', None),
        (200, {}, b"<p>an article</p><script src=/cdn-cgi/challenge-platform/jsd.js>", None),
        (403, {}, b"<h1>Forbidden</h1>", None),
        (403, {"server": "cloudflare"}, b"error code: 1020", None),
        (200, {"x-datadome": "protected"}, b"<p>an article</p>", None),
        (200, {}, b"<p>an article</p>" * 500 + b"incapsula incident id", None),
        (404, {}, b"captcha-delivery.com", None),
    ],
)
def test_a_challenge_has_a_signature(
    status: int, headers: dict[str, str], body: bytes, service: str | None
) -> None:
    assert recognise(status, requests.structures.CaseInsensitiveDict(headers), body) == service
