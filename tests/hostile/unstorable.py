"""Text that no database takes, brought in by every door through which text comes."""

from collections.abc import Callable
from pathlib import Path

from support.judged import REVIEW, TableClassifier, stored
from support.parts import World

from hostile.canary_crawl import run_command
from hostile.log_lines import logging_to_a_buffer
from worker.errors import InputError, Refused
from worker.source_values import NewSource
from worker.steps.judge import Judge
from worker.values import Candidate
from worker.vocabulary import Outcome, Ruling, UrlKind

#: NUL, lone surrogates of both halves, bytes that argv and file names smuggle in, no characters.
TEXT = "a\x00b\ud800c\udcffd\udce9\ufffe\uffff\x1be"


def tried(database_url: str, folder: Path) -> dict[str, str]:
    """By door, what went wrong there; "" where it took the text, or refused it by name."""
    with logging_to_a_buffer("json"):
        return _tried(database_url, folder)


def _tried(database_url: str, folder: Path) -> dict[str, str]:
    world = World(database_url, fetch={"delay_seconds": 0.0}, data_dir=folder)
    world.classifier = TableClassifier("v1", {"navy": REVIEW})  # type: ignore[assignment]
    [article_id] = stored(world, "navy")
    doors: dict[str, Callable[[], object]] = {
        "origin of a URL": lambda: _submit(world, "https://a.example/1", origin=TEXT),
        "a URL": lambda: _submit(world, f"https://a.example/{TEXT}"),
        "a refusal's reason": lambda: _refused(world, Outcome.GONE),
        "a refusal that is tried again": lambda: _refused(world, Outcome.UNREACHABLE),
        "a refusal that slows the host": lambda: _refused(world, Outcome.HTTP_ERROR),
        "a defect's text": lambda: _defect(world),
        "a feed's reason": lambda: _feed(world),
        "an analyst's note": lambda: _judge(world, article_id, note=TEXT),
        "an analyst's name": lambda: _judge(world, article_id, analyst=TEXT),
        "a pause's reason": lambda: _pause(world),
    }
    wrong = {name: _wrong_with(act) for name, act in doors.items()}
    world.close()
    env = {"VEDETTE_DATABASE__URL": database_url, "VEDETTE_DATA_DIR": str(folder)}
    for command in (
        ["hosts", "pause", "b.example", "--reason", TEXT],
        ["sources", "pause", "1", "--reason", TEXT],
        ["judge", str(article_id), "no", "--note", TEXT],
        ["judge", str(article_id), "no", "--as", TEXT],
        ["submit", f"https://a.example/{TEXT}"],
        ["explain", TEXT],
        ["show", TEXT],
        ["sources", "show", TEXT],
        ["list", "--language", TEXT],
        ["sources", "list", "--tag", TEXT],
        ["quarantine", "list", "--reason", TEXT],
    ):
        output = run_command(command, env)
        wrong[f"command {' '.join(command[:2])}"] = _named(output)
    return wrong


def _named(output: bytes) -> str:
    """A defect is told with the class of a database's or Python's error."""
    text = output.decode(errors="replace")
    signs = ("Error)", "UnicodeEncodeError", "surrogates not allowed", "NUL", "codec can't")
    return next((text[-200:] for sign in signs if sign in text), "")


def _wrong_with(act: Callable[[], object]) -> str:
    try:
        act()
    except InputError:
        return ""
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return f"{type(error).__name__}: {ascii(str(error))[:150]}"
    return ""


def _submit(world: World, url: str, origin: str = "test") -> None:
    world.pipeline.submit([Candidate(url=url, origin=origin)])


def _refused(world: World, outcome: Outcome) -> None:
    url = f"https://{outcome.replace('_', '-')}.example/2026/x"
    world.web.pages[url] = Refused(outcome, TEXT, detail={"x": TEXT}, retry_after_seconds=9.0)
    world.submit(url)
    world.work(3)


def _defect(world: World) -> None:
    world.web.pages["https://defect.example/x"] = {"raises": TEXT}
    world.submit("https://defect.example/x")
    world.work(3)


def _feed(world: World) -> None:
    url = "https://feed.example/feed"
    world.web.pages[url] = Refused(Outcome.GONE, TEXT)
    with world.database.transaction() as tx:
        world.pipeline.sources.add(tx, [NewSource(kind=UrlKind.FEED, name="A feed", url=url)])
    world.work(3)


def _judge(world: World, article_id: int, note: str = "", analyst: str = "ada") -> None:
    Judge(world).run(article_id, Ruling.YES, analyst=analyst, note=note)  # type: ignore[arg-type]


def _pause(world: World) -> None:
    with world.database.transaction() as tx:
        tx.hosts.pause("pause.example", TEXT, now=world.clock())
