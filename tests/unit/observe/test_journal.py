"""What the gates said, in order."""

from datetime import UTC, datetime, timedelta

from worker.observe.journal import Journal
from worker.vocabulary import Gate

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_a_journal_keeps_the_reports_in_order_with_their_moments() -> None:
    moments = (START + timedelta(seconds=n) for n in range(9))
    journal = Journal(lambda: next(moments))
    journal.note(Gate.CLAIM, "begun", host="a.example")
    journal.note(Gate.DOWNLOAD, "passed", status=200, to=None, redirects=0)
    first, second = journal.reports
    assert (first.gate, first.verdict, first.detail) == (Gate.CLAIM, "begun", {"host": "a.example"})
    assert second.at - first.at == timedelta(seconds=1)
    # None is left out; 0 is a value
    assert second.detail == {"status": 200, "redirects": 0}


def test_a_detail_holds_no_secret_and_nothing_that_no_database_takes() -> None:
    journal = Journal(lambda: START)
    journal.note(
        Gate.DOWNLOAD,
        "refused",
        reason="got /x?token=hunter2\0\ud800",
        status=404,
        outcome=Gate.CLAIM,
    )
    [report] = journal.reports
    assert report.detail == {"reason": "got /x?token=***", "status": 404, "outcome": Gate.CLAIM}
