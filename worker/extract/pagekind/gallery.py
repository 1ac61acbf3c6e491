"""Galleries and videos: pictures with captions, or a player, and no text beside them."""

from worker.extract.page import Page
from worker.extract.pagekind.phrases import NOTHING, Phrases
from worker.extract.pagekind.sight import Sight
from worker.extract.pagekind.words.gallery import NAMES

_PHRASES = Phrases(NAMES)
_GALLERY_TYPES = frozenset({"imagegallery", "mediagallery"})
_VIDEO_TYPES = frozenset({"videoobject", "videogallery"})
#: So many pictures in the page's own part, or fewer under a name that says so.
_IMAGES_MIN = 6
_NAMED_IMAGES_MIN = 4
#: In sentences, captions left out: with more it is a report with pictures.
_OWN_PROSE = 200
#: The same where no name or type says that it is a gallery, or where JSON-LD says an article.
_LITTLE = 80
_LINKS_MAX = 500  # with more headlines in links it is a list


def gallery(sight: Sight) -> str | None:
    """What is shown instead of a text; None where there is a text."""
    if not sight.is_short or sight.region.link_weight > _LINKS_MAX:
        return None
    page = sight.page
    is_named = any(_PHRASES.found_in(one) for one in sight.headings) or bool(
        page.types() & _GALLERY_TYPES
    )
    most = _OWN_PROSE if is_named and not page.articles else _LITTLE
    if sight.other_prose(NOTHING) >= most:
        return None
    if sight.region.player_count and (is_named or _says_video(page)):
        return "a video, with captions for a text"
    count = sight.region.image_count
    is_gallery = count >= (_NAMED_IMAGES_MIN if is_named else _IMAGES_MIN)
    return f"{count} pictures, with captions for a text" if is_gallery else None


def _says_video(page: Page) -> bool:
    og_type = (page.metas.first(("og:type",)) or "").lower()
    return not page.articles and (og_type.startswith("video") or bool(page.types() & _VIDEO_TYPES))
