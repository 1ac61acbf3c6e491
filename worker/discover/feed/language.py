"""Declared languages, brought to ISO 639-1."""

import re

_TWO_LETTERS = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht "
    "hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky "
    "la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nd ne ng nl no nr nv ny oc oj "
    "om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su "
    "sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh "
    "zu"
)
#: ISO 639-2 in both of its kinds, for what feeds and news sitemaps are written in.
_THREE_LETTERS = (
    "afr:af alb:sq ara:ar arm:hy aze:az baq:eu bel:be ben:bn bos:bs bul:bg cat:ca ces:cs "
    "chi:zh cze:cs dan:da deu:de dut:nl ell:el eng:en est:et eus:eu fas:fa fil:tl fin:fi "
    "fra:fr fre:fr geo:ka ger:de gre:el heb:he hin:hi hrv:hr hun:hu hye:hy ice:is ind:id "
    "isl:is ita:it jpn:ja kat:ka kaz:kk kor:ko lav:lv lit:lt mac:mk may:ms mkd:mk msa:ms "
    "nld:nl nno:no nob:no nor:no per:fa pol:pl por:pt ron:ro rum:ro rus:ru slk:sk slo:sk "
    "slv:sl spa:es sqi:sq srp:sr swa:sw swe:sv tam:ta tel:te tgl:tl tha:th tur:tr ukr:uk "
    "urd:ur uzb:uz vie:vi zho:zh"
)
#: Withdrawn codes, the two Norwegians (one lexicon serves both), and countries that are named for
#: their languages; the latter stand for no language of their own.
_MEANT = {
    "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "sh": "sr", "nb": "no", "nn": "no",
    "ua": "uk", "cz": "cs", "jp": "ja", "cn": "zh", "gr": "el", "dk": "da",
}  # fmt: skip
_CODES = frozenset(_TWO_LETTERS.split())
_OF_THREE = dict(pair.split(":") for pair in _THREE_LETTERS.split())
_FIRST_SUBTAG = re.compile(r"\s*([a-z]{2,3})(?![a-z])", re.IGNORECASE)


def iso_639_1(declared: str | None) -> str | None:
    """The two-letter code of a declared language: "en-US", "ru_RU" and "eng" are read alike.

    Args:
        declared: a tag (RFC 5646), or what sites write in its place; None: nothing was declared.

    Returns:
        None where it names no language that has such a code.
    """
    found = _FIRST_SUBTAG.match(declared or "")
    if found is None:
        return None
    code = found[1].lower()
    code = _OF_THREE.get(code, _MEANT.get(code, code))
    return code if code in _CODES else None
