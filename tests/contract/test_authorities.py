"""An authority that a source names is trusted for its host, and for as long as it is listed."""

from pathlib import Path

import pytest
from integration.fetch.authority import Authority
from support.feeds import rss
from support.parts import World, long_text

from worker.discover import sources as source_list
from worker.errors import InputError
from worker.settings import Settings

FEED = "https://intranet.example/feed"
ARTICLE = "https://intranet.example/2026/11/24/a-first-report"


def write(folder: Path, extra: str, *, url: str = FEED) -> Path:
    listed = folder / "sources.toml"
    listed.write_text(f'[[source]]\nname = "Intranet"\nurl = "{url}"\n{extra}\n')
    return listed


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    return Authority(tmp_path, "own").pem


class Remembering(dict):
    """What was trusted for each URL that was asked."""


def world_with(database_url: str, listed: Path) -> tuple[World, dict[str, object]]:
    world = World(database_url, discover={"sources_file": str(listed)})
    trusted: dict[str, object] = {}
    get, get_robots = world.fetcher.get, world.fetcher.get_robots

    def remember_get(url: str, **options: object) -> object:
        trusted[url] = options.get("ca_file")
        return get(url, **options)

    def remember_robots(origin: str, **options: object) -> object:
        trusted[f"{origin}/robots.txt"] = options.get("ca_file")
        return get_robots(origin, **options)  # type: ignore[arg-type]

    world.fetcher.get = remember_get  # type: ignore[method-assign]
    world.fetcher.get_robots = remember_robots  # type: ignore[method-assign]
    return world, trusted


def test_it_goes_with_every_request_to_its_host(
    database_url: str, tmp_path: Path, pem: Path
) -> None:
    other = "https://other.example/2026/11/24/another-report"
    world, trusted = world_with(database_url, write(tmp_path, 'ca_file = "own.pem"'))
    world.web.pages[FEED] = rss((ARTICLE, "A first report"), (other, "Another report"))
    world.web.pages |= {url: {"title": url, "text": long_text(url)} for url in (ARTICLE, other)}
    world.pipeline.sources.sync()
    world.submit(other)
    world.work(30)
    own = str(pem.resolve())
    assert {url: file for url, file in trusted.items() if "intranet" in url} == {
        "https://intranet.example/robots.txt": own,
        FEED: own,
        ARTICLE: own,
    }
    assert {file for url, file in trusted.items() if "other" in url} == {None}
    world.close()


def test_it_is_forgotten_when_the_list_names_it_no_more(
    database_url: str, tmp_path: Path, pem: Path
) -> None:
    listed = write(tmp_path, 'ca_file = "own.pem"')
    world, _ = world_with(database_url, listed)
    world.pipeline.sources.sync()
    with world.database.reading() as tx:
        assert tx.hosts.authority("intranet.example") == str(pem.resolve())
    write(tmp_path, "")
    world.pipeline.sources.sync()
    with world.database.reading() as tx:
        assert tx.hosts.authority("intranet.example") is None
    world.close()


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_one_that_cannot_be_read_stops_the_sync_and_says_which(
    database_url: str, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "own.pem").write_text(content)
    world, _ = world_with(database_url, write(tmp_path, 'ca_file = "own.pem"'))
    with pytest.raises(InputError, match=r"source 1 \(Intranet\) ca_file: .*own\.pem"):
        world.pipeline.sources.sync()
    world.close()


def test_a_host_has_one_authority(tmp_path: Path, pem: Path) -> None:
    Authority(tmp_path, "second")
    listed = write(tmp_path, 'ca_file = "own.pem"')
    listed.write_text(
        listed.read_text() + '[[source]]\nname = "B"\nurl = "https://intranet.example/b"\n'
        'ca_file = "second.pem"\n'
    )
    with pytest.raises(InputError, match=r"source 2 \(B\) ca_file: source 1 names another one"):
        source_list.load(listed)


def test_it_survives_export_and_import(tmp_path: Path, pem: Path) -> None:
    found = source_list.load(write(tmp_path, 'ca_file = "own.pem"'))
    copy = tmp_path / "copy.toml"
    copy.write_text(source_list.dump(found))
    assert source_list.load(copy) == found


def test_no_setting_turns_verification_off() -> None:
    for name, section in Settings.model_fields.items():
        fields = getattr(section.annotation, "model_fields", {})
        assert [one for one in fields if "verif" in one or "insecure" in one] == [], name
