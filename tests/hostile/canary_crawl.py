"""Crawls the canary's web as a user would, and gathers all that was written meanwhile."""

import json
import logging
import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from support.programs import BIN, environment, running
from typer.testing import CliRunner

from hostile.canary_site import DEFECTS, CanarySite, leaks_in
from worker import cli
from worker.store.schema import metadata
from worker.vocabulary import UrlKind

#: Where the URL itself is kept; everywhere else it has no business.
OWN_ROWS = {
    "urls": {"url", "canonical_url", "ask_url", "hops"},
    "captures": {"requested_url", "final_url", "hops", "body"},
    "articles": {"url", "canonical_url"},
    "sources": {"url"},
}
CRAWL_SECONDS = 120.0


@dataclass
class Outputs:
    """What was written, by where."""

    texts: dict[str, bytes] = field(default_factory=dict)
    own_rows: int = 0  #: cells of `OWN_ROWS` that hold a secret: it did arrive
    seconds: float = 0.0

    @property
    def leaking(self) -> list[str]:
        """Where a secret was found."""
        return [
            f"{name} ({leaks_in(text)}x)" for name, text in self.texts.items() if leaks_in(text)
        ]


def embedded(
    site: CanarySite, folder: Path, database_url: str, *, log_format: str, is_brief: bool
) -> Outputs:
    """`vedette run`, until all has ended."""
    env = crawl_environment(site, folder, database_url, log_format)
    log = folder / "run.log"
    began = time.monotonic()
    with running([BIN / "vedette", "run"], env=env, folder=folder, log=log):
        until_all_ended(site, database_url, log, by_hand=())
    return gathered(site, env, database_url, [log], began, is_brief=is_brief)


def crawl_environment(
    site: CanarySite, folder: Path, database_url: str, log_format: str
) -> dict[str, str]:
    """Settings of a crawl: impatient, and with all it logs; our code has its defects."""
    (folder / "sitecustomize.py").write_text(DEFECTS)
    listed = (
        f'[[source]]\nname = "Source {name}"\nkind = "feed"\nurl = {json.dumps(url)}\n'
        for name, url in site.sources.items()
    )
    (folder / "sources.toml").write_text("\n".join(listed))
    env = environment(
        folder,
        DATABASE__URL=database_url,
        DISCOVER__SOURCES_FILE=str(folder / "sources.toml"),
        FETCH__DELAY_SECONDS="0",
        FETCH__DEADLINE_SECONDS="1.5",
        FETCH__CONNECT_TIMEOUT_SECONDS="1",
        FETCH__BODY_MAX_BYTES="200000",
        FETCH__THREADS="24",
        FRONTIER__FETCH_ATTEMPTS_MAX="1",
        FRONTIER__PROCESS_ATTEMPTS_MAX="1",
        FRONTIER__DEFECT_PAUSE_SECONDS="0.1",
        OUTAGE__HOSTS_MIN="1000",
        LOG__LEVEL="DEBUG",
        LOG__FORMAT=log_format,
    )
    env["PYTHONPATH"] = os.pathsep.join(
        [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    )
    return env


def until_all_ended(site: CanarySite, database_url: str, log: Path, by_hand: Sequence[str]) -> None:
    """Wait until every article and every source has ended once."""
    wanted = len(site.articles) + len(by_hand)
    engine = sa.create_engine(_driver(database_url))
    urls = metadata.tables["urls"]
    ended = sa.select(sa.func.count()).where(
        urls.c.kind == UrlKind.ARTICLE, urls.c.outcome.is_not(None)
    )
    sources = metadata.tables["sources"]
    polled = sa.select(sa.func.count()).where(sources.c.polled_at.is_not(None))
    deadline = time.monotonic() + CRAWL_SECONDS
    counts = (0, 0)
    while time.monotonic() < deadline:
        with suppress(sa.exc.SQLAlchemyError), engine.connect() as connection:
            counts = (connection.scalar(ended) or 0, connection.scalar(polled) or 0)
        if counts >= (wanted, len(site.sources)) and counts[1] >= len(site.sources):
            engine.dispose()
            return
        time.sleep(0.2)
    raise AssertionError(f"{counts} of {wanted} ended\n{log.read_text(errors='replace')[-3000:]}")


def _driver(database_url: str) -> str:
    return database_url.replace("postgresql://", "postgresql+psycopg://")


def gathered(
    site: CanarySite,
    env: Mapping[str, str],
    database_url: str,
    logs: list[Path],
    began: float,
    *,
    is_brief: bool,
) -> Outputs:
    """All that was written: logs, tables, and what commands print afterwards."""
    outputs = Outputs(seconds=time.monotonic() - began)
    for log in logs:
        outputs.texts[f"log: {log.name}"] = log.read_bytes()
    outputs.texts |= commands(site, env, is_brief=is_brief)
    for name, text, is_own in dumped(database_url):
        if is_own:
            outputs.own_rows += leaks_in(text) > 0
        else:
            outputs.texts[name] = outputs.texts.get(name, b"") + text + b"\n"
    return outputs


def dumped(database_url: str) -> Iterator[tuple[str, bytes, bool]]:
    """Each cell of each table: its place, its text, and whether a URL may stand in it."""
    engine = sa.create_engine(_driver(database_url))
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            own = OWN_ROWS.get(table.name, set())
            for row in connection.execute(sa.select(table)).mappings():
                for column, value in row.items():
                    text = value if isinstance(value, bytes) else _text(value)
                    yield f"table: {table.name}.{column}", text, column in own
    engine.dispose()


def _text(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode(errors="surrogatepass")
    return json.dumps(value, default=str, ensure_ascii=False).encode(errors="surrogatepass")


def commands(site: CanarySite, env: Mapping[str, str], *, is_brief: bool) -> dict[str, bytes]:
    """What every command that shows URLs prints of them."""
    articles, sources = site.articles, site.sources
    explained = list(articles.values())[:: 6 if is_brief else 1]
    wanted = [
        ["status"], ["list"], ["list", "--json"], ["show", "1"], ["show", "1", "--json"],
        ["show", articles["missing"]], ["show", f"{articles['stored']}&never=1"],
        ["stubs"], ["stubs", "--json"], ["hosts", "--all"], ["hosts", "--all", "--json"],
        ["hosts", "pause", f"http://u:{site.articles['stored'][-32:]}@[x/"],
        ["sources", "list"], ["sources", "list", "--json"], ["sources", "show", "1"],
        ["sources", "show", "1", "--json"], ["sources", "health", "--all"],
        ["sources", "health", "--all", "--json"], ["sources", "pause", sources["missing"]],
        ["export"], ["reclassify", "--dry-run"], ["submit", f"{articles['stored']}&never=2"],
        ["explain", f"{articles['stored']}&never=3"], ["explain", site.refused[0]],
        ["ingest", "--patience", "0", site.refused[0]], ["sources", "test", site.refused[0]],
        *(["explain", url] for url in explained),
        *(["explain", url, "--json"] for url in explained),
        *(["explain", url] for url in list(sources.values())[:: 6 if is_brief else 1]),
        ["review"], ["quarantine", "list"], ["quarantine", "list", "--json"],
    ]  # fmt: skip
    return {
        f"command {number}: {' '.join(arguments[:2])[:40]}": run_command(arguments, env)
        for number, arguments in enumerate(wanted, 1)
    }


def run_command(arguments: list[str], env: Mapping[str, str], stdin: str = "q\n") -> bytes:
    """Standard output and error of a command, in this process; as `main` would have it."""
    with _own_environment(env):
        result = CliRunner().invoke(cli.app, arguments, input=stdin)
    error = result.exception
    told = b"" if error is None or isinstance(error, SystemExit) else f"vedette: {error}\n".encode()
    return bytes(result.stdout_bytes + result.stderr_bytes + told)


@contextmanager
def _own_environment(env: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    root = logging.getLogger()
    handlers, level, hooks = root.handlers[:], root.level, (sys.excepthook, threading.excepthook)
    os.environ.update({k: v for k, v in env.items() if k.startswith("VEDETTE_")})
    os.environ["VEDETTE_LOG__LEVEL"] = "WARNING"
    try:
        yield
    finally:
        for name in set(os.environ) - set(before):
            del os.environ[name]
        os.environ.update(before)
        root.handlers[:], root.level = handlers, level
        sys.excepthook, threading.excepthook = hooks
        structlog.reset_defaults()
