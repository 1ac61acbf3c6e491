"""Holding what is in a database against what the sample web expects."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from worker.demo.site import Expectation
from worker.frontier import lookup
from worker.settings import Settings
from worker.store.database import Database
from worker.vocabulary import Outcome


def rows_of(database_url: str, given: list[str]) -> dict[str, dict[str, Any]]:
    """URL -> its frontier row, with the decision of its article."""
    database = Database(Settings(database={"url": database_url}))
    rows = {}
    with database.reading() as tx:
        for url in given:
            row = tx.reports.url_by_key(lookup.key_of_url(url))
            if row is None:
                continue
            article = tx.article_reports.article(row["article_id"]) if row["article_id"] else None
            rows[url] = {**row, "article": article}
    database.close()
    return rows


def all_done(database_url: str, given: list[str]) -> bool:
    rows = rows_of(database_url, given)
    return len(rows) == len(given) and all(row["state"] == "done" for row in rows.values())


def assert_as_expected(
    database_url: str, expectations: Mapping[str, Expectation], given: list[str]
) -> None:
    """Every URL ended as it should, each article is stored once, and the counts add up."""
    rows = rows_of(database_url, given)
    surprises = [
        f"{url}: {row['outcome']} ({row['reason']}), expected {sorted(expectations[url].outcomes)}"
        for url, row in rows.items()
        if row["outcome"] not in expectations[url].outcomes
    ]
    surprises += [
        f"{url}: judged {row['article']['decision']} ({row['article']['score']:.2f})"
        for url, row in rows.items()
        if row["article"] and row["article"]["decision"] != expectations[url].decision
    ]
    assert surprises == []
    stored = Counter(
        expectations[url].article_url
        for url, row in {row["id"]: (url, row) for url, row in rows.items()}.values()
        if row["outcome"] == Outcome.STORED
    )
    assert set(stored.values()) == {1}
    database = Database(Settings(database={"url": database_url}))
    with database.reading() as tx:
        counts = tx.reports.counts(database.clock())
    database.close()
    assert counts.submitted == sum(counts.states.values())
    assert counts.states["done"] == sum(counts.outcomes.values())
    assert counts.articles == counts.events == len(stored)
