"""`vedette sources` as an operator uses it, on a site served on loopback."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.paced_web import PacedHost, serving
from support.programs import environment, json_lines, vedette

PACE_SECONDS = "0.05"


@pytest.fixture(scope="module")
def host() -> Iterator[PacedHost]:
    made = PacedHost("127.8.0.1", answer_seconds=0.0)
    with serving([made]):
        yield made


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    empty = tmp_path / "none.toml"
    empty.write_text("")
    return environment(
        tmp_path, FETCH__DELAY_SECONDS=PACE_SECONDS, DISCOVER__SOURCES_FILE=str(empty)
    )


def run(env: dict[str, str], folder: Path, *arguments: str, status: int = 0) -> bytes:
    done = vedette("sources", *arguments, env=env, folder=folder)
    assert done.returncode == status, done.stderr.decode()
    return done.stdout


def listed(env: dict[str, str], folder: Path) -> dict[str, dict[str, Any]]:
    return {row["url"]: row for row in json_lines(run(env, folder, "list", "--json"))}


def test_a_sites_sources_are_found_tried_and_added(
    host: PacedHost, env: dict[str, str], tmp_path: Path
) -> None:
    prospects = json.loads(run(env, tmp_path, "add", host.base, "--yes", "--sample", "1", "--json"))

    found = {one["url"]: one for one in prospects}
    feed = found[f"{host.base}/feed.xml"]
    assert (feed["kind"], feed["how"], feed["items"], feed["new"]) == ("feed", "link element", 7, 7)
    assert feed["sample"][0]["outcome"] == "stored"
    assert found[f"{host.base}/sitemap.xml"]["how"] == "robots.txt"
    assert found[f"{host.base}/"]["kind"] == "page"
    assert set(listed(env, tmp_path)) == {
        f"{host.base}{path}" for path in ("/feed.xml", "/sitemap.xml", "/")
    }
    assert not [r for r in host.log if r.path.startswith("/private/")]


def test_nothing_is_added_that_nobody_picked(
    host: PacedHost, env: dict[str, str], tmp_path: Path
) -> None:
    done = vedette(
        "sources", "add", host.base, "--sample", "0", env=env, folder=tmp_path, stdin=b"none\n"
    )

    assert done.returncode == 0, done.stderr.decode()
    assert b"nothing added" in done.stdout
    assert listed(env, tmp_path) == {}


def test_rows_are_picked_by_their_numbers(
    host: PacedHost, env: dict[str, str], tmp_path: Path
) -> None:
    done = vedette(
        "sources", "add", host.base, "--sample", "0", "--name", "The ministry", "--tag", "defence",
        env=env, folder=tmp_path, stdin=b"99\n1\n",
    )  # fmt: skip

    assert b"from 1 to" in done.stderr
    [one] = listed(env, tmp_path).values()
    assert (one["name"], one["tags"]) == ("The ministry", ["defence"])


def test_what_is_watched_already_is_named_and_not_added_twice(
    host: PacedHost, env: dict[str, str], tmp_path: Path
) -> None:
    feed = f"{host.base}/feed.xml"
    run(env, tmp_path, "add", feed, "--yes", "--name", "First", "--sample", "0")

    prospects = json.loads(run(env, tmp_path, "add", host.base, "--sample", "0", "--json"))

    [known] = [one for one in prospects if one["url"] == feed]
    assert known["same_as"] == listed(env, tmp_path)[feed]["id"]


def test_a_source_is_paused_resumed_and_removed(
    host: PacedHost, env: dict[str, str], tmp_path: Path
) -> None:
    feed = f"{host.base}/feed.xml"
    run(env, tmp_path, "add", feed, "--yes", "--name", "First", "--sample", "0")

    run(env, tmp_path, "pause", "first", "--reason", "too much sport")
    paused = listed(env, tmp_path)[feed]
    assert (paused["state"], paused["note"]) == ("paused", "too much sport")
    run(env, tmp_path, "resume", feed)
    assert listed(env, tmp_path)[feed]["state"] == "active"
    run(env, tmp_path, "remove", str(paused["id"]))
    assert listed(env, tmp_path) == {}


def test_a_source_that_does_not_exist_is_told_with_what_to_do(
    env: dict[str, str], tmp_path: Path
) -> None:
    done = vedette("sources", "pause", "Nonesuch", env=env, folder=tmp_path)

    assert done.returncode == 2
    assert b"there is no source 'Nonesuch'" in done.stderr
    assert b"vedette sources list" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_site_that_can_not_be_asked_is_one_sentence(env: dict[str, str], tmp_path: Path) -> None:
    for target in ("http://127.8.0.9:9/", "not a site", "ftp://paper.example/"):
        done = vedette("sources", "add", target, env=env, folder=tmp_path)
        assert done.returncode == 2, target
        assert done.stderr.decode().splitlines()[-1].startswith("vedette: ")
        assert b"Traceback" not in done.stderr


def test_a_file_that_is_no_opml_is_named(env: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "junk.opml"
    file.write_bytes(b"\x00\x01 no XML")

    done = vedette("sources", "import", str(file), env=env, folder=tmp_path)

    assert done.returncode == 2
    assert f"{file}: it is no XML" in done.stderr.decode()


def test_lists_go_out_and_come_back(host: PacedHost, env: dict[str, str], tmp_path: Path) -> None:
    run(env, tmp_path, "add", host.base, "--yes", "--sample", "0", "--tag", "defence")
    opml = tmp_path / "out.opml"
    run(env, tmp_path, "export", "--opml", "--output", str(opml))
    exported = tmp_path / "out.toml"
    exported.write_bytes(run(env, tmp_path, "export"))
    before = listed(env, tmp_path)

    other = {**env, "VEDETTE_DATA_DIR": str(tmp_path / "other")}
    report = run(other, tmp_path, "import", str(opml), "--paused")

    assert b"3 added" in report
    after = listed(other, tmp_path)
    assert set(after) == set(before)
    assert {row["state"] for row in after.values()} == {"paused"}
    assert {tuple(row["tags"]) for row in after.values()} == {("defence",)}
    third = {**other, "VEDETTE_DISCOVER__SOURCES_FILE": str(exported)}
    assert b"known" in run(third, tmp_path, "import", str(opml))


def test_a_source_is_read_for_a_look_without_leaving_anything(
    host: PacedHost, env: dict[str, str], tmp_path: Path
) -> None:
    prospect = json.loads(run(env, tmp_path, "test", f"{host.base}/", "--sample", "2", "--json"))

    assert (prospect["kind"], prospect["items"]) == ("page", 6)
    assert {one["outcome"] for one in prospect["sample"]} == {"stored"}
    assert listed(env, tmp_path) == {}
    counts = vedette("status", "--json", env=env, folder=tmp_path)
    assert json.loads(counts.stdout)["submitted"] == 0


def test_health_tells_of_a_source_that_fails(
    host: PacedHost, env: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(
        f'[[source]]\nname = "Gone"\nurl = "{host.base}/gone.xml"\n'
        f'[[source]]\nname = "Fine"\nurl = "{host.base}/feed.xml"\n'
    )
    env["VEDETTE_DISCOVER__SOURCES_FILE"] = str(file)
    _run_service(env, tmp_path, host)

    done = vedette("sources", "health", "--json", env=env, folder=tmp_path)

    assert done.returncode == 1
    [ill] = json_lines(done.stdout)
    assert (ill["name"], ill["health"]) == ("Gone", "failing")
    assert b"Fine" in run(env, tmp_path, "health", "--all", status=1)
    shown = run(env, tmp_path, "show", "Gone").decode()
    assert "not_found" in shown and "HTTP 404" in shown


def _run_service(env: dict[str, str], folder: Path, host: PacedHost) -> None:
    from support.programs import BIN, running, wait_until

    log = folder / "run.log"
    with running([BIN / "vedette", "run"], env=env, folder=folder, log=log):
        wait_until(lambda: b"not_found" in log.read_bytes(), logs=[log])
        wait_until(lambda: b"outcome=polled" in log.read_bytes(), logs=[log])
