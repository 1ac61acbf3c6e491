"""Where settings come from, and what is said when one is wrong."""

from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path

import pytest

from worker.errors import SettingsError
from worker.settings import FetchSettings, Settings, config_dir, load

Load = Callable[..., Settings]
SECRET = "hunter2"


@pytest.fixture
def load_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Settings from the text of a file, and variables."""

    def load_text(text: str | bytes = "", **variables: str) -> Settings:
        file = tmp_path / "vedette.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return load(file)

    return load_text


def message(load_with: Load, text: str | bytes = "", **variables: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load_with(text, **variables)
    found = str(caught.value)
    assert SECRET not in found
    assert "\n" not in found
    assert len(found) < 500
    return found


def test_everything_has_a_default(load_with: Load) -> None:
    assert load_with() == Settings()
    assert load_with().database_url.startswith("sqlite:////")


def test_the_shipped_file_changes_no_default() -> None:
    assert load(config_dir() / "vedette.toml") == Settings()


def test_a_variable_goes_before_the_file_and_leaves_its_neighbours(load_with: Load) -> None:
    settings = load_with(
        "[fetch]\ndelay_seconds = 5\nthreads = 3", VEDETTE_FETCH__DELAY_SECONDS="0"
    )
    assert (settings.fetch.delay_seconds, settings.fetch.threads) == (0.0, 3)


def test_lists_are_json_in_variables(load_with: Load) -> None:
    settings = load_with(
        VEDETTE_FETCH__ALLOW_NETWORKS='["10.0.0.0/8", "fd00::/8"]',
        VEDETTE_FRONTIER__ALLOWED_PORTS="[443]",
        VEDETTE_FRONTIER__BLOCKED_HOSTS='["*.Bad.Example", "münchen.example."]',
    )
    assert settings.fetch.allow_networks == (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
    assert settings.frontier.allowed_ports == (443,)
    assert settings.frontier.blocked_hosts == ("bad.example", "xn--mnchen-3ya.example")


def test_lists_are_lists_in_the_file(load_with: Load) -> None:
    settings = load_with('[fetch]\nallow_networks = ["127.0.0.0/8"]')
    assert settings.fetch.allow_networks == (ip_network("127.0.0.0/8"),)


def test_a_byte_order_mark_is_no_fault(load_with: Load) -> None:
    assert load_with(b"\xef\xbb\xbf[fetch]\nthreads = 3").fetch.threads == 3


UNKNOWN = [
    "nope = 1",
    "[nope]\na = 1",
    "[fetch]\nnope = 1",
    # arguments of pydantic-settings, which it would take for its own
    '_env_file = "nope"',
    "_cli_parse_args = true",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_an_unknown_name_in_the_file_is_refused(load_with: Load, text: str) -> None:
    found = message(load_with, text)
    assert found.startswith("unknown setting ")
    assert "vedette.toml" in found
    assert "docs/settings.md" in found


@pytest.mark.parametrize(
    "variable",
    ["VEDETTE_NOPE", "vedette_nope", "VEDETTE_NOPE__X", "VEDETTE_FETCH__NOPE", "VEDETTE_"],
)
def test_an_unknown_variable_is_refused(load_with: Load, variable: str) -> None:
    found = message(load_with, **{variable: SECRET})
    assert found.startswith(f"unknown setting {variable} in the environment")


#: text of the file; what the message says of the setting, its value, and what was expected
MALFORMED = [
    ("[fetch]\ndelay_seconds = -1", "fetch.delay_seconds", "-1", "greater than or equal to 0"),
    ('[fetch]\ndelay_seconds = "soon"', "fetch.delay_seconds", "'soon'", "number"),
    ("[fetch]\ndelay_seconds = inf", "fetch.delay_seconds", "inf", "finite"),
    ("[fetch]\ndeadline_seconds = nan", "fetch.deadline_seconds", "nan", "finite"),
    ("[fetch]\ndeadline_seconds = 1e300", "fetch.deadline_seconds", "1e+300", "31536000"),
    ("[fetch]\nthreads = 1.5", "fetch.threads", "1.5", "integer"),
    ('[fetch]\nallow_networks = ["10.0.0.1/8"]', "fetch.allow_networks", "10.0.0.1/8", "host bits"),
    ('[fetch]\nallow_networks = ["x"]', "fetch.allow_networks", "'x'", "network"),
    (
        "[frontier]\nallowed_ports = [0]",
        "frontier.allowed_ports",
        "0",
        "greater than or equal to 1",
    ),
    ("[frontier]\nurl_max_length = 1", "frontier.url_max_length", "1", "100"),
    ('[frontier]\nblocked_hosts = ["a b"]', "frontier.blocked_hosts", "'a b'", "no host name"),
    ('[fetch]\nuser_agent = ""', "fetch.user_agent", "''", "at least 1 character"),
    ('[fetch]\nrobots_token = "a b"', "fetch.robots_token", "'a b'", "pattern"),
    ('[log]\nlevel = "LOUD"', "log.level", "'LOUD'", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
    ("[classify]\nyes_threshold = 2", "classify.yes_threshold", "2", "less than or equal to 1"),
    (f'[fetch]\nthreads = "{"x" * 5000}"', "fetch.threads", "xxx", "integer"),
]


@pytest.mark.parametrize(("text", "name", "value", "expected"), MALFORMED)
def test_a_malformed_value_is_refused_with_name_value_and_what_was_expected(
    load_with: Load, text: str, name: str, value: str, expected: str
) -> None:
    found = message(load_with, text)
    assert f"setting {name} in " in found
    assert "vedette.toml" in found
    assert value in found
    assert expected in found


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("VEDETTE_FETCH__DELAY_SECONDS", "soon", "number"),
        ("VEDETTE_FETCH__DELAY_SECONDS", "", "number"),
        ("vedette_fetch__delay_seconds", "soon", "number"),
        ("VEDETTE_FETCH__ALLOW_NETWORKS", "10.0.0.0/8", 'a JSON list, such as ["a", "b"]'),
        ("VEDETTE_FETCH__ALLOW_NETWORKS", '{"a": 1}', "a JSON list"),
        ("VEDETTE_FETCH__ALLOW_NETWORKS", "[" * 100_000, "a JSON list"),
        ("VEDETTE_FRONTIER__ALLOWED_PORTS", "80,443", "a JSON list"),
    ],
)
def test_a_malformed_variable_is_named_as_it_is_spelled(
    load_with: Load, variable: str, value: str, expected: str
) -> None:
    found = message(load_with, **{variable: value})
    assert f"setting {variable} in the environment is {value[:20]!r}"[:60] in found
    assert expected in found


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        (f'database = "postgresql://u:{SECRET}@h/d"', {}),
        ("", {"VEDETTE_DATABASE": f"postgresql://u:{SECRET}@h/d"}),
        ("", {"VEDETTE_DATABASE": f'{{"url": "postgresql://u:{SECRET}@h/d"}}'}),
        (f'[database]\nurl = ["postgresql://u:{SECRET}@h/d"]', {}),
        (f'[database]\nuri = "postgresql://u:{SECRET}@h/d"', {}),
        (f'[broker]\nurl = "http://:{SECRET}@h"', {}),
        ("", {"VEDETTE_BROKER__URL": f"amqp://u:{SECRET}@h"}),
        # a fault elsewhere, with a secret beside it
        (f'[database]\nurl = "postgresql://u:{SECRET}@h/d"\npool_size = 0', {}),
        (f'[database]\nurl = "postgresql://u:{SECRET}@h"\n[frontier]\nfetch_lease_seconds = 1', {}),
    ],
)
def test_no_message_shows_a_secret(load_with: Load, text: str, variables: dict[str, str]) -> None:
    assert message(load_with, text, **variables)


def test_a_section_is_no_value(load_with: Load) -> None:
    assert "is a section" in message(load_with, "fetch = 3")
    assert "VEDETTE_FETCH__NAME" in message(load_with, VEDETTE_FETCH="3")


def test_broken_toml_is_refused_with_its_line(load_with: Load) -> None:
    found = message(load_with, "[fetch]\nthreads = 3\nthreads = = 4\n")
    assert "not valid TOML" in found
    assert "line 3" in found


def test_bytes_that_are_no_text_are_refused(load_with: Load) -> None:
    assert "can't read the settings file" in message(load_with, b"\xff\xfe")


def test_a_named_file_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match=r"no settings file at .*nope\.toml"):
        load(tmp_path / "nope.toml")
    monkeypatch.setenv("VEDETTE_CONFIG", str(tmp_path / "nope.toml"))
    with pytest.raises(SettingsError, match=r"no settings file at .*nope\.toml"):
        load()
    (tmp_path / "nope.toml").write_text("[fetch]\nthreads = 3")
    assert load().fetch.threads == 3


def test_the_present_folder_goes_before_what_is_shipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load() == Settings()
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "vedette.toml").write_text("[fetch]\nthreads = 3")
    assert load().fetch.threads == 3


def test_a_secret_may_stand_in_a_file(load_with: Load, tmp_path: Path) -> None:
    (tmp_path / "url").write_text(f"postgresql://u:{SECRET}@h/d\n")
    settings = load_with(VEDETTE_DATABASE__URL_FILE=str(tmp_path / "url"))
    assert settings.database_url == f"postgresql://u:{SECRET}@h/d"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "No such file or directory"),
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"\xff\x00", "it is no UTF-8 text"),
    ],
)
def test_a_secret_file_that_gives_nothing_is_refused(
    load_with: Load, tmp_path: Path, content: bytes | None, fault: str
) -> None:
    file = tmp_path / "url"
    if content is not None:
        file.write_bytes(content)
    found = message(load_with, VEDETTE_DATABASE__URL_FILE=str(file))
    assert found == f"VEDETTE_DATABASE__URL_FILE names {file}: {fault}"


def test_a_secret_file_is_named_where_its_content_is_malformed(
    load_with: Load, tmp_path: Path
) -> None:
    (tmp_path / "size").write_text(SECRET)
    found = message(load_with, VEDETTE_DATABASE__POOL_SIZE_FILE=str(tmp_path / "size"))
    assert "setting VEDETTE_DATABASE__POOL_SIZE_FILE in the environment: " in found


def test_a_secret_is_given_once(load_with: Load, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("sqlite://")
    given = {"VEDETTE_DATABASE__URL": SECRET, "VEDETTE_DATABASE__URL_FILE": str(tmp_path / "url")}
    assert message(load_with, **given).startswith("both VEDETTE_DATABASE__URL and ")


def test_a_secret_file_must_have_a_name(load_with: Load) -> None:
    assert "names no file" in message(load_with, VEDETTE_DATABASE__URL_FILE="")


def test_the_list_of_sources_is_a_file_and_no_secret(load_with: Load) -> None:
    settings = load_with(VEDETTE_DISCOVER__SOURCES_FILE="/somewhere/sources.toml")
    assert settings.discover.sources_file == Path("/somewhere/sources.toml")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "[classify]\nyes_threshold = 0.2\nreview_threshold = 0.5",
            ("classify.review_threshold is 0.5", "classify.yes_threshold, which is 0.2"),
        ),
        (
            "[frontier]\nfetch_lease_seconds = 45",
            ("frontier.fetch_lease_seconds is 45", "fetch.deadline_seconds, which is 45"),
        ),
        (
            "[process]\ntime_limit_seconds = 60",
            ("frontier.process_lease_seconds is 60", "process.time_limit_seconds, which is 60"),
        ),
    ],
)
def test_settings_that_contradict_each_other_are_refused(
    load_with: Load, text: str, names: tuple[str, str]
) -> None:
    found = message(load_with, text)
    assert all(name in found for name in names)


def test_equal_thresholds_leave_nothing_for_review_and_are_fine(load_with: Load) -> None:
    settings = load_with("[classify]\nyes_threshold = 0.5\nreview_threshold = 0.5")
    assert settings.classify.review_threshold == 0.5


def test_every_setting_says_what_it_means() -> None:
    for section in Settings.model_fields.values():
        fields = getattr(section.annotation, "model_fields", {"": section})
        assert all(field.description for field in fields.values())


def test_the_user_agent_names_the_contact() -> None:
    assert (
        "(+https://a.example/bot)"
        in FetchSettings(contact="https://a.example/bot").user_agent_header
    )
    assert "no contact" in FetchSettings().user_agent_header


ENDPOINT = """
[opinion]
kind = "endpoint"
endpoint_url = "http://127.0.0.1:11434/v1"
endpoint_model = "qwen3-8b"
"""


def test_a_second_judge_is_off_and_needs_nothing(load_with: Load) -> None:
    assert load_with().opinion.kind == "off"
    assert load_with("[process]\ntime_limit_seconds = 2").opinion.timeout_seconds == 10
    assert load_with(ENDPOINT).opinion.endpoint_model == "qwen3-8b"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[opinion]\nkind = "model"', "opinion.kind is model: opinion.model_dir has to name"),
        ('[opinion]\nkind = "endpoint"', "opinion.endpoint_url should be its base, such as http"),
        (ENDPOINT.replace("qwen3-8b", " "), "opinion.endpoint_model has to name it"),
        (ENDPOINT.replace("http://127", "ftp://127"), "opinion.endpoint_url should be its base"),
        (ENDPOINT.replace("11434", "99999"), "opinion.endpoint_url should be its base"),
        (ENDPOINT.replace("127.0", f"ada:{SECRET}@127.0"), "should have no user"),
        (ENDPOINT.replace("/v1", f"/v1?key={SECRET}"), "should have no user, query"),
        (f'{ENDPOINT}endpoint_key = "{SECRET}\\n x"', "endpoint_key has characters"),
        (f"{ENDPOINT}timeout_seconds = 30", "below process.time_limit_seconds, which is 30"),
    ],
)
def test_a_second_judge_that_can_not_be_asked_is_named(
    load_with: Load, text: str, words: str
) -> None:
    assert words in message(load_with, text)


def test_the_key_of_an_endpoint_may_lie_in_a_file(load_with: Load, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{SECRET}\n")

    settings = load_with(ENDPOINT, VEDETTE_OPINION__ENDPOINT_KEY_FILE=str(tmp_path / "key"))

    assert settings.opinion.endpoint_key.get_secret_value() == SECRET
    assert SECRET not in repr(settings)
