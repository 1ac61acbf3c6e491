"""Stored articles to be judged, and a classifier whose versions judge as a test says."""

from collections.abc import Mapping
from typing import Any

from support.parts import World, long_text
from worker.values import Evidence, Judgement, TopicScore
from worker.vocabulary import Decision, Topic

YES, REVIEW, NO = 0.9, 0.5, 0.1


class TableClassifier:
    """The first word of a title says its score; a version is a table of such words."""

    def __init__(self, version: str, scores: Mapping[str, float]) -> None:
        self.version = version
        self._scores = scores
        self.judged: list[str] = []

    def judge(self, *, title: str | None, text: str, language: str) -> Judgement:
        word = (title or "").split()[0]
        self.judged.append(word)
        score = self._scores.get(word, NO)
        decision = (
            Decision.YES if score >= 0.6 else Decision.REVIEW if score >= 0.35 else Decision.NO
        )
        topics = (TopicScore(topic=Topic.FORCES, score=score),)
        found = Evidence(
            concept=f"about_{word}", surface=word, field="title", start=0, end=len(word), weight=1.0
        )
        return Judgement(
            score=score,
            decision=decision,
            topics=() if decision is Decision.NO else topics,
            evidence=(found,),
            language=language,
            version=self.version,
        )


def stored(world: World, *words: str) -> list[int]:
    """Store an article for each word, by the world's present classifier; gives their ids."""
    urls = [f"https://{word}.example/{word}" for word in words]
    for url, word in zip(urls, words, strict=True):
        world.web.pages[url] = {"title": f"{word} in the news", "text": long_text(word)}
    ids = world.submit(*urls)
    world.work(4)
    return [world.url(url_id)["article_id"] for url_id in ids]


def article(world: World, article_id: int) -> dict[str, Any]:
    """An article, as people see it."""
    with world.database.reading() as tx:
        row = tx.article_reports.article(article_id)
    assert row is not None
    return row


def events(world: World, name: str) -> list[Mapping[str, Any]]:
    """The events of a name that left, in order."""
    world.pipeline.relay()
    return [event.payload for event in world.event_stream.events if event.name == name]
