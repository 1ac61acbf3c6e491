"""Every setting: its unit, default and meaning. One section per stage.

Sources, later ones win: the defaults here, `config/vedette.toml` (or the file that VEDETTE_CONFIG
names), variables `VEDETTE_<SECTION>__<NAME>`, and `<VARIABLE>_FILE` for secrets kept in files.
An unknown or malformed setting stops the start. A setting added here also goes into
docs/settings.md; a test holds the two together.
"""

import ipaddress
import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings import SettingsError as PydanticSettingsError

from worker import __version__
from worker.errors import SettingsError

PREFIX = "VEDETTE_"
#: Variables with our prefix that are no settings: they say where settings are, or serve the tests.
NOT_SETTINGS = frozenset({"VEDETTE_CONFIG", "VEDETTE_TEST_KEEP"})

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Seconds = Annotated[float, Field(gt=0)]


class Section(BaseModel):
    """A group of settings; unknown names are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSettings(Section):
    """Where the frontier, captures and articles are kept."""

    url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder")
    pool_size: int = Field(8, ge=1, description="connections per process at the most (PostgreSQL)")
    busy_timeout_seconds: Seconds = Field(
        30.0, description="how long a writer waits for another one (SQLite)"
    )


class BrokerSettings(Section):
    """The Redis that carries Celery's messages and the event stream; empty: embedded engine only."""

    url: str = Field("", description="redis://…, rediss://… or redis+socket://…")
    key_prefix: str = Field("vedette:", description="prefix of every key that Celery writes")
    visibility_timeout_seconds: int = Field(
        900, ge=5, description="Redis gives a message to another worker after this long without ack"
    )


class FrontierSettings(Section):
    """How URLs wait, and how many may be under way."""

    url_max_length: int = Field(2048, ge=100, description="longer URLs are declined, in characters")
    allowed_ports: tuple[int, ...] = Field(
        (80, 443, 8080, 8443),
        description="ports that may be asked; networks in fetch.allow_networks may use any",
    )
    blocked_hosts: tuple[str, ...] = Field(
        (), description="host names never to be fetched, with all below them"
    )
    fetching_max: int = Field(64, ge=1, description="URLs claimed for fetching at once, fleet-wide")
    processing_max: int = Field(
        32, ge=1, description="captures claimed for processing at once, fleet-wide"
    )
    fetch_lease_seconds: Seconds = Field(
        90.0, description="a fetch not finished by then is taken back; above fetch.deadline_seconds"
    )
    process_lease_seconds: Seconds = Field(
        60.0,
        description="a page not processed by then is taken back; above process.time_limit_seconds",
    )
    nudge_after_seconds: Seconds = Field(
        10.0, description="a message that nobody has begun after this long is sent again"
    )
    fetch_attempts_max: int = Field(
        4, ge=1, description="fetches of one visit, lost workers included"
    )
    process_attempts_max: int = Field(
        2, ge=1, description="a page that broke its process this often is quarantined"
    )


class FetchSettings(Section):
    """How pages are downloaded."""

    user_agent: str = Field(
        f"Vedette/{__version__} (+{{contact}})",
        description="the whole User-Agent; {contact} is replaced by fetch.contact",
    )
    contact: str = Field(
        "", description="URL or address where publishers can reach you; set it before a real crawl"
    )
    robots_token: str = Field("vedette", description="our product token in robots.txt (RFC 9309)")
    threads: int = Field(16, ge=1, description="fetch threads of the embedded engine")
    deadline_seconds: Seconds = Field(
        45.0, description="total time for one URL: DNS, connect, TLS, headers, body, redirects"
    )
    connect_timeout_seconds: Seconds = Field(10.0, description="DNS, connect and TLS together")
    body_max_bytes: int = Field(
        10_000_000, ge=1000, description="cap on the decoded body; larger is too_large"
    )
    redirects_max: int = Field(10, ge=0, description="redirects of one visit, over all hosts")
    delay_seconds: float = Field(
        1.0, ge=0, description="pause between two requests to one host, fleet-wide"
    )
    crawl_delay_max_seconds: Seconds = Field(
        30.0, description="a robots.txt Crawl-delay counts up to this"
    )
    retry_after_max_seconds: Seconds = Field(
        86_400.0, description="a Retry-After counts up to this"
    )
    host_rest_seconds: Seconds = Field(
        300.0, description="a host that can't be reached is left alone for this long"
    )
    robots_max_age_seconds: Seconds = Field(
        86_400.0, description="robots.txt is asked again after this long (RFC 9309: 24 h)"
    )
    allow_networks: tuple[Network, ...] = Field(
        (), description="networks that the address guard lets through, for intranets and tests"
    )

    @field_validator("allow_networks", mode="before")
    @classmethod
    def _read_json_list(cls, value: object) -> object:
        return json.loads(value) if isinstance(value, str) else value

    @property
    def user_agent_header(self) -> str:
        """The User-Agent as it is sent."""
        contact = self.contact or "the operator has named no contact"
        return self.user_agent.replace("{contact}", contact)


class ProcessSettings(Section):
    """How captures become articles."""

    children: int = Field(2, ge=1, description="process children of the embedded engine")
    time_limit_seconds: Seconds = Field(
        30.0, description="a page that takes its child longer costs the child"
    )
    memory_limit_bytes: int = Field(
        1_500_000_000,
        ge=300_000_000,
        description="address space of one child; 0 or more pages' worth",
    )
    pages_per_child: int = Field(500, ge=1, description="a child is replaced after this many pages")
    fast: bool = Field(
        False, description="trafilatura without its fallback extractors: faster, slightly worse"
    )
    text_min_characters: int = Field(
        200, ge=1, description="shorter articles are thin (scripts without spaces: a third)"
    )
    text_max_characters: int = Field(1_000_000, ge=1000, description="longer texts are cut")


class ClassifySettings(Section):
    """How articles are judged."""

    yes_threshold: float = Field(
        0.6, ge=0, le=1, description="score from which the decision is yes"
    )
    review_threshold: float = Field(
        0.35, ge=0, le=1, description="score from which a person should look"
    )
    evidence_max: int = Field(24, ge=1, description="findings kept with each judgement")


class DiscoverSettings(Section):
    """How URLs are found."""

    sources_file: Path | None = Field(
        None, description="the list of sources; none: config/sources.toml"
    )
    poll_interval_seconds: Seconds = Field(1800.0, description="a feed is read this often")
    items_max: int = Field(500, ge=1, description="items taken from one feed at a time")


class PublishSettings(Section):
    """How articles leave."""

    stream_key: str = Field("vedette:events", description="the Redis stream of events")
    stream_max_length: int = Field(
        100_000, ge=1, description="events kept in the stream, about; all stay in the database"
    )
    batch_size: int = Field(200, ge=1, description="events relayed in one go")


class LogSettings(Section):
    """What is logged, to standard error."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="least severity"
    )
    format: Literal["console", "json"] = Field(
        "console", description="lines for people, or one JSON object a line"
    )


class Settings(BaseSettings):
    """All settings, read once at the start."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
    )

    data_dir: Path = Field(
        Path("data"), description="folder of the database and whatever else is kept"
    )
    database: DatabaseSettings = DatabaseSettings()
    broker: BrokerSettings = BrokerSettings()
    frontier: FrontierSettings = FrontierSettings()
    fetch: FetchSettings = FetchSettings()
    process: ProcessSettings = ProcessSettings()
    classify: ClassifySettings = ClassifySettings()
    discover: DiscoverSettings = DiscoverSettings()
    publish: PublishSettings = PublishSettings()
    log: LogSettings = LogSettings()

    @property
    def database_url(self) -> str:
        """The database's URL, with the default filled in."""
        return self.database.url or f"sqlite:///{self.data_dir.absolute() / 'vedette.db'}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then what `load` read from the file."""
        assert isinstance(env_settings, EnvSettingsSource)
        env_settings.env_vars = _with_secret_files(env_settings.env_vars)
        return env_settings, init_settings


def config_dir() -> Path:
    """The folder of shipped configuration: the checkout's `config/`, or the wheel's copy of it."""
    packaged = Path(__file__).parent / "_config"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "config"


def load(config_file: Path | None = None) -> Settings:
    """Read all settings.

    Args:
        config_file: a TOML file; None: $VEDETTE_CONFIG, else ./config/vedette.toml, else the shipped
            one.

    Raises:
        SettingsError: naming the setting, its value, and what was expected.
    """
    path = _config_path(config_file)
    from_file = _read_toml(path)
    _refuse_unknown_variables()
    try:
        return Settings(**from_file)
    except ValidationError as error:
        raise SettingsError(_explain(error, path)) from None
    except PydanticSettingsError as error:
        cause = error.__cause__
        raise SettingsError(f"{error}{f': {cause}' if cause else ''}; lists are JSON") from None


def _config_path(config_file: Path | None) -> Path:
    named = config_file or (Path(p) if (p := os.environ.get("VEDETTE_CONFIG")) else None)
    if named is not None:
        if not named.is_file():
            raise SettingsError(f"no settings file at {named} (from VEDETTE_CONFIG or --config)")
        return named
    here = Path("config") / "vedette.toml"
    return here if here.is_file() else config_dir() / "vedette.toml"


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"can't read the settings file {path}: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}") from None


def _refuse_unknown_variables() -> None:
    """pydantic-settings passes over names that match no section; a typo must not vanish."""
    for variable in sorted(os.environ):
        if not variable.startswith(PREFIX) or variable in NOT_SETTINGS:
            continue
        top = variable.removeprefix(PREFIX).lower().removesuffix("_file").split("__")[0]
        if top not in Settings.model_fields:
            raise SettingsError(
                f"unknown setting {variable} in the environment; names look like "
                "VEDETTE_FETCH__DELAY_SECONDS, and docs/settings.md lists them all"
            )


def _with_secret_files(variables: Mapping[str, str | None]) -> dict[str, str | None]:
    """`VEDETTE_DATABASE__URL_FILE=/run/secrets/x` gives `VEDETTE_DATABASE__URL` that file's text."""
    merged = dict(variables)
    for name, file_name in variables.items():
        base = name.lower().removesuffix("_file")
        if not name.lower().startswith(PREFIX.lower()) or base == name.lower() or not file_name:
            continue
        if base.endswith("sources"):  # discover.sources_file is a setting of its own
            continue
        del merged[name]
        try:
            merged[base] = Path(file_name).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"{name.upper()} names {file_name}: {error.strerror}") from None
    return merged


def _explain(error: ValidationError, path: Path) -> str:
    """The first fault in one sentence: where, what was given, what was expected."""
    fault = error.errors()[0]
    name = ".".join(str(part) for part in fault["loc"])
    variable = PREFIX + "__".join(str(part) for part in fault["loc"][:2]).upper()
    where = f"{variable} in the environment" if variable in os.environ else f"{name} in {path}"
    if fault["type"] == "extra_forbidden":
        return f"unknown setting {where}; docs/settings.md lists them all"
    secret = any(word in name for word in ("url", "password", "token"))
    given = "" if secret else f" is {fault['input']!r}, but"
    return f"setting {where}{given}: {fault['msg'][0].lower()}{fault['msg'][1:]}"
