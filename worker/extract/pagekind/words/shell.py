"""How sites say that they need JavaScript."""

JAVASCRIPT: dict[str, tuple[str, ...]] = {
    "en": (
        "enable javascript", "requires javascript", "javascript is disabled",
        "turn on javascript", "javascript is required", "need to enable javascript",
        "javascript must be enabled", "work without javascript", "without javascript enabled",
        "activate javascript", "javascript to run this app", "needs javascript",
        "use a modern browser", "javascript has been disabled",
    ),
    "de": (
        "javascript aktivieren", "aktivieren sie javascript", "javascript ist deaktiviert",
        "ohne javascript", "benötigt javascript", "javascript muss aktiviert",
        "javascript einschalten", "schalten sie javascript",
    ),
    "fr": (
        "activer javascript", "activez javascript", "javascript est désactivé",
        "nécessite javascript", "sans javascript", "javascript doit être activé",
    ),
    "es": (
        "habilitar javascript", "habilite javascript", "activar javascript",
        "active javascript", "habilita javascript", "activa javascript", "sin javascript",
        "requiere javascript",
    ),
    "it": (
        "abilitare javascript", "attivare javascript", "abilita javascript",
        "attiva javascript", "richiede javascript", "senza javascript",
    ),
    "pt": (
        "ativar o javascript", "habilitar o javascript", "ative o javascript",
        "habilite o javascript", "sem javascript", "requer javascript", "ativar javascript",
    ),
    "nl": (
        "javascript inschakelen", "schakel javascript in", "zonder javascript",
        "javascript nodig", "javascript is vereist",
    ),
    "pl": (
        "włącz javascript", "włączyć javascript", "włącz obsługę javascript",
        "włączonej obsługi javascript", "obsługa javascript", "wymaga javascript",
        "bez javascript",
    ),
    "cs": (
        "zapněte javascript", "povolte javascript", "vyžaduje javascript", "bez javascriptu",
        "povolený javascript",
    ),
    "sk": ("zapnite javascript", "povoľte javascript"),
    "hu": ("engedélyezze a javascript", "kapcsolja be a javascript", "javascript szükséges"),
    "ro": ("activați javascript", "activează javascript", "necesită javascript"),
    "bg": ("включете javascript", "разрешете javascript", "активирайте javascript"),
    "el": (
        "ενεργοποιήστε τη javascript", "ενεργοποιήστε την javascript",
        "ενεργοποιήστε το javascript",
    ),
    "sv": ("aktivera javascript", "slå på javascript", "kräver javascript", "utan javascript"),
    "no": (
        "aktivere javascript", "aktiver javascript", "krever javascript", "slå på javascript",
    ),
    "da": (
        "aktiver javascript", "aktivere javascript", "kræver javascript", "slå javascript til",
    ),
    "fi": ("ota javascript käyttöön", "vaatii javascript", "javascriptin käyttöä"),
    "ru": (
        "включите javascript", "включить javascript", "включен javascript",
        "включён javascript", "поддержку javascript", "без javascript", "javascript отключен",
    ),
    "uk": (
        "увімкніть javascript", "ввімкніть javascript", "увімкнути javascript",
        "підтримку javascript",
    ),
    "tr": (
        "javascript'i etkinleştirin", "javascript etkinleştirin", "javascript gereklidir",
        "javascript desteği", "javascript'i açın",
    ),
    "ar": ("تفعيل جافاسكريبت", "تفعيل javascript", "تفعيل الجافاسكريبت", "تمكين javascript"),
    "fa": ("جاوااسکریپت را فعال", "javascript را فعال", "جاوا اسکریپت را فعال"),
    "he": ("להפעיל javascript", "הפעל javascript", "לאפשר javascript"),
    "hi": ("जावास्क्रिप्ट सक्षम", "javascript सक्षम", "जावास्क्रिप्ट चालू"),
    "zh": (
        "启用javascript", "启用 javascript", "啟用 javascript", "开启javascript",
        "啟用javascript", "开启 javascript", "打开javascript", "支持javascript",
    ),
    "ja": ("javascriptを有効", "javascript を有効", "javascriptが無効", "javascriptをオン"),
    "ko": (
        "자바스크립트를 활성화", "javascript를 활성화", "javascript를 사용",
        "자바스크립트를 사용", "자바스크립트가 필요",
    ),
    "vi": ("bật javascript", "kích hoạt javascript"),
    "id": ("aktifkan javascript", "mengaktifkan javascript"),
}  # fmt: skip
