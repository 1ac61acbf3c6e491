"""A server that refuses its robots.txt (RFC 9309, section 2.3.1.4): its pages wait, for a day."""

from itertools import pairwise

import pytest
from support.parts import World, long_text

from worker.errors import Refused
from worker.vocabulary import Outcome, UrlState

SITE = "https://a.example"
PAGE = f"{SITE}/1"
DAY_SECONDS = 86_400


def refused(status: int) -> Refused:
    return Refused(
        Outcome.HTTP_ERROR,
        f"robots.txt: HTTP {status}",
        detail={"status": status, "robots_url": f"{SITE}/robots.txt"},
    )


@pytest.mark.parametrize("status", [429, 500, 503])
def test_its_page_waits_for_a_day_and_then_ends_with_the_time_in_the_reason(
    world: World, status: int
) -> None:
    world.web.robots[SITE] = refused(status)
    [url_id] = world.submit(PAGE)

    world.work(DAY_SECONDS - 60, step=60)
    assert world.url(url_id)["state"] == UrlState.WAITING

    world.work(3600, step=60)
    assert world.url(url_id)["outcome"] == Outcome.HTTP_ERROR
    assert world.url(url_id)["reason"].startswith(f"robots.txt: HTTP {status}, for ")
    moments = [at for at, url in world.web.asked if url.endswith("/robots.txt")]
    waits = [(after - before).total_seconds() for before, after in pairwise(moments)]
    assert waits[:4] == [60, 600, 3600, 14400] or status != 500
    assert max(waits) <= 14400 + 120
    assert len(moments) <= 12
    assert PAGE not in [url for _, url in world.web.asked]


def test_its_page_is_stored_when_robots_txt_comes_back_after_hours(world: World) -> None:
    world.web.robots[SITE] = refused(503)
    world.web.pages[PAGE] = {"title": "Frigate", "text": long_text("frigate")}
    [url_id] = world.submit(PAGE)
    world.work(10 * 3600, step=60)

    world.web.robots[SITE] = b""
    world.work(5 * 3600, step=60)

    assert world.url(url_id)["outcome"] == Outcome.STORED


def test_waiting_for_robots_txt_uses_up_no_attempts_of_the_page(world: World) -> None:
    world.web.robots[SITE] = refused(503)
    [url_id] = world.submit(PAGE)

    world.work(10 * 3600, step=60)

    assert world.url(url_id)["attempts"] == 0
