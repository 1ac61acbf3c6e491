"""READ FIRST: how a page becomes an article, in the order in which it happens.

Runs in a child process with limits of time and memory. Knows bytes, an address and a moment; no
network, no database.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from worker.extract.access import access_of
from worker.extract.authors import authors_of
from worker.extract.charset import Decoded, decode
from worker.extract.declared import declared_language
from worker.extract.ending import broken_off
from worker.extract.integrity import Kept, judged, measure
from worker.extract.language import LanguageReader
from worker.extract.lead import lead_of
from worker.extract.links import canonical_url, page_urls
from worker.extract.mending import Mend
from worker.extract.metatags import MetaTags
from worker.extract.own_article import own_articles
from worker.extract.page import Page
from worker.extract.pagekind.teaser import prompt_at_end
from worker.extract.parse import Parsed, lighten, parse
from worker.extract.published import Dating, date_page
from worker.extract.room import enough_room
from worker.extract.site import named_site, site_names
from worker.extract.sniff import wrong_type
from worker.extract.structured import read as read_json_ld
from worker.extract.text import Body, TextReader
from worker.extract.text_date import read_date
from worker.extract.title import shown_titles, title_element, title_of
from worker.extract.verdict import Verdict, judge
from worker.settings import ProcessSettings
from worker.values import Extraction, Language
from worker.vocabulary import Access, Outcome


class Extractor:
    """Turns pages into articles, one at a time."""

    def __init__(self, settings: ProcessSettings) -> None:
        self._text_min_characters = settings.text_min_characters
        self._texts = TextReader(fast=settings.fast, max_characters=settings.text_max_characters)
        self._languages = LanguageReader()

    def warm(self) -> None:
        """Load models and word lists now (0.7 s), so that forked children share them."""
        self._texts.warm()
        self._languages.warm()

    def extract(
        self, body: bytes, *, url: str, content_type: str | None, now: datetime
    ) -> Extraction:
        """Read a page.

        Args:
            body: its bytes, decoded from their Content-Encoding.
            url: where it was fetched.
            content_type: the HTTP header as it was sent; None if it was not.
            now: the moment of the visit, aware: bounds what dates are believed.

        Returns:
            What the page holds; where it is no article, or not all of one, with the outcome and
            reason, and still with whatever it shows. The same bytes always give the same.

        Raises:
            MemoryError, RecursionError: when the process meets its limits; nothing else, for any
                bytes.
        """
        with enough_room():
            return self._extracted(body, url, content_type, now)

    def html(self, body: bytes, content_type: str | None) -> str:
        """A page as text, without anything taken from it."""
        return decode(body, content_type).html.decode()

    def language(self, text: str, declared: str | None) -> Language:
        """The language of a few words, such as a title; `declared` decides where they are few."""
        return self._languages.read(text, declared)

    def _extracted(
        self, body: bytes, url: str, content_type: str | None, now: datetime
    ) -> Extraction:
        if kind := wrong_type(body):
            return _nothing(Outcome.WRONG_TYPE, kind, {"bytes": len(body)})
        decoded = decode(body, content_type)
        parsed = parse(decoded.html)
        if parsed is None:
            signals = {"bytes": len(body), "charset": decoded.encoding}
            return _nothing(Outcome.NOT_ARTICLE, "no text found", signals)
        return self._read(decoded, parsed, url, now)

    def _read(self, decoded: Decoded, parsed: Parsed, url: str, now: datetime) -> Extraction:
        tree = parsed.tree
        metas = MetaTags(tree)
        linked = read_json_ld(tree)
        canonical = canonical_url(tree, metas, url)
        titles = shown_titles(tree, metas)
        articles = own_articles(linked, urls=page_urls(canonical, metas, url), titles=titles)
        sites = site_names(
            linked=linked,
            articles=articles,
            metas=metas,
            title=title_element(tree),
            url=canonical or url,
        )
        lighten(tree)
        kept = measure(parsed.html, tree)
        body = self._texts.rough(tree) if kept.is_lost else self._texts.read(tree, url)
        page = Page(
            url=url,
            html=parsed.html,
            tree=tree,
            metas=metas,
            linked=linked,
            articles=articles,
            titles=titles,
            text=body.text,
            access=access_of(linked, articles, metas),
        )
        verdict = judge(page, kept, text_min_characters=self._text_min_characters)
        title = title_of(tree=tree, articles=articles, metas=metas, site_names=sites)
        dating = date_page(tree=tree, articles=articles, metas=metas, url=canonical or url, now=now)
        published = dating.published
        if published is None and verdict.outcome in (Outcome.STORED, Outcome.PARTIAL):
            published = read_date(tree, url=url, now=now)
        declared = declared_language(tree, metas, articles)
        mended = _mended(decoded, parsed)
        faults = _faults(decoded, parsed, body)
        integrity, doubts = judged(kept=kept, text=body.text, mended=mended, faults=faults)
        return Extraction(
            outcome=verdict.outcome,
            reason=verdict.reason,
            title=title,
            text=body.text,
            lead=lead_of(articles=articles, metas=metas, title=title, text=body.text),
            authors=authors_of(
                tree=tree, linked=linked, articles=articles, metas=metas, site_names=sites
            ),
            published=published,
            site_name=named_site(sites, canonical or url),
            language=self._languages.read(f"{title or ''}\n{body.text}", declared),
            canonical_url=canonical,
            access=_shown_access(page, verdict),
            integrity=integrity,
            signals=_signals(
                decoded=decoded,
                parsed=parsed,
                body=body,
                page=page,
                kept=kept,
                mended=mended,
                doubts=doubts,
                dating=dating,
            ),
        )


def _shown_access(page: Page, verdict: Verdict) -> Access:
    """As declared; where the page declares nothing, a teaser shows that it is partial."""
    if page.access is not Access.UNKNOWN:
        return page.access
    is_teaser = verdict.outcome is Outcome.PARTIAL and verdict.reason.startswith("teaser")
    return Access.PARTIAL if is_teaser else Access.UNKNOWN


def _mended(decoded: Decoded, parsed: Parsed) -> dict[Mend, int]:
    """All that was set right, with how often."""
    done = dict(parsed.done)
    for kind, count in (
        (Mend.CONTROLS, decoded.removed_count),
        (Mend.HALVES, decoded.halves_count),
        (Mend.TWICE, decoded.undoubled_count),
        (Mend.CHARSET, int(bool(decoded.overruled))),
    ):
        if count:
            done[kind] = done.get(kind, 0) + count
    return done


def _faults(decoded: Decoded, parsed: Parsed, body: Body) -> Mapping[str, Any]:
    """Why the text may not be all of it, beside what the parser lost."""
    return {
        "the page ends within": broken_off(decoded.html),
        "the parser stopped": parsed.stopped,
        "some of the text is UTF-8 twice": decoded.is_partly_doubled,
        "the text was cut": body.was_cut,
        "the text is all of the page's paragraphs": body.fault,
    }


def _signals(
    *,
    decoded: Decoded,
    parsed: Parsed,
    body: Body,
    page: Page,
    kept: Kept,
    mended: Mapping[Mend, int],
    doubts: list[str],
    dating: Dating,
) -> Mapping[str, Any]:
    """What the verdict rests on; facts that say nothing are left out."""
    signals: dict[str, Any] = {
        "charset": decoded.encoding,
        "charset_source": decoded.source,
        "html_bytes": len(decoded.html),
        "text_characters": len(body.text),
        "text_method": body.method,
        "json_ld_articles": len(page.articles),
    }
    optional: dict[str, Any] = {
        "replaced_share": decoded.replaced_share,
        "removed_controls": decoded.removed_count,
        "json_ld_broken": page.linked.broken_count,
        "text_was_cut": body.was_cut,
        "text_fault": body.fault,
        "parser_stopped": parsed.stopped,
        "charset_declared": decoded.overruled,
        "mended": {str(kind): count for kind, count in mended.items()},
        "doubts": doubts,
        "subscribe_prompt": prompt_at_end(body.text),
        "published_refused": list(dating.refused),
    }
    signals.update({name: value for name, value in optional.items() if value})
    if kept.lost_characters:
        signals["source_characters"] = kept.source_characters
        signals["parsed_characters"] = kept.parsed_characters
    return signals


def _nothing(outcome: Outcome, reason: str, signals: Mapping[str, Any]) -> Extraction:
    """A page of which nothing could be read."""
    return Extraction(
        outcome=outcome,
        reason=reason,
        title=None,
        text="",
        lead=None,
        authors=(),
        published=None,
        site_name=None,
        language=Language(code="und", confidence=0.0),
        canonical_url=None,
        access=Access.UNKNOWN,
        signals=signals,
    )
