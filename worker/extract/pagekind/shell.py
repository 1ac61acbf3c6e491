"""Pages without a text of their own: log-in forms, and shells that JavaScript would fill."""

import re

from worker.extract.page import Page
from worker.extract.pagekind.phrases import Phrases, folded
from worker.extract.xpath import Is, Texts

_LOGIN_WEIGHT_MAX = 600
_SHELL_WEIGHT_MAX = 200
_SHELL_VISIBLE_MAX = 400

_PASSWORD = Is("//input[@type='password']")
_NOSCRIPT = Texts("//noscript[not(descendant::img)]//text()")
_MOUNT = Is(
    "//*[@id='root' or @id='app' or @id='__next' or @id='__nuxt' or @id='react-root'"
    " or @id='app-root' or @id='main-app' or @ng-app or @data-reactroot]"
)

_JAVASCRIPT: dict[str, tuple[str, ...]] = {
    "en": ("enable javascript", "requires javascript", "javascript is disabled",
           "turn on javascript", "javascript is required", "need to enable javascript",
           "javascript must be enabled"),
    "de": ("javascript aktivieren", "aktivieren sie javascript", "javascript ist deaktiviert"),
    "fr": ("activer javascript", "activez javascript", "javascript est désactivé"),
    "es": (
        "habilitar javascript", "habilite javascript", "activar javascript", "active javascript",
    ),
    "it": ("abilitare javascript", "attivare javascript", "abilita javascript"),
    "pt": (
        "ativar o javascript", "habilitar o javascript", "ative o javascript",
        "habilite o javascript",
    ),
    "nl": ("javascript inschakelen", "schakel javascript in"),
    "pl": ("włącz javascript", "włączyć javascript", "włącz obsługę javascript"),
    "cs": ("zapněte javascript", "povolte javascript"),
    "sv": ("aktivera javascript",),
    "ru": ("включите javascript", "включить javascript"),
    "uk": ("увімкніть javascript", "ввімкніть javascript"),
    "tr": ("javascript'i etkinleştirin", "javascript etkinleştirin"),
    "ar": ("تفعيل جافاسكريبت", "تفعيل javascript"),
    "he": ("להפעיל javascript", "הפעל javascript"),
    "zh": ("启用javascript", "启用 javascript", "啟用 javascript", "开启javascript"),
    "ja": ("javascriptを有効", "javascript を有効"),
    "ko": ("자바스크립트를 활성화", "javascript를 활성화", "javascript를 사용"),
}  # fmt: skip
_NEEDS_JAVASCRIPT = Phrases(_JAVASCRIPT)
_REFRESH = re.compile(r"^\s*\d*\s*[;,]?\s*url\s*=\s*['\"]?(\S+)", re.IGNORECASE)


def shell(page: Page) -> str | None:
    """Why the page has no text of its own; None where it has one, or where no sign says why."""
    if page.articles or page.weight > _LOGIN_WEIGHT_MAX:
        return None
    if page.weight < _SHELL_WEIGHT_MAX and (target := refresh_target(page)):
        return f"a redirect by meta refresh to {target[:200]}"
    if _PASSWORD.of(page.tree) and not page.claims_article:
        return "a log-in page"
    return _needs_javascript(page) if page.weight < _SHELL_WEIGHT_MAX else None


def _needs_javascript(page: Page) -> str | None:
    said = folded(f"{page.visible[:2000]} {' '.join(_NOSCRIPT.of(page.tree))[:2000]}")
    if _NEEDS_JAVASCRIPT.found_in(said):
        return "needs JavaScript"
    is_empty = len(page.visible) < _SHELL_VISIBLE_MAX and b"<script" in page.html
    return (
        "needs JavaScript: an empty application shell"
        if is_empty and _MOUNT.of(page.tree)
        else None
    )


def refresh_target(page: Page) -> str | None:
    """Where a `<meta http-equiv=refresh>` leads; None where there is none with an address."""
    match = _REFRESH.match(page.metas.first(("refresh",)) or "")
    return match.group(1).strip("'\"") if match else None
