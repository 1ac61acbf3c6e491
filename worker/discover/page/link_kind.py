"""What a URL leads to where it says so itself: a tag, an author, a log-in, a video …

A word counts as a whole segment only, never within a slug.
"""

import re

from worker.discover.page import link_words
from worker.discover.page.link_parts import Parts
from worker.discover.page.link_signs import LeftOut
from worker.discover.page.link_slug import ends_in_date, is_like_article
from worker.discover.page.link_words import listed
from worker.urls import WebUrl

_MEDIA = listed(
    "7z aac apk asc avi bmp bz2 csv dmg doc docx epub exe flac flv gif gz heic ico ics iso jpeg jpg"
    " m3u8 m4a m4v mid mkv mobi mov mp3 mp4 mpeg mpg msi odp ods odt ogg ogv opus pdf png pps ppt"
    " pptx ps rar rtf svg tar tgz tif tiff torrent ts vcf wav weba webm webp wma wmv xls xlsx zip"
)
_MACHINERY = listed("atom css js json mjs rdf rss swf txt woff woff2 xml xsl")
_SEARCH_NAMES = listed("q s query search keyword keywords kw term searchword search_query")
_PAGE_NAMES = listed(
    "page paged pg pagenum page_no pageno currentpage offset start seite pagina strona stranka"
)
_SHARE_NAMES = listed("share print replytocom action like_comment print_view format")
_PAGE_SEGMENT = re.compile(
    r"(?:page|seite|pagina|pag|strona|stranka|strana|sida|side|sivu|sayfa|oldal|p|стр|страница"
    r"|страниця|صفحة|עמוד|trang|halaman)[-_]?\d{1,5}"
)
_PAGE_WORD = re.compile(
    r"(?:page|seite|pagina|pag|strona|stranka|strana|sida|side|sivu|sayfa|oldal)s?"
)
_LIST_PAGE = re.compile(r"[1-9]\d?")  # /gundem/2
_TAG_SEGMENT = re.compile(r"tags?[-_]\d.*")
_COMMENT_SEGMENT = re.compile(r"(?:comment|kommentar|comentari)\w*[-_](?:page[-_])?\d+")
#: Columnists' pieces lie below their names (/writers/jane-doe/what-the-vote-means-4711), and some
#: sections are called like a calendar.
_OWNERS = frozenset({LeftOut.AUTHOR, LeftOut.TAG, LeftOut.CALENDAR})
#: Hosts, by their first label, that hold no articles.
_HOSTS = {
    label: kind
    for kind, labels in {
        LeftOut.VIDEO: "video videos tv podcast podcasts radio mediathek player live photo photos",
        LeftOut.SHOP: "shop store boutique tienda loja negozio butik gutscheine gutschein"
        " codespromo coupons vouchers cupones kleinanzeigen anzeigen clasificados marketplace"
        " marktplatz immobilier immobilien annonces",
        LeftOut.ACCOUNT: "abo abos account accounts login sso auth id signup subscribe secure"
        " subscription abonnement abonnements profile epaper newsletter newsletters my mein",
        LeftOut.SERVICE: "help support hilfe aide ayuda kundenservice about corporate mediadaten"
        " advertise ads advertising",
        LeftOut.PASTIME: "games spiele jeux juegos puzzles quiz weather wetter meteo jobs"
        " stellenmarkt emploi horoscope",
        LeftOut.COMMENTS: "forum forums foren",
        LeftOut.FEED: "static cdn assets img images media api feeds rss ad",
        LeftOut.SEARCH: "search suche recherche",
    }.items()
    for label in labels.split()
}


def kind_of(parts: Parts) -> LeftOut | None:
    """Why the URL is no article's; None where it may be one."""
    if parts.extension in _MEDIA:
        return LeftOut.MEDIA_FILE
    if parts.extension in _MACHINERY:
        return LeftOut.FEED
    return _of_path(parts.names) or _of_query(parts)


def kind_of_host(url: WebUrl) -> LeftOut | None:
    """What a host's first label says of all its pages; None where it says nothing."""
    label, _, rest = url.host.partition(".")
    return _HOSTS.get(label) if "." in rest else None


def _of_path(names: tuple[str, ...]) -> LeftOut | None:
    if not names:
        return None
    return _of_directories(names) or _of_last(names) or link_words.kind_of(names[-1])


def _of_directories(names: tuple[str, ...]) -> LeftOut | None:
    for depth, name in enumerate(names[:-1]):
        kind = link_words.kind_of(name)
        if kind is None or not link_words.is_closed(kind):
            continue
        is_owned = kind in _OWNERS and any(map(is_like_article, names[depth + 2 :]))
        if not is_owned:
            return kind
    return None


def _of_last(names: tuple[str, ...]) -> LeftOut | None:
    """By the form of the last segment."""
    last, before = names[-1], names[-2] if len(names) > 1 else ""
    if ends_in_date("/".join(names)):
        return LeftOut.ARCHIVE
    if _PAGE_SEGMENT.fullmatch(last) or (before and _LIST_PAGE.fullmatch(last)):
        return LeftOut.PAGINATION
    if last.isdecimal() and _PAGE_WORD.fullmatch(before):
        return LeftOut.PAGINATION
    if _TAG_SEGMENT.fullmatch(last):
        return LeftOut.TAG
    return LeftOut.COMMENTS if _COMMENT_SEGMENT.fullmatch(last) else None


def _of_query(parts: Parts) -> LeftOut | None:
    names = {name for name, _ in parts.pairs}
    if names & _SHARE_NAMES:
        return LeftOut.SHARE
    if parts.has_id:
        return None
    if names & _SEARCH_NAMES:
        return LeftOut.SEARCH
    is_paged = any(name in _PAGE_NAMES and value.isdecimal() for name, value in parts.pairs)
    return LeftOut.PAGINATION if is_paged else None
