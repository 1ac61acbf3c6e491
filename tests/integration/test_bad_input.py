"""Bad input: one clear sentence, a non-zero exit, no traceback; what was accepted stays."""

import socket
import subprocess
from pathlib import Path

import pytest
from support.programs import BIN, environment, json_lines, vedette


def _refusal(result: subprocess.CompletedProcess[bytes], *words: str) -> str:
    """The one sentence, after checking that it is one."""
    text = result.stderr.decode()
    assert result.returncode not in (0, None)
    assert "Traceback" not in text
    lines = [line for line in text.splitlines() if line.startswith("vedette: ")]
    assert len(lines) == 1, text
    for word in words:
        assert word in lines[0]
    return lines[0]


def test_an_unknown_setting_in_the_environment(tmp_path: Path) -> None:
    env = environment(tmp_path, FETCH__DELAI_SECONDS="1")

    _refusal(vedette("status", env=env, folder=tmp_path), "VEDETTE_FETCH__DELAI_SECONDS")


def test_an_unknown_setting_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "vedette.toml").write_text("[fetch]\ndelai_seconds = 1\n")

    result = vedette("status", env=environment(tmp_path), folder=tmp_path)

    _refusal(result, "fetch.delai_seconds", "vedette.toml")


def test_a_malformed_setting(tmp_path: Path) -> None:
    env = environment(tmp_path, FETCH__THREADS="many")

    _refusal(
        vedette("run", env=env, folder=tmp_path), "VEDETTE_FETCH__THREADS", "'many'", "integer"
    )


@pytest.mark.parametrize("command", ["status", "run", "migrate", "submit"])
def test_a_database_that_cannot_be_reached(tmp_path: Path, command: str) -> None:
    env = environment(tmp_path, DATABASE__URL="postgresql://vedette:hidden@127.0.0.1:9/vedette")
    arguments = ["https://a.example/x"] if command == "submit" else []

    result = vedette(command, *arguments, env=env, folder=tmp_path)

    assert "hidden" not in _refusal(result, "127.0.0.1:9", "can't be used")


def test_a_database_without_tables(tmp_path: Path, postgres_url: str) -> None:
    env = environment(tmp_path, DATABASE__URL=postgres_url)

    _refusal(vedette("status", env=env, folder=tmp_path), "run `vedette migrate`")


def test_redis_that_is_down_at_the_start(tmp_path: Path) -> None:
    env = environment(tmp_path, BROKER__URL="redis://:hidden@127.0.0.1:9/0")
    vedette("status", env=env, folder=tmp_path)  # makes the tables

    assert "hidden" not in _refusal(
        vedette("run", env=env, folder=tmp_path), "Redis", "127.0.0.1:9"
    )
    worker = [BIN / "celery", "-A", "worker", "worker", "-Q", "fetch", "-P", "threads"]
    for command in (worker, [BIN / "celery", "-A", "worker", "beat"]):
        result = subprocess.run(
            command, env=env, cwd=tmp_path, capture_output=True, timeout=60, check=False
        )
        assert "hidden" not in _refusal(result, "Redis", "127.0.0.1:9")


def test_celery_without_a_broker(tmp_path: Path) -> None:
    for part in ("worker", "beat"):
        result = subprocess.run(
            [BIN / "celery", "-A", "worker", part], env=environment(tmp_path), cwd=tmp_path,
            capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        _refusal(result, "VEDETTE_BROKER__URL")


def test_submit_with_redis_down_accepts_since_the_database_is_the_truth(tmp_path: Path) -> None:
    env = environment(tmp_path, BROKER__URL="redis://127.0.0.1:9/0")

    result = vedette("submit", "https://a.example/x", "--json", env=env, folder=tmp_path)

    assert result.returncode == 0
    assert json_lines(result.stdout)[0]["admission"] == "accepted"


def test_a_url_of_100_kilobytes_is_declined_and_the_others_are_accepted(tmp_path: Path) -> None:
    env = environment(tmp_path)
    long = "https://a.example/" + "x" * 100_000
    (tmp_path / "urls").write_text(f"https://a.example/1\n{long}\nhttps://a.example/2\n")

    result = vedette("submit", "--file", "urls", "--json", env=env, folder=tmp_path)

    rows = json_lines(result.stdout)
    assert result.returncode == 1
    assert [row["admission"] for row in rows] == ["accepted", "declined", "accepted"]
    assert "100,018 characters" in rows[1]["reason"]
    shown = vedette("submit", "--file", "urls", env=env, folder=tmp_path).stdout.decode()
    assert "1 declined" in shown
    assert len(shown) < 5000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("https://a.example/1\n".encode("utf-16"), ("UTF-16", "save it as UTF-8")),
        ("https://a.example/1\n".encode("utf-16-le"), ("UTF-16", "save it as UTF-8")),
        (b"https://a.example/1\n\xff\xfe\x00\x01\n", ("line 2", "no UTF-8")),
        (b"https://a.example/1\nhttps://a.example/\x07\n", ("line 2", "control characters")),
        (b"\n# nothing\n", ("no URLs",)),
    ],
)
def test_a_file_of_urls_that_is_no_list(
    tmp_path: Path, content: bytes, words: tuple[str, ...]
) -> None:
    (tmp_path / "urls").write_bytes(content)
    env = environment(tmp_path)

    _refusal(vedette("submit", "--file", "urls", env=env, folder=tmp_path), *words)

    counts = vedette("status", "--json", env=env, folder=tmp_path).stdout
    assert b'"submitted": 0' in counts


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = vedette("ingest", "--file", "nowhere", env=environment(tmp_path), folder=tmp_path)

    _refusal(result, "nowhere", "No such file")


@pytest.mark.parametrize("command", ["run", "status", "demo"])
@pytest.mark.parametrize("place", ["occupied", "/sys/vedette"])  # not even root may write there
def test_a_data_folder_that_cannot_be_written(tmp_path: Path, place: str, command: str) -> None:
    (tmp_path / "occupied").write_text("a file, where the folder should be")
    env = environment(tmp_path) | {"VEDETTE_DATA_DIR": str(tmp_path / place)}

    _refusal(vedette(command, env=env, folder=tmp_path), place, "VEDETTE_DATA_DIR")


def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        result = vedette("demo", "--port", port, env=environment(tmp_path), folder=tmp_path)

    _refusal(result, port, "in use")


def test_rows_that_are_no_rows(tmp_path: Path) -> None:
    env = environment(tmp_path)
    (tmp_path / "rows").write_text('{"id": 1, "title": "x", "text": "y"}\nnonsense\n')

    _refusal(vedette("classify", "--input", "rows", env=env, folder=tmp_path), "line 2", "JSON")


def test_extract_without_a_usable_url(tmp_path: Path) -> None:
    result = vedette(
        "extract", "-", "--url", "ftp://x/", env=environment(tmp_path), folder=tmp_path
    )

    _refusal(result, "ftp")


def test_show_and_explain_of_what_is_not_there(tmp_path: Path) -> None:
    env = environment(tmp_path)

    _refusal(vedette("show", "7", env=env, folder=tmp_path), "no article 7")
    _refusal(vedette("show", "https://a.example/", env=env, folder=tmp_path), "never submitted")
    explained = vedette("explain", "https://10.0.0.1/", env=env, folder=tmp_path)
    assert explained.returncode == 1
    assert b"would be declined" in explained.stdout
    _refusal(vedette("list", "--since", "yesterday", env=env, folder=tmp_path), "--since", "7d")
