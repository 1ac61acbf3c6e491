"""How sites say that a page is shown in other countries only."""

BLOCKED: dict[str, tuple[str, ...]] = {
    "en": (
        "not available in your country", "not available in your region",
        "unavailable in your country", "unavailable in your region",
        "not available in your area", "not available in your location",
        "isn't available in your country", "isn't available in your region",
        "available in your country", "in your country or region", "shown in your country",
        "viewed in your country", "access from your country", "access from your region",
        "unavailable due to legal reasons", "unavailable for legal reasons",
        "from the european economic area", "belonging to the european economic area",
        "unavailable in most european countries", "unavailable in the european",
        "our european visitors", "visitors from the eu", "not available to users in",
        "blocked in your country", "restricted in your region", "outside of the countries",
        "country you are in", "geo-restricted", "geographic restrictions",
    ),
    "de": (
        "in ihrem land nicht verfügbar", "in deinem land nicht verfügbar",
        "in ihrer region nicht verfügbar", "in deiner region nicht verfügbar",
        "in ihrem land leider nicht", "nur innerhalb deutschlands", "aus ihrem land",
        "außerhalb deutschlands nicht", "nur in deutschland",
        "aus rechtlichen gründen in ihrem land", "nur in österreich", "nur in der schweiz",
    ),
    "fr": (
        "disponible dans votre pays", "disponible dans votre région",
        "disponible dans votre zone", "accessible dans votre pays",
        "accessible depuis votre pays", "depuis votre pays", "votre zone géographique",
        "votre situation géographique", "restrictions géographiques",
    ),
    "es": (
        "disponible en tu país", "disponible en su país", "disponible en tu región",
        "disponible en su región", "disponible en su ubicación", "desde tu país",
        "desde su país", "restricciones geográficas", "en tu ubicación",
    ),
    "it": (
        "disponibile nel tuo paese", "disponibile nel suo paese",
        "disponibile nella tua regione", "disponibile nella tua area", "visibile nel tuo paese",
        "dal tuo paese", "restrizioni geografiche",
    ),
    "pt": (
        "disponível no seu país", "disponível em seu país", "disponível na sua região",
        "disponível em sua região", "disponível no teu país", "restrições geográficas",
    ),
    "nl": (
        "beschikbaar in uw land", "beschikbaar in jouw land", "beschikbaar in je land",
        "beschikbaar in uw regio", "beschikbaar in jouw regio", "vanuit uw land",
    ),
    "sv": (
        "tillgängligt i ditt land", "tillgänglig i ditt land", "visas i ditt land",
        "utanför sverige", "i din region",
    ),
    "no": ("tilgjengelig i ditt land", "tilgjengelig i landet ditt", "utenfor norge"),
    "da": ("tilgængelig i dit land", "tilgængeligt i dit land", "uden for danmark"),
    "fi": (
        "saatavilla maassasi", "katsottavissa maassasi", "saatavilla alueellasi",
        "suomen ulkopuolella",
    ),
    "pl": (
        "niedostępna w twoim kraju", "niedostępny w twoim kraju", "niedostępne w twoim kraju",
        "dostępna w twoim kraju", "dostępny w twoim kraju", "dostępne w twoim kraju",
        "w twoim regionie", "twojej lokalizacji", "w państwa kraju",
    ),
    "cs": (
        "dostupný ve vaší zemi", "dostupné ve vaší zemi", "dostupná ve vaší zemi",
        "ve vaší zemi není", "ve vaší zemi nedostupný", "ve vašem regionu",
    ),
    "sk": ("dostupný vo vašej krajine", "vo vašej krajine"),
    "hu": ("az ön országában nem", "országában nem elérhető", "az ön régiójában"),
    "ro": (
        "disponibil în țara dumneavoastră", "disponibil în țara ta", "în regiunea ta",
        "în regiunea dumneavoastră",
    ),
    "bg": ("достъпно във вашата страна", "достъпна във вашата страна", "във вашия регион"),
    "sr": (
        "nije dostupan u vašoj zemlji", "није доступан у вашој земљи",
        "dostupno u vašoj zemlji", "u vašoj državi",
    ),
    "el": (
        "διαθέσιμο στη χώρα σας", "διαθέσιμη στη χώρα σας", "στην περιοχή σας",
        "από τη χώρα σας",
    ),
    "ru": (
        "в вашей стране", "в вашем регионе", "на территории вашей страны", "из вашей страны",
        "из вашего региона", "для вашего региона", "для вашей страны",
    ),
    "uk": (
        "у вашій країні", "в вашій країні", "у вашому регіоні", "з вашої країни",
        "для вашої країни", "на території вашої країни",
    ),
    "tr": (
        "ülkenizde kullanılamıyor", "ülkenizde mevcut değil", "bulunduğunuz ülkede",
        "bulunduğunuz bölgede", "bölgenizde kullanılamıyor", "ülkenizden erişilemiyor",
        "ülkenizde izlenemiyor",
    ),
    "az": ("ölkənizdə mövcud deyil", "ölkənizdə əlçatan deyil"),
    "ar": (
        "غير متاح في بلدك", "غير متوفر في بلدك", "غير متاحة في بلدك", "غير متوفرة في بلدك",
        "غير متاح في منطقتك", "غير متوفر في منطقتك", "غير متاح في دولتك",
    ),
    "fa": ("در کشور شما", "در منطقه شما", "از کشور شما"),
    "he": (
        "אינו זמין במדינה שלך", "לא זמין במדינה שלך", "אינו זמין באזור שלך", "לא זמין באזורך",
        "אינו זמין בארצך", "מחוץ לישראל",
    ),
    "hi": ("आपके देश में उपलब्ध नहीं", "आपके क्षेत्र में उपलब्ध नहीं"),
    "zh": (
        "所在的地区", "所在地区无法", "您所在的国家", "您所在地区", "您的地区", "你所在的地区",
        "所在的地區", "您的所在地區", "您的地區", "地区限制", "地區限制",
    ),
    "ja": (
        "お住まいの地域では", "お住まいの国では", "お住まいの国または地域", "お使いの地域",
        "日本国内からのみ", "国外からは", "海外からは", "日本国外から", "ご利用の地域",
    ),
    "ko": (
        "귀하의 국가", "해당 국가에서는", "해당 지역에서는", "귀하의 지역",
        "국가에서 이용할 수 없", "해외에서는",
    ),
    "vi": (
        "tại quốc gia của bạn", "ở quốc gia của bạn", "trong khu vực của bạn",
        "tại khu vực của bạn",
    ),
    "id": ("tersedia di negara anda", "tersedia di wilayah anda"),
    "th": ("ในประเทศของคุณ", "ในภูมิภาคของคุณ"),
}  # fmt: skip
