"""What broke its worker is listed, replayed behind all else, or dropped; nothing is lost."""

import json
from typing import Any

import sqlalchemy as sa
from support.parts import JsonExtractor, World, long_text

from worker.steps.quarantine import Quarantine
from worker.store.quarantine import Choice
from worker.store.schema import urls
from worker.values import Extraction
from worker.vocabulary import Outcome

BAD, GOOD, OTHER = "https://a.example/bad", "https://a.example/good", "https://b.example/bad"


def article(name: str) -> dict[str, Any]:
    return {"title": f"Report {name}", "text": long_text(name)}


class MendedExtractor(JsonExtractor):
    """Of the next version, which reads every page."""

    def extract(self, body: bytes, **given: Any) -> Extraction:
        page = {"title": "Mended", "text": long_text(body.decode())}
        return super().extract(json.dumps(page).encode(), **given)


def quarantine(world: World) -> None:
    world.web.pages |= {BAD: {"raises": "boom"}, OTHER: {"raises": "bang"}}
    world.submit(BAD, OTHER)
    world.work(seconds=80, step=5)
    assert world.outcomes(BAD, OTHER) == [Outcome.QUARANTINED] * 2


def rows(world: World, **choice: Any) -> list[str]:
    with world.database.reading() as tx:
        return [row["url"] for row in tx.quarantine.rows(Choice(**choice), 10)]


def test_the_quarantined_are_chosen_by_host_reason_id_and_age(world: World) -> None:
    quarantine(world)

    assert sorted(rows(world)) == [BAD, OTHER]
    assert rows(world, host="b.example") == [OTHER]
    assert rows(world, reason="BOOM") == [BAD]
    assert rows(world, reason="%") == []
    assert rows(world, ids=[2]) == [OTHER]
    world.clock.forward(1)
    assert rows(world, since=world.clock()) == []
    with world.database.reading() as tx:
        assert sum(row["count"] for row in tx.quarantine.counts(Choice())) == 2
        capture = tx.quarantine.capture(1)
    assert capture is not None
    assert b"boom" in capture.body


def test_what_is_replayed_is_processed_again_from_its_capture(world: World) -> None:
    quarantine(world)
    asked = len(world.web.asked)
    world.extractor = MendedExtractor()

    released = Quarantine(world).replay(Choice(host="a.example"))  # type: ignore[arg-type]
    world.work(seconds=60)

    assert [one.visit for one in released] == [2]
    assert world.outcomes(BAD, OTHER) == [Outcome.STORED, Outcome.QUARANTINED]
    assert len(world.web.asked) == asked, "its capture was there"


def test_what_is_replayed_goes_behind_all_else_of_its_host(world: World) -> None:
    quarantine(world)
    with world.database._engine.begin() as connection:  # as if its fetch had broken
        connection.execute(sa.update(urls).values(reason="fetching: the client broke"))
    world.web.pages |= {BAD: article("bad"), GOOD: article("good")}
    Quarantine(world).replay(Choice(host="a.example"))  # type: ignore[arg-type]
    world.clock.forward(5)
    world.submit(GOOD)
    world.web.asked.clear()

    world.work(seconds=60)

    assert [url for _, url in world.web.asked] == [GOOD, BAD]
    assert world.outcomes(BAD, GOOD) == [Outcome.STORED] * 2


def test_what_breaks_again_is_quarantined_again(world: World) -> None:
    quarantine(world)
    Quarantine(world).replay(Choice())  # type: ignore[arg-type]

    world.work(seconds=80, step=5)

    assert world.outcomes(BAD, OTHER) == [Outcome.QUARANTINED] * 2
    with world.database.reading() as tx:
        verdicts = [gate["verdict"] for gate in tx.reports.trace_of(1) if gate["visit"] == 2]
    assert verdicts.count("replayed") == 1
    assert verdicts[-1] == "given up"


def test_what_is_dropped_stays_with_that_outcome(world: World) -> None:
    quarantine(world)

    Quarantine(world).drop(Choice(reason="boom"), "a broken page")  # type: ignore[arg-type]

    assert world.outcomes(BAD, OTHER) == [Outcome.DROPPED, Outcome.QUARANTINED]
    assert rows(world) == [OTHER]
    with world.database.reading() as tx:
        assert tx.reports.url_by_key(world.row(BAD)["key"])["reason"].endswith("a broken page")


def test_while_it_drains_nothing_new_is_dispatched(world: World) -> None:
    world.web.pages[GOOD] = article("good")
    world.submit(GOOD)
    with world.database.transaction() as tx:
        tx.fleet.drain(world.clock())

    world.work(seconds=20)
    assert world.web.asked == []

    with world.database.transaction() as tx:
        tx.fleet.drain(None)
    world.work(seconds=20)
    assert world.outcomes(GOOD) == [Outcome.STORED]
