"""submit: a URL is let in, once."""

from collections.abc import Sequence

from worker import urls
from worker.errors import Refused
from worker.frontier import admission
from worker.observe.journal import Journal
from worker.steps.parts import Parts
from worker.store.database import Transaction
from worker.values import Admitted, Candidate, Submission
from worker.vocabulary import Admission, Gate


class Submit:
    """Admission, and one frontier row for each URL."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def run(self, tx: Transaction, candidates: Sequence[Candidate]) -> list[Submission]:
        """Let URLs in, within a transaction; one submission for each candidate, in order."""
        verdicts = [self._admit(candidate) for candidate in candidates]
        admitted = [verdict for verdict in verdicts if isinstance(verdict, Admitted)]
        added = iter(tx.frontier.add(admitted, self._parts.clock()))
        submissions = []
        for candidate, verdict in zip(candidates, verdicts, strict=True):
            if isinstance(verdict, Refused):
                submissions.append(_declined(candidate, verdict))
                continue
            row = next(added)
            if row.is_new:
                journal = Journal(self._parts.clock)
                journal.note(
                    Gate.ADMISSION,
                    Admission.ACCEPTED,
                    origin=candidate.origin or None,
                    canonical_url=urls.redact(verdict.canonical_url),
                )
                tx.trace.add(row.url_id, visit=1, attempt=0, reports=journal.reports)
            submissions.append(
                Submission(
                    url=candidate.url,
                    admission=Admission.ACCEPTED if row.is_new else Admission.KNOWN,
                    url_id=row.url_id,
                )
            )
        return submissions

    def _admit(self, candidate: Candidate) -> Admitted | Refused:
        try:
            return admission.admit(candidate, self._parts.settings)
        except Refused as refused:
            return refused


def _declined(candidate: Candidate, refused: Refused) -> Submission:
    return Submission(
        url=candidate.url, admission=Admission.DECLINED, url_id=None, reason=refused.reason
    )
