"""The documents tell the truth: settings, states, outcomes, commands, event fields."""

import re
import runpy
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest

from worker.cli import app as command_line
from worker.publish.events import (
    article_judged,
    article_reclassified,
    article_stored,
    article_unavailable,
    source_changed,
    stub_reclassified,
)
from worker.source_values import Source
from worker.values import (
    AnalystJudgement,
    Article,
    ArticleRef,
    Capture,
    Extraction,
    Judgement,
    Language,
    MachineView,
)
from worker.vocabulary import (
    OUTCOME_RULES,
    Access,
    DecidedBy,
    Decision,
    Outcome,
    Ruling,
    SourceHealth,
    UrlState,
)

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def _example() -> dict:
    extraction = Extraction(
        outcome=Outcome.STORED, reason="", title=None, text="", lead=None, authors=(),
        published=None,
        site_name=None, language=Language(code="de", confidence=1.0), canonical_url=None,
        access=Access.UNKNOWN,
    )  # fmt: skip
    capture = Capture(
        requested_url="", final_url="", status=200, headers=(), hops=(), body=b"", sha256="",
        captured_at=NOW, elapsed_seconds=0, remote_address="",
    )  # fmt: skip
    article = Article(
        key="",
        canonical_url="",
        url="",
        site="",
        extraction=extraction,
        text_sha256="",
        capture_id=1,
    )
    judgement = Judgement(
        score=0, decision=Decision.NO, topics=(), evidence=(), language="de", version="v"
    )
    event = article_stored(
        event_id="",
        article_id=1,
        article=article,
        judgement=judgement,
        capture=capture,
        stored_at=NOW,
    )
    return dict(event.payload)


def _unavailable() -> dict:
    stub = {
        "title": "", "summary": "", "published_at": None, "seen_at": NOW, "source_id": 1,
        "score": 0.5, "decision": "review", "topics": [], "evidence": [], "language": "de",
        "version": "v",
    }  # fmt: skip
    event = article_unavailable(
        event_id="", url_id=1, url="", outcome=Outcome.HTTP_ERROR, reason="HTTP 403", stub=stub,
        occurred_at=NOW,
    )  # fmt: skip
    return dict(event.payload)


_VIEW = MachineView(score=0.5, decision=Decision.REVIEW, version="v")
_ARTICLE = ArticleRef(article_id=1, url="", canonical_url="", site="", title=None, language="de")
_JUDGEMENT = Judgement(
    score=0, decision=Decision.NO, topics=(), evidence=(), language="de", version="v"
)


def _judged() -> dict:
    judged = AnalystJudgement(
        article_id=1, ruling=Ruling.YES, topics=None, note="", analyst="ada", judged_at=NOW,
        machine=_VIEW,
    )  # fmt: skip
    event = article_judged(
        event_id="", article=_ARTICLE, judged=judged, decision=Decision.YES,
        decided_by=DecidedBy.ANALYST, topics=(), was=Decision.NO, was_decided_by=DecidedBy.MACHINE,
    )  # fmt: skip
    return dict(event.payload)


def _reclassified() -> dict:
    event = article_reclassified(
        event_id="", article=_ARTICLE, before=_VIEW, judgement=_JUDGEMENT, occurred_at=NOW
    )
    return dict(event.payload)


def _stub_reclassified() -> dict:
    stub = {
        "title": "", "summary": "", "published_at": None, "seen_at": NOW, "source_id": 1,
        "score": 0.5, "decision": "review", "topics": [], "evidence": [], "language": "de",
        "version": "v", "outcome": "http_error",
    }  # fmt: skip
    event = stub_reclassified(
        event_id="", url_id=1, url="", stub=stub, before=_VIEW, occurred_at=NOW
    )
    return dict(event.payload)


def _silent() -> dict:
    unknown = dict.fromkeys(field.name for field in fields(Source))
    source = Source(**unknown | {"url": "https://paper.example/feed", "tags": ()})
    event = source_changed(
        event_id="", source=source, health=SourceHealth.QUIET, note="", occurred_at=NOW
    )
    return dict(event.payload)


def _row(text: str, name: str) -> str:
    found = re.search(rf"^\| `{re.escape(name)}` \|.*$", text, flags=re.MULTILINE)
    assert found, f"{name} has no row"
    return found[0]


def test_the_page_of_settings_is_what_the_code_says() -> None:
    page = runpy.run_path(str(ROOT / "scripts" / "settings_doc.py"))["page"]

    assert (ROOT / "docs" / "settings.md").read_text() == page()


@pytest.mark.parametrize("state", UrlState)
def test_every_state_has_a_row(state: UrlState) -> None:
    _row(ARCHITECTURE, state)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_row_with_its_waits(outcome: Outcome) -> None:
    row = _row(ARCHITECTURE, outcome)

    units = {60: "1 min", 600: "10 min", 3600: "1 h"}
    assert ", ".join(units[s] for s in OUTCOME_RULES[outcome].retry_after_seconds) in row
    assert OUTCOME_RULES[outcome].rests_host == row.rstrip("| ").endswith("yes")


def test_every_command_is_in_the_readme() -> None:
    names = {command.name for command in command_line.registered_commands}
    names |= {group.name for group in command_line.registered_groups}

    missing = [name for name in names - {"demo", "run"} if f"vedette {name}" not in README]
    assert missing == []
    assert {"make demo", "make run", "make test", "make bench"} <= set(
        re.findall(r"make \w+", README)
    )


@pytest.mark.parametrize(
    "payload",
    [
        _example(),
        _unavailable(),
        _judged(),
        _reclassified(),
        _stub_reclassified(),
        _silent(),
    ],
    ids=lambda p: p["event"],
)
def test_every_field_of_every_event_is_described(payload: dict) -> None:
    page = (ROOT / "docs" / "events.md").read_text()
    [section] = [s for s in page.split("\n## ") if s.startswith(f"`{payload['event']}`")]
    described = set(re.findall(r"^\| `([a-z_.0-9]+)` \|", section, re.M))

    named = set()
    for name, value in payload.items():
        named |= {f"{name}.{part}" for part in value} if isinstance(value, dict) else {name}
    assert described == named


def test_every_decision_has_its_four_parts() -> None:
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        text = page.read_text()
        assert text.startswith(f"# {page.name[:4]} ")
        for part in ("**Context.**", "**Decision.**", "**Consequences.**", "**Rejected.**"):
            assert part in text, f"{page.name} lacks {part}"


def test_every_link_between_documents_leads_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
