"""An egress proxy that is away costs nobody anything; a meta refresh is one hop of a visit."""

from support.parts import World, long_text

from worker.fetch.proxy import ProxyAway
from worker.steps.fetch import PROXY_PAUSE_SECONDS
from worker.values import Download, Hop
from worker.vocabulary import Outcome

PAGE = "https://a.example/page"
AWAY = ProxyAway(Outcome.UNREACHABLE, "the egress proxy p:1 can't be reached: Connection refused")


def test_while_the_proxy_is_away_urls_wait_and_nothing_is_counted(world: World) -> None:
    world.web.robots["https://a.example"] = AWAY
    [url_id] = world.submit(PAGE)
    world.work(PROXY_PAUSE_SECONDS * 10)
    row = world.url(url_id)
    assert (row["state"], row["attempts"]) == ("waiting", 0)
    assert "egress proxy" in row["reason"]
    asked = len(world.web.asked)
    assert 9 <= asked <= 11
    with world.database.reading() as tx:
        assert tx.hosts.pace("a.example").failures == 0
        assert not tx.host_signs.has_ever_answered("a.example")
        assert not tx.fleet.is_outage()
    world.web.robots["https://a.example"] = b""
    world.web.pages[PAGE] = {"title": "t", "text": long_text("t")}
    world.work(PROXY_PAUSE_SECONDS + 5)
    assert world.url(url_id)["outcome"] == "stored"


def test_a_page_is_left_by_meta_refresh_once_in_a_visit(world: World) -> None:
    """A refresh to another host waits there for its turn; what it finds there is a page."""
    may_refresh: dict[str, object] = {}
    get = world.fetcher.get

    def remember(url: str, **options: object) -> Download:
        may_refresh[url] = options["may_refresh"]
        return get(url, **options)

    world.fetcher.get = remember  # type: ignore[method-assign]
    target = "https://b.example/page"
    world.web.pages[PAGE] = Download(
        requested_url=PAGE,
        final_url=PAGE,
        status=200,
        headers=(),
        body=b"",
        hops=(Hop(url=PAGE, status=200, location=target),),
        elsewhere=target,
    )
    world.web.pages[target] = {"title": "t", "text": long_text("t")}
    [url_id] = world.submit(PAGE)
    world.work(20)
    assert world.url(url_id)["outcome"] == "stored"
    assert may_refresh == {PAGE: True, target: False}
