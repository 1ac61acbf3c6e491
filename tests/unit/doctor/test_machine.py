"""The machine: room, clocks, names, the way out."""

import shutil
import socket
import time
from pathlib import Path

import pytest

from worker.doctor import machine
from worker.doctor.finding import Level


def refuse(_name: str, _port: int) -> None:
    raise socket.gaierror(-3, "Temporary failure in name resolution")


def find(_name: str, _port: int) -> list[str]:
    return ["192.0.2.1"]


def hang(_name: str, _port: int) -> None:
    time.sleep(5)


def only_a(name: str, port: int) -> object:
    return find(name, port) if name == "a.example" else refuse(name, port)


@pytest.mark.parametrize(
    ("less_warning", "less_critical", "level"),
    [
        (-1, -1, Level.OK),
        (+1, -1, Level.WARNING),
        (+1, +1, Level.CRITICAL),
    ],
)
def test_little_room_is_told_before_there_is_none(
    less_warning: int, less_critical: int, level: Level, tmp_path: Path
) -> None:
    free, gb = shutil.disk_usage(tmp_path).free, 1_000_000_000
    found = machine.disk(
        tmp_path, warning_bytes=free + less_warning * gb, critical_bytes=free + less_critical * gb
    )
    assert found.level is level
    assert bool(found.remedy) is (level is not Level.OK)


def test_a_folder_that_is_missing_is_not_made(tmp_path: Path) -> None:
    assert machine.disk(tmp_path / "a" / "b").name == "disk"
    assert not (tmp_path / "a").exists()


def test_a_file_in_the_place_of_the_folder_is_critical(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert machine.disk(tmp_path / "data").level is Level.CRITICAL


@pytest.mark.parametrize(
    ("ahead_seconds", "level", "says"),
    [
        (0.0, Level.OK, "0.0 s ahead"),
        (-4.9, Level.OK, "4.9 s behind"),
        (5.0, Level.WARNING, "5.0 s ahead"),
        (-61.0, Level.WARNING, "61.0 s behind"),
        (3600.0, Level.CRITICAL, "3600.0 s ahead"),
        (-300.0, Level.CRITICAL, "300.0 s behind"),
    ],
)
def test_a_clock_that_is_wrong_is_told_either_way(
    ahead_seconds: float, level: Level, says: str
) -> None:
    found = machine.clock("clock", "the database's", ahead_seconds)
    assert (found.level, found.says.startswith(says)) == (level, True)


@pytest.mark.parametrize(
    ("hosts", "resolve", "level"),
    [
        ([], refuse, Level.OK),
        (["192.0.2.1", "192.0.2.1:8080", "[2001:db8::1]:80", "2001:db8::1"], refuse, Level.OK),
        (["a.example"], find, Level.OK),
        (["a.example:8080"], only_a, Level.OK),
        (["a.example", "b.example"], only_a, Level.WARNING),
        (["a.example", "b.example"], refuse, Level.CRITICAL),
        (["a.example", "b.example"], hang, Level.CRITICAL),
    ],
)
def test_names_that_have_no_address_any_more(
    hosts: list[str], resolve: object, level: Level
) -> None:
    began = time.monotonic()
    found = machine.names(hosts, resolve=resolve, patience_seconds=0.2)  # type: ignore[arg-type]
    assert found.level is level
    assert time.monotonic() - began < 1


def test_an_egress_proxy_that_is_away_is_critical_and_its_password_is_not_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert machine.proxy(f"http://127.0.0.1:{port}").level is Level.OK
    found = machine.proxy(f"http://me:geheim@127.0.0.1:{port}")
    assert (found.level, "geheim" in found.says) == (Level.CRITICAL, False)
