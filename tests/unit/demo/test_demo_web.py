"""The sample web as a client meets it, over real connections."""

import contextlib
import http.client
import socket
import threading
import time
from urllib.parse import urlsplit

import feedparser
import pytest
import requests
from lxml import etree, html
from protego import Protego

from worker.demo.site import PAGES_FOLDER, load_outlets
from worker.demo.web import SampleWeb
from worker.errors import InputError
from worker.vocabulary import Decision, Outcome

PAGES = [(outlet, page) for outlet in load_outlets() for page in outlet.pages]
FILES = [(outlet, page) for outlet, page in PAGES if page.file is not None]


@pytest.fixture(scope="module")
def web():
    with SampleWeb() as served:
        yield served


@pytest.fixture(scope="module")
def client():
    with requests.Session() as session:
        session.trust_env = False
        yield session


def test_every_outlet_is_a_host_of_its_own(web):
    origins = {urlsplit(base).netloc for base in web.bases.values()}
    assert len(origins) == len(load_outlets()) == len(web.feeds)


def test_urls_and_expectations_are_in_the_order_of_the_file(web):
    assert web.urls == tuple(web.bases[outlet.name] + page.path for outlet, page in PAGES)
    assert tuple(web.expectations) == web.urls


@pytest.mark.parametrize(("outlet", "page"), FILES, ids=[p.path[:60] for _, p in FILES])
def test_a_page_is_served_with_its_own_bytes_and_charset(web, client, outlet, page):
    base = web.bases[outlet.name]
    response = client.get(base + page.path)
    raw = (PAGES_FOLDER / page.file).read_bytes()
    assert response.status_code == page.status
    assert response.headers["Content-Type"] == page.content_type
    assert response.content == raw.replace(b"{{base}}", base.encode())
    assert b"{{" not in response.content


def test_the_redirect_leads_to_its_article_on_the_same_host(web, client):
    outlet, page = next((o, p) for o, p in PAGES if p.redirect_to)
    base = web.bases[outlet.name]
    response = client.get(base + page.path, allow_redirects=False)
    assert response.status_code == 301
    assert response.headers["Location"] == base + page.redirect_to
    assert client.get(base + page.path).url == web.expectations[base + page.path].article_url


def test_the_amp_twin_names_the_article_as_canonical(web, client):
    url, expected = next((u, e) for u, e in web.expectations.items() if u.endswith(".amp.html"))
    document = html.fromstring(client.get(url).content)
    assert document.xpath("string(//link[@rel='canonical']/@href)") == expected.article_url


def test_tracking_parameters_change_nothing(web, client):
    tracked = next(url for url in web.urls if "utm_" in url)
    assert client.get(tracked).content == client.get(tracked.partition("?")[0]).content


def test_a_page_that_did_not_change_is_answered_with_304(web, client):
    first = client.get(web.urls[0])
    again = client.get(web.urls[0], headers={"If-None-Match": first.headers["ETag"]})
    other = client.get(web.urls[0], headers={"If-None-Match": '"another"'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert other.status_code == 200


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_bodies_are_compressed_for_clients_that_accept_it(web, client, encoding):
    response = client.get(web.urls[0], headers={"Accept-Encoding": encoding}, stream=True)
    sent = response.raw.read(decode_content=False)
    assert response.headers.get("Content-Encoding", "identity") == encoding
    assert sent.startswith(b"\x1f\x8b") is (encoding == "gzip")
    assert len(sent) == int(response.headers["Content-Length"])


def test_head_sends_the_headers_alone(web, client):
    whole, head = client.get(web.urls[0]), client.head(web.urls[0])
    assert head.content == b""
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_unknown_paths_and_nonsense_are_404(web, client):
    base = web.bases["The Harbour Ledger"]
    for path in ("/nothing", "/%FF%zz", "//[::"):
        assert client.get(base + path).status_code == 404


def test_robots_txt_allows_all_but_the_denied(web, client):
    for base in web.bases.values():
        rules = Protego.parse(client.get(f"{base}/robots.txt").text)
        assert list(rules.sitemaps) == [f"{base}/news-sitemap.xml"]
        for url, expected in web.expectations.items():
            if url.startswith(base + "/"):
                denied = expected.outcome is Outcome.ROBOTS_DENIED
                assert rules.can_fetch(url, "vedette") is not denied


def test_feeds_list_what_was_published(web, client):
    found = []
    for feed_url in web.feeds:
        parsed = feedparser.parse(client.get(feed_url).content)
        assert not parsed.bozo
        assert parsed.version == "rss20"
        found += [entry.link for entry in parsed.entries]
        assert all(e.title == web.expectations[e.link].title for e in parsed.entries)
        assert all(e.published_parsed for e in parsed.entries)
    published = {url for url, e in web.expectations.items() if e.published}
    articles = {url for url in published if web.expectations[url].article_url == url}
    assert sorted(found) == sorted(articles)


def test_news_sitemaps_list_the_same_articles_as_the_feeds(web, client):
    for outlet in load_outlets():
        base = web.bases[outlet.name]
        root = etree.fromstring(client.get(f"{base}/news-sitemap.xml").content)
        names = {
            "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
            "n": "http://www.google.com/schemas/sitemap-news/0.9",
        }
        locations = root.xpath("//s:url/s:loc/text()", namespaces=names)
        assert locations == [base + page.path for page in outlet.listed]
        titles = root.xpath("//s:url/n:news/n:title/text()", namespaces=names)
        assert titles == [page.title for page in outlet.listed]


def test_home_pages_link_to_the_articles(web, client):
    for outlet in load_outlets():
        document = html.fromstring(client.get(web.bases[outlet.name] + "/").content)
        links = document.xpath("//li/a/@href")
        assert links == [page.path for page in outlet.listed]


def test_one_connection_serves_many_requests(web):
    parts = urlsplit(web.urls[0])
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=5)
    connection.request("GET", parts.path)
    connection.getresponse().read()
    first = connection.sock
    connection.request("GET", "/robots.txt")
    assert connection.getresponse().status == 200
    assert connection.sock is first
    connection.close()


def test_every_request_is_logged(client):
    with SampleWeb() as web:
        before = time.monotonic()
        client.get(web.urls[0], headers={"User-Agent": "tester/1"})
        client.head(web.bases["Der Taunusbote"] + "/nothing?x=1")
        first, second = web.requests
    assert first.outlet == "Xəzər Postu"
    assert (first.method, first.status, first.user_agent) == ("GET", 200, "tester/1")
    assert first.path == load_outlets()[0].pages[0].path
    assert (second.method, second.path, second.status) == ("HEAD", "/nothing?x=1", 404)
    assert before <= first.at_monotonic <= second.at_monotonic <= time.monotonic()


def test_latency_delays_every_answer(client):
    with SampleWeb(latency_seconds=0.2) as web:
        started = time.monotonic()
        client.get(web.urls[0])
        assert time.monotonic() - started >= 0.2


def test_many_clients_are_served_side_by_side():
    with SampleWeb(latency_seconds=0.2) as web:
        statuses = []

        def ask():
            statuses.append(requests.get(web.urls[0], timeout=10).status_code)

        clients = [threading.Thread(target=ask) for _ in range(10)]
        started = time.monotonic()
        for thread in clients:
            thread.start()
        for thread in clients:
            thread.join()
        assert statuses == [200] * 10
        assert time.monotonic() - started < 1.5  # one after another: 2 s


def test_close_frees_the_ports_and_leaves_no_thread_even_with_open_connections():
    threads_before = set(threading.enumerate())
    web = SampleWeb(latency_seconds=30)
    addresses = [(u.hostname, u.port) for u in map(urlsplit, web.bases.values())]
    idle = socket.create_connection(addresses[0], timeout=5)
    waiting = socket.create_connection(addresses[1], timeout=5)
    waiting.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    started = time.monotonic()
    web.close()
    web.close()  # once more does no harm
    assert time.monotonic() - started < 2
    assert set(threading.enumerate()) <= threads_before
    for address in addresses:
        with socket.socket() as probe, contextlib.closing(probe):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    idle.close()
    waiting.close()


def test_a_chosen_port_is_used_and_a_taken_one_refused():
    outlets = load_outlets()[:2]
    with SampleWeb(outlets) as first:
        port = urlsplit(first.urls[0]).port
        threads_before = set(threading.enumerate())
        with pytest.raises(InputError, match=f"port {port}"):
            SampleWeb(outlets, port=port)
        assert set(threading.enumerate()) == threads_before
    with SampleWeb(outlets, port=port) as second:
        assert urlsplit(second.urls[0]).port == port


def test_a_port_that_is_none_is_refused():
    with pytest.raises(InputError, match="port 70000"):
        SampleWeb(port=70_000)


def test_where_only_127_0_0_1_exists_each_outlet_has_its_port():
    # 127.0.0.N can't be bound on macOS; an address of a documentation network fails alike here.
    class Elsewhere(SampleWeb):
        def _host(self, outlet, ip, port):
            return super()._host(outlet, "192.0.2.1" if ip != "127.0.0.1" else ip, port)

    with Elsewhere() as web:
        origins = {urlsplit(base) for base in web.bases.values()}
        assert {origin.hostname for origin in origins} == {"127.0.0.1"}
        assert len({origin.port for origin in origins}) == len(load_outlets())
        assert requests.get(web.urls[-1], timeout=5).status_code == 200


def test_true_articles_and_look_alikes_share_the_stage(web):
    decisions = [e.decision for e in web.expectations.values() if e.outcome is Outcome.STORED]
    assert decisions.count(Decision.YES) >= 10
    assert decisions.count(Decision.NO) >= 8
