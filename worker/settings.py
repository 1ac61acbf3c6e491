"""Every setting: its unit, default and meaning. One section per stage.

Sources, later ones win: the defaults here, `config/vedette.toml` (or the file that VEDETTE_CONFIG
names), variables `VEDETTE_<SECTION>__<NAME>`, and `<VARIABLE>_FILE` for secrets kept in files.
An unknown or malformed setting stops the start. A setting added here also goes into
docs/settings.md; a test holds the two together.
"""

import ipaddress
import json
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from worker import __version__, configuration, egress, hosts
from worker.errors import SettingsError

YEAR_SECONDS = 365 * 86_400.0

config_dir = configuration.config_dir


def _json_list(value: object) -> object:
    """A list in a variable is JSON."""
    if not isinstance(value, str):
        return value
    try:
        read = json.loads(value)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, list):
        raise ValueError('it should be a JSON list, such as ["a", "b"]')  # noqa: TRY004
    return read


def _network(value: object) -> object:
    """In ipaddress' words, which say what is wrong with it."""
    return ipaddress.ip_network(value) if isinstance(value, str) else value


def _host(value: str) -> str:
    return hosts.read(value.strip().removeprefix("*").removeprefix("."))


def _redis_url(value: str) -> str:
    if value and not value.startswith(("redis://", "rediss://", "redis+socket://")):
        raise ValueError("it should begin with redis://, rediss:// or redis+socket://")
    return value


def _proxy_url(value: str) -> str:
    if value:
        egress.read(value)
    return value


#: Above 0; a year at the most, since dates have an end.
Seconds = Annotated[float, Field(gt=0, le=YEAR_SECONDS, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Port = Annotated[int, Field(ge=1, le=65535)]
Network = Annotated[ipaddress.IPv4Network | ipaddress.IPv6Network, BeforeValidator(_network)]
Host = Annotated[str, AfterValidator(_host)]
JsonList = BeforeValidator(_json_list)


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
    """The Redis that carries Celery's messages and the event stream; empty: embedded engine."""

    url: Annotated[str, AfterValidator(_redis_url)] = Field(
        "", description="redis://…, rediss://… or redis+socket://…"
    )
    key_prefix: str = Field("vedette:", description="prefix of every key that Celery writes")
    visibility_timeout_seconds: int = Field(
        900, ge=5, description="Redis gives a message to another worker after this long without ack"
    )


class FrontierSettings(Section):
    """How URLs wait, and how many may be under way."""

    url_max_length: int = Field(2048, ge=100, description="longer URLs are declined, in characters")
    allowed_ports: Annotated[tuple[Port, ...], JsonList] = Field(
        (80, 443, 8080, 8443),
        description="ports that may be asked; networks in fetch.allow_networks may use any",
    )
    blocked_hosts: Annotated[tuple[Host, ...], JsonList] = Field(
        (), description="host names never to be fetched, with all below them"
    )
    fetching_max: int = Field(
        64,
        ge=1,
        description="URLs claimed for fetching at once, fleet-wide; those that wait more than half "
        "a second for their host don't count, up to four times as many in all",
    )
    processing_max: int = Field(
        32, ge=1, description="captures claimed for processing at once, fleet-wide"
    )
    captured_max: int = Field(
        1000, ge=1, description="while so many captures wait to be processed, nothing is fetched"
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
    defect_pause_seconds: Seconds = Field(
        5.0, description="a step that broke is not tried again at once: the cause may last"
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
        min_length=1,
        description="the whole User-Agent; {contact} is replaced by fetch.contact",
    )
    contact: str = Field(
        "", description="URL or address where publishers can reach you; set it before a real crawl"
    )
    robots_token: str = Field(
        "vedette",
        pattern=r"^[A-Za-z0-9_-]+$",
        description="our product token in robots.txt (RFC 9309)",
    )
    threads: int = Field(
        256,
        ge=1,
        description="fetch threads of the embedded engine; they wait for hosts most of the time",
    )
    deadline_seconds: Seconds = Field(
        45.0, description="total time for one URL: DNS, connect, TLS, headers, body, redirects"
    )
    connect_timeout_seconds: Seconds = Field(10.0, description="DNS, connect and TLS together")
    body_max_bytes: int = Field(
        10_000_000, ge=1000, description="cap on the decoded body; larger is too_large"
    )
    redirects_max: int = Field(10, ge=0, description="redirects of one visit, over all hosts")
    delay_seconds: float = Field(
        1.0,
        ge=0,
        le=YEAR_SECONDS,
        allow_inf_nan=False,
        description="pause between two requests to one host, fleet-wide",
    )
    crawl_delay_max_seconds: Seconds = Field(
        30.0, description="a robots.txt Crawl-delay counts up to this"
    )
    retry_after_max_seconds: Seconds = Field(
        86_400.0, description="a Retry-After counts up to this"
    )
    robots_patience_seconds: float = Field(
        86_400.0,
        ge=0,
        le=YEAR_SECONDS,
        allow_inf_nan=False,
        description="a URL waits so long for a robots.txt that the server refuses (5xx, 429)",
    )
    host_rest_seconds: Seconds = Field(
        300.0,
        description="a host that can't be reached is left alone for this long, then twice as long",
    )
    host_rest_max_seconds: Seconds = Field(3600.0, description="and this long at the most")
    slow_max_seconds: Seconds = Field(
        60.0, description="429 and 503 slow a host's pace step by step up to this pause"
    )
    robots_max_age_seconds: Seconds = Field(
        86_400.0, description="robots.txt is asked again after this long (RFC 9309: 24 h)"
    )
    proxy_url: Annotated[str, AfterValidator(_proxy_url)] = Field(
        "",
        description="http://host:port of an egress proxy that resolves and vets; none: direct. "
        "HTTP_PROXY and the like are never read",
    )
    allow_networks: Annotated[tuple[Network, ...], JsonList] = Field(
        (), description="networks that the address guard lets through, for intranets and tests"
    )

    @property
    def user_agent_header(self) -> str:
        """The User-Agent as it is sent."""
        contact = self.contact or "the operator has named no contact"
        return self.user_agent.replace("{contact}", contact)


class ProcessSettings(Section):
    """How captures become articles."""

    children: int = Field(2, ge=1, description="process children of the embedded engine")
    time_limit_seconds: Seconds = Field(
        30.0,
        description="CPU time of one page; by the clock it has until half way to the end of its "
        "lease",
    )
    memory_limit_bytes: int = Field(
        1_500_000_000,
        ge=500_000_000,
        description="address space of one child; a page that needs more costs the child",
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

    yes_threshold: Share = Field(0.55, description="score from which the decision is yes")
    review_threshold: Share = Field(0.25, description="score from which a person should look")
    evidence_max: int = Field(24, ge=1, description="findings kept with each judgement")
    lexicon_dir: Path | None = Field(
        None, description="folder of your own words and concepts, laid over the shipped lexicon"
    )
    weights_file: Path | None = Field(
        None, description="learned weights, as `vedette train` writes them; none: the shipped ones"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.review_threshold > self.yes_threshold:
            raise ValueError(
                f"classify.review_threshold is {self.review_threshold}, above "
                f"classify.yes_threshold, which is {self.yes_threshold}: nothing would be reviewed"
            )
        return self


class OpinionSettings(Section):
    """Second opinions for the band of doubt; off by default."""

    kind: Literal["off", "model", "endpoint"] = Field(
        "off",
        description="off; model: a local one, from model_dir; endpoint: an OpenAI-compatible one",
    )
    model_dir: Path | None = Field(
        None, description="folder of a transformers model in ONNX form: model.onnx, tokenizer.json"
    )
    endpoint_url: str = Field(
        "", description="base URL of the endpoint, such as http://127.0.0.1:11434/v1"
    )
    endpoint_model: str = Field("", description="name of the model that the endpoint is asked for")
    endpoint_key: SecretStr = Field(
        SecretStr(""), description="the endpoint's key, if it wants one; better in a _FILE"
    )
    timeout_seconds: Seconds = Field(
        10.0, description="total time for one answer; below process.time_limit_seconds"
    )
    budget_per_day: int = Field(
        500,
        ge=0,
        description="questions to the endpoint in 24 hours, fleet-wide; known answers are free",
    )
    text_max_characters: int = Field(
        4000, ge=200, description="so much of an article is shown to the second judge"
    )
    weight: Share = Field(
        0.5, description="share of the second opinion in the score, beside our own judgement"
    )
    known_for_seconds: Seconds = Field(
        2_592_000.0, description="an answer is not asked for again within this time"
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.kind == "model" and self.model_dir is None:
            raise ValueError("opinion.kind is model: opinion.model_dir has to name its folder")
        if self.kind == "endpoint":
            _require_endpoint(self.endpoint_url)
            if not self.endpoint_model.strip():
                raise ValueError("opinion.kind is endpoint: opinion.endpoint_model has to name it")
            key = self.endpoint_key.get_secret_value()
            if not key.isascii() or not key.isprintable() or " " in key:
                raise ValueError("opinion.endpoint_key has characters that no header can carry")
        return self


def _require_endpoint(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_fit = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_fit = False
    if not is_fit:
        raise ValueError(
            "opinion.kind is endpoint: opinion.endpoint_url should be its base, such as "
            "http://127.0.0.1:11434/v1"
        )
    if "@" in parts.netloc or parts.query or parts.fragment or not url.isascii():
        raise ValueError(
            "opinion.endpoint_url should have no user, query or fragment; a key goes into "
            "opinion.endpoint_key"
        )


class DiscoverSettings(Section):
    """How URLs are found, and when sources are looked at again."""

    sources_file: Path | None = Field(
        None, description="the list of sources; none: config/sources.toml"
    )
    poll_interval_seconds: Seconds = Field(
        1800.0, description="a new source is read this often, and all others in proportion"
    )
    interval_min_seconds: Seconds = Field(300.0, description="no source is read more often")
    interval_max_seconds: Seconds = Field(
        21_600.0, description="a source in order is read at least this often"
    )
    hint_max_seconds: Seconds = Field(
        43_200.0, description="a publisher's ttl, sy:update, max-age or Expires counts up to this"
    )
    failing_interval_max_seconds: Seconds = Field(
        86_400.0, description="a source that fails is asked at least this often, for ever"
    )
    dead_after_seconds: Seconds = Field(
        604_800.0, description="a source that has failed for this long is reported as dead"
    )
    silence_probability: float = Field(
        0.001,
        gt=0,
        lt=1,
        description="a source is silent when its habit makes so long a pause less likely in a week",
    )
    items_max: int = Field(500, ge=1, description="items taken from one feed at a time")
    page_links_max: int = Field(200, ge=1, description="links taken from one page at a time")
    sitemap_max_bytes: int = Field(
        52_428_800, ge=1000, description="cap on a decoded sitemap (sitemaps.org: 50 MiB)"
    )
    sitemap_entries_max: int = Field(
        50_000, ge=1, description="entries read of one sitemap (sitemaps.org: 50,000)"
    )
    sitemap_age_max_seconds: Seconds = Field(
        259_200.0, description="entries of sitemaps that are older are left out"
    )
    sitemap_children_max: int = Field(
        20, ge=1, description="sitemaps of one index that are watched: those that changed last"
    )
    sitemap_depth_max: int = Field(2, ge=0, description="how deep indexes may list indexes")
    sitemap_retire_after_seconds: Seconds = Field(
        2_592_000.0, description="a listed sitemap gone or unchanged for this long is retired"
    )
    trap_budget: int = Field(
        40,
        ge=1,
        description="pages of one site and URL pattern that may be fetched without one article",
    )
    history_seconds: Seconds = Field(2_592_000.0, description="polls are remembered this long")


class OutageSettings(Section):
    """When failures are our own network's, and nobody else's fault."""

    window_seconds: Seconds = Field(120.0, description="failures of so recent hosts are counted")
    hosts_min: int = Field(
        6, ge=2, description="so many hosts must have failed, and hardly any answered"
    )
    share: Share = Field(0.8, description="share of hosts that failed, of those asked")
    probe_seconds: Seconds = Field(
        15.0, description="during an outage one host is asked this often, to see whether it is over"
    )


class WatchdogSettings(Section):
    """When a worker that moves nothing restarts itself."""

    stuck_after_seconds: Seconds = Field(
        180.0,
        description="a worker that has ended nothing for this long, while work waits, starts anew; "
        "above frontier.fetch_lease_seconds and frontier.process_lease_seconds",
    )


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
        env_prefix=configuration.PREFIX,
        env_nested_delimiter="__",
        enable_decoding=False,  # JsonList does it, and its errors name the setting
        extra="forbid",
        frozen=True,
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
    opinion: OpinionSettings = OpinionSettings()
    discover: DiscoverSettings = DiscoverSettings()
    outage: OutageSettings = OutageSettings()
    watchdog: WatchdogSettings = WatchdogSettings()
    publish: PublishSettings = PublishSettings()
    log: LogSettings = LogSettings()

    @model_validator(mode="after")
    def _leases_outlast_the_work(self) -> Self:
        """Else a second worker begins on what the first one is still allowed to finish."""
        frontier = self.frontier
        for lease, lease_seconds, limit, limit_seconds in (
            (
                "frontier.fetch_lease_seconds",
                frontier.fetch_lease_seconds,
                "fetch.deadline_seconds",
                self.fetch.deadline_seconds,
            ),
            (
                "frontier.process_lease_seconds",
                frontier.process_lease_seconds,
                "process.time_limit_seconds",
                self.process.time_limit_seconds,
            ),
            (
                "watchdog.stuck_after_seconds",
                self.watchdog.stuck_after_seconds,
                "frontier.fetch_lease_seconds",
                frontier.fetch_lease_seconds,
            ),
            (
                "watchdog.stuck_after_seconds",
                self.watchdog.stuck_after_seconds,
                "frontier.process_lease_seconds",
                frontier.process_lease_seconds,
            ),
        ):
            if lease_seconds <= limit_seconds:
                raise ValueError(
                    f"{lease} is {lease_seconds:g}; it should be above {limit}, which is "
                    f"{limit_seconds:g}"
                )
        return self

    @model_validator(mode="after")
    def _an_opinion_fits_into_a_page(self) -> Self:
        """Else a slow judge would cost the child, and the article its first attempt."""
        opinion, limit_seconds = self.opinion, self.process.time_limit_seconds
        if opinion.kind != "off" and opinion.timeout_seconds >= limit_seconds:
            raise ValueError(
                f"opinion.timeout_seconds is {opinion.timeout_seconds:g}; it should be below "
                f"process.time_limit_seconds, which is {limit_seconds:g}"
            )
        return self

    @property
    def database_url(self) -> str:
        """The database's URL, with the default filled in."""
        return self.database.url or f"sqlite:///{self.data_dir.absolute() / 'vedette.db'}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then what `load` read from the file."""
        assert isinstance(env_settings, EnvSettingsSource)
        env_settings.env_vars = configuration.with_secret_files(
            env_settings.env_vars, _variables_of_files(settings_cls)
        )
        return env_settings, init_settings


def load(config_file: Path | None = None) -> Settings:
    """Read all settings.

    Args:
        config_file: a TOML file; None: $VEDETTE_CONFIG, else ./config/vedette.toml, else the
            shipped one.

    Raises:
        SettingsError: naming the setting, its value (unless it is a secret), and what was expected.
    """
    path = configuration.file_path(config_file)
    from_file: dict[str, Any] = configuration.read_toml(path, Settings.model_fields)
    configuration.refuse_unknown_variables(Settings.model_fields)
    try:
        return Settings(**from_file)
    except ValidationError as error:
        raise SettingsError(configuration.explain(error, path)) from None


def _variables_of_files(settings_cls: type[BaseSettings]) -> set[str]:
    """Variables that end in `_file` and are settings: they hold no secret's place."""
    return {
        f"{configuration.PREFIX}{section}__{name}".lower()
        for section, field in settings_cls.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, Section)
        for name in field.annotation.model_fields
        if name.endswith("_file")
    }
