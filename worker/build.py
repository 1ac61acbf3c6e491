"""The composition root: builds every part by name, once, when it is first needed.

One `App` belongs to one process: connections and pools don't survive a fork. Parts are imported
where they are built, so that beat, the command line and each worker load only what they use (a
fetch worker without trafilatura and language models is smaller by half).
"""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from worker.settings import Settings, config_dir
from worker.steps.parts import Holder
from worker.values import RobotsFile

if TYPE_CHECKING:
    from worker.classify.classifier import Classifier
    from worker.extract.extractor import Extractor
    from worker.fetch.client import Fetcher
    from worker.fetch.robots import RobotsRules
    from worker.fetch.service import ServiceClient
    from worker.opinion.judge import Judge
    from worker.publish.stream import EventStream
    from worker.store.database import Database

#: A fleet's hosts by far; a parsed robots.txt takes a few kilobytes.
_ROBOTS_REMEMBERED = 2048


class App:
    """All parts of one process. Satisfies `worker.steps.parts.Parts`."""

    def __init__(self, settings: Settings, holder: Holder | None = None) -> None:
        self.settings = settings
        self.holder = holder

    @cached_property
    def database(self) -> "Database":
        """Frontier, captures, articles, outbox."""
        from worker.store.database import Database

        return Database(self.settings)

    @cached_property
    def clock(self) -> Callable[[], datetime]:
        """The fleet's time: the database's."""
        return self.database.clock

    @cached_property
    def fetcher(self) -> "Fetcher":
        """Downloads."""
        from worker.fetch.client import Fetcher

        return Fetcher(self.settings.fetch, allowed_ports=self.settings.frontier.allowed_ports)

    @cached_property
    def robots_rules(self) -> "Callable[[RobotsFile], RobotsRules]":
        """Reads a robots.txt; remembers those it has read."""
        from worker.fetch.robots import parse_robots

        token = self.settings.fetch.robots_token
        return lru_cache(maxsize=_ROBOTS_REMEMBERED)(lambda file: parse_robots(file, token))

    @cached_property
    def extractor(self) -> "Extractor":
        """Pages to articles."""
        from worker.extract.extractor import Extractor

        return Extractor(self.settings.process)

    @cached_property
    def classifier(self) -> "Classifier":
        """Articles to judgements."""
        from worker.classify.classifier import Classifier
        from worker.classify.lexicon import load_lexicon

        lexicon = load_lexicon(config_dir() / "lexicon", self.settings.classify.lexicon_dir)
        return Classifier(self.settings.classify, lexicon)

    @cached_property
    def second_judge(self) -> "Judge | None":
        """Whom to ask where the classifier is in doubt; None: nobody is set up.

        Nothing is loaded and nobody is asked yet, so that it may be made before a fork.

        Raises:
            SettingsError: its folder has no model, or a package is missing.
        """
        settings = self.settings.opinion
        if settings.kind == "model":
            from worker.opinion.folder import open_folder
            from worker.opinion.model import LocalModel

            folder = open_folder(settings.model_dir)
            return LocalModel(folder, timeout_seconds=settings.timeout_seconds)
        if settings.kind == "endpoint":
            from worker.opinion.endpoint import EndpointJudge

            return EndpointJudge(
                self.opinion_service,
                model=settings.endpoint_model,
                url=settings.endpoint_url,
                timeout_seconds=settings.timeout_seconds,
            )
        return None

    @cached_property
    def opinion_service(self) -> "ServiceClient":
        """The way to the endpoint of second opinions."""
        from worker.fetch.service import ServiceClient

        settings = self.settings.opinion
        base = settings.endpoint_url.rstrip("/").removesuffix("/chat/completions")
        return ServiceClient(
            f"{base}/chat/completions",
            user_agent=self.settings.fetch.user_agent_header,
            key=settings.endpoint_key.get_secret_value(),
        )

    @cached_property
    def event_stream(self) -> "EventStream | None":
        """Where events are relayed to; None without a broker."""
        if not self.settings.broker.url:
            return None
        from worker.publish.stream import EventStream

        return EventStream(self.settings.broker, self.settings.publish)

    def warm(self) -> None:
        """Load what every page needs, before a fork: children share it. Opens no connection."""
        self.extractor.warm()
        _ = self.classifier
        self.require_second_judge()

    def share_with(self, other: "App") -> None:
        """Give another app what `warm` loaded, and nothing that is bound to this process."""
        for name in ("extractor", "classifier"):
            if name in self.__dict__:
                other.__dict__[name] = self.__dict__[name]

    def require_second_judge(self) -> None:
        """Check, before the first article, that the second judge can be had, where one is set.

        Raises:
            SettingsError: it can't.
        """
        _ = self.second_judge

    def require_services(self) -> None:
        """Check, before any work, that the database and the broker (where one is set) answer.

        Raises:
            StoreError: the database can't be used, or has another schema.
            BrokerError: Redis does not answer.
        """
        self.database.require_schema()
        self.require_broker()

    def require_broker(self) -> None:
        """Check that the broker, where one is set, answers.

        Raises:
            BrokerError: it does not.
        """
        if self.event_stream is not None:
            self.event_stream.require()

    def close(self) -> None:
        """Give back connections of the parts that were built."""
        for name in ("database", "fetcher", "event_stream", "opinion_service"):
            part = self.__dict__.get(name)
            if part is not None:
                part.close()
