"""A web of many hosts with healthy articles and pages that break who reads them."""

import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from integration.fetch.manners import Conversation, Handler, MannersServer
from support.poison import PAGE

#: What ends a page that keeps a processor busy; by the clock, where others take it away.
_TOO_LONG = ("of CPU time", "took longer than")
#: Fault of the injected extractor -> what the reason of its quarantine says, one of these.
REASONS: dict[str, tuple[str, ...]] = {
    "segfault": ("its process died (SIGSEGV)",),
    "abort": ("its process died (SIGABRT)",),
    "kill": ("its process was killed (SIGKILL",),
    "exit": ("its process died (exit status 3)",),
    #: pebble takes it for an end in order, and the lease tells.
    "exit_zero": ("its process died (exit status 0)", "its lease ended"),
    "leave": ("SystemExit: 0",),
    "memory": ("needed more memory than process.memory_limit_bytes",),
    "regex": _TOO_LONG,
    "sleep": ("took longer than",),
    "recursion": ("RecursionError",),
    "unsendable": ("UnsendableError: 1 2 at https://***@news.example/a?token=***",),
    #: No fault is injected: the page itself is quadratic.
    "quadratic": _TOO_LONG,
}
_VOCABULARY = random.Random(7)
_WORDS = [
    "".join(_VOCABULARY.choices("aeioulnrstdmpk", k=_VOCABULARY.randint(3, 9))) for _ in range(4000)
]


@dataclass(slots=True)
class PoisonSite:
    """What there is to crawl."""

    healthy: list[str] = field(default_factory=list)
    poison: dict[str, str] = field(default_factory=dict)  #: URL -> its fault

    @property
    def mixed(self) -> list[str]:
        """All URLs, poison among the healthy."""
        every = [*self.healthy, *self.poison]
        random.Random(11).shuffle(every)
        return every


@contextmanager
def serving(*, hosts: int, healthy: int, faults: Sequence[str]) -> Iterator[PoisonSite]:
    """Hosts on addresses of their own, each with its share of the pages."""
    site = PoisonSite()
    with ExitStack() as stack:
        servers = [
            stack.enter_context(MannersServer(address=f"127.0.91.{number + 1}"))
            for number in range(hosts)
        ]
        for number in range(healthy):
            server = servers[number % hosts]
            site.healthy.append(server.on(f"/2026/11/24/article-{number}", _article(number)))
        for number, fault in enumerate(faults):
            server = servers[number % hosts]
            is_injected = fault != "quadratic"
            url = server.on(
                f"/poison/{fault}/{number}" if is_injected else f"/quadratic/{number}",
                _article(-number) if is_injected else _quadratic,
            )
            site.poison[url] = fault
        yield site


def article(number: int) -> bytes:
    """A page with a text of its own."""
    chosen = random.Random(number)
    paragraphs = "".join(
        f"<p>{' '.join(chosen.choices(_WORDS, k=60)).capitalize()}.</p>" for _ in range(6)
    )
    title = " ".join(chosen.choices(_WORDS, k=8)).capitalize()
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body><article>"
        f"<h1>{title}</h1>{paragraphs}</article></body></html>"
    ).encode()


def _article(number: int) -> Handler:
    page = article(number)
    return lambda c: c.answer(page, headers=["Content-Type: text/html; charset=utf-8"])


def _quadratic(conversation: Conversation) -> None:
    conversation.answer(PAGE, headers=["Content-Type: text/html"])
