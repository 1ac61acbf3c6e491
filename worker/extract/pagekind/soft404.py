"""Error pages that are served with status 200."""

import re

from worker.extract.page import Page
from worker.extract.pagekind.phrases import Phrases, folded

#: Above this weight an error page would be an article about errors.
_WEIGHT_MAX = 1500
_SHORT_WEIGHT = 500
_HEADING_MAX_CHARACTERS = 120
_OPENING_CHARACTERS = 500

#: What a title or first heading says; each phrase means nothing else there.
PHRASES: dict[str, tuple[str, ...]] = {
    "en": (
        "page not found", "404 not found", "404 error", "error 404", "404 page",
        "page cannot be found",
        "page can't be found", "page could not be found", "page doesn't exist",
        "page does not exist",
        "page isn't available", "page is not available", "article not found", "content not found",
        "story not found", "file not found", "page no longer exists", "page has been removed",
        "article is no longer available", "content is no longer available",
        "page is no longer available",
        "we can't find that page", "we couldn't find that page", "we can't find the page",
        "we couldn't find the page", "internal server error", "500 error", "error 500",
        "service unavailable", "bad gateway", "gateway timeout", "site is under maintenance",
        "down for maintenance", "403 forbidden", "error 403", "access denied",
        "an error has occurred",
    ),
    "de": (
        "seite nicht gefunden", "seite wurde nicht gefunden", "seite konnte nicht gefunden werden",
        "artikel nicht gefunden", "seite existiert nicht", "seite ist nicht verfügbar",
        "fehler 404",
        "404 fehler", "inhalt nicht verfügbar", "inhalt wurde nicht gefunden",
    ),
    "fr": (
        "page introuvable", "page non trouvée", "page est introuvable", "erreur 404",
        "article introuvable",
        "page n'existe pas", "page n'existe plus", "page demandée n'existe", "contenu introuvable",
    ),
    "es": (
        "página no encontrada", "pagina no encontrada", "página no existe",
        "no se encontró la página",
        "no encontramos la página", "no se ha encontrado la página", "página no disponible",
        "artículo no encontrado",
    ),
    "pt": (
        "página não encontrada", "pagina nao encontrada", "erro 404", "página não existe",
        "não encontramos a página", "conteúdo não encontrado",
    ),
    "it": (
        "pagina non trovata", "pagina non esiste", "errore 404", "contenuto non trovato",
        "pagina non è disponibile", "pagina non disponibile",
    ),
    "nl": ("pagina niet gevonden", "pagina bestaat niet", "artikel niet gevonden", "fout 404"),
    "sv": (
        "sidan hittades inte", "sidan kunde inte hittas", "sidan finns inte",
        "sidan du söker finns",
    ),
    "no": (
        "siden ble ikke funnet", "fant ikke siden", "siden finnes ikke", "finner ikke siden",
        "siden eksisterer ikke",
    ),
    "da": ("siden blev ikke fundet", "siden findes ikke", "siden kunne ikke findes"),
    "fi": ("sivua ei löytynyt", "sivua ei löydy", "sivu ei ole olemassa"),
    "pl": (
        "nie znaleziono strony", "strona nie istnieje", "strona nie została znaleziona", "błąd 404",
        "nie znaleziono artykułu", "strony nie znaleziono",
    ),
    "cs": (
        "stránka nenalezena", "stránka nebyla nalezena", "stránka neexistuje", "chyba 404",
        "stránku se nepodařilo najít", "článek nenalezen",
    ),
    "sk": ("stránka nenájdená", "stránka nebola nájdená", "stránka neexistuje"),
    "hu": ("az oldal nem található", "az oldal nem létezik", "a keresett oldal nem", "404-es hiba"),
    "ro": ("pagina nu a fost găsită", "pagina nu există", "eroare 404", "pagină negăsită"),
    "bg": ("страницата не е намерена", "страницата не беше намерена", "страницата не съществува",
           "грешка 404"),
    "sr": ("stranica nije pronađena", "страница није пронађена", "stranica ne postoji"),
    "el": ("η σελίδα δεν βρέθηκε", "σελίδα δεν βρέθηκε", "η σελίδα δεν υπάρχει", "σφάλμα 404"),
    "ru": (
        "страница не найдена", "страницы не существует", "страница не существует", "ошибка 404",
        "материал не найден", "страница удалена", "такой страницы нет", "страница не существует",
    ),
    "uk": ("сторінку не знайдено", "сторінка не знайдена", "сторінки не існує", "помилка 404",
           "сторінка не існує"),
    "tr": ("sayfa bulunamadı", "aradığınız sayfa bulunamadı", "aradığınız sayfa", "404 hatası",
           "sayfa mevcut değil"),
    "az": ("səhifə tapılmadı", "səhifə mövcud deyil", "axtardığınız səhifə"),
    "hy": ("էջը չի գտնվել", "էջը գոյություն չունի"),
    "ar": (
        "الصفحة غير موجودة", "لم يتم العثور على الصفحة", "الصفحة المطلوبة غير موجودة", "خطأ 404",
        "الصفحة غير متوفرة", "الصفحة التي تبحث عنها",
    ),
    "fa": (
        "صفحه یافت نشد", "صفحه مورد نظر یافت نشد", "صفحه پیدا نشد", "خطای 404",
        "صفحه مورد نظر شما",
    ),
    "ur": ("صفحہ نہیں ملا", "صفحہ موجود نہیں"),
    "he": ("הדף לא נמצא", "העמוד לא נמצא", "הדף המבוקש לא נמצא", "שגיאה 404", "העמוד המבוקש"),
    "hi": ("पृष्ठ नहीं मिला", "पेज नहीं मिला", "पेज उपलब्ध नहीं"),
    "bn": ("পৃষ্ঠা পাওয়া যায়নি", "পাতাটি পাওয়া যায়নি", "পেজটি খুঁজে পাওয়া যায়নি"),
    "zh": (
        "页面不存在", "找不到页面", "页面未找到", "页面没有找到", "无法找到该页",
        "找不到该页", "網頁不存在",
        "頁面不存在", "找不到網頁", "找不到頁面", "您访问的页面", "您要访问的页面",
    ),
    "ja": ("ページが見つかりません", "ページは見つかりません", "お探しのページ",
           "ページは存在しません", "ページが存在しません", "記事が見つかりません"),
    "ko": ("페이지를 찾을 수 없습니다", "존재하지 않는 페이지", "요청하신 페이지"),
    "vi": ("không tìm thấy trang", "trang không tồn tại", "trang bạn tìm kiếm không"),
    "id": ("halaman tidak ditemukan", "halaman yang anda cari"),
    "th": ("ไม่พบหน้า", "ไม่พบหน้าที่คุณต้องการ"),
}  # fmt: skip

_PHRASES = Phrases(PHRASES)
#: A heading that is nothing but this.
_BARE = re.compile(
    r"(?:error|erreur|fehler|oops!?|http)?[\s:–-]*(?:40[0-9]|410|50[0-4])\W*(?:error)?|404\W.{0,30}"
    r"|not found|error|oops\W*|sorry\W*|nicht gefunden|introuvable|не найдено"
)


def soft_404(page: Page) -> str | None:
    """The heading (or opening) that says that nothing is here; None where none does."""
    if page.weight > _WEIGHT_MAX or (page.articles and page.weight > _SHORT_WEIGHT):
        return None
    for heading in page.titles:
        text = folded(heading)
        if len(text) <= _HEADING_MAX_CHARACTERS and (
            _PHRASES.found_in(text) or _BARE.fullmatch(text)
        ):
            return f"soft 404: {heading[:80]}"
    if page.weight <= _SHORT_WEIGHT and not page.claims_article:
        opening = (page.text or page.visible)[:_OPENING_CHARACTERS]
        if found := _PHRASES.found_in(folded(opening)):
            return f"soft 404: {found[0]}"
    return None
