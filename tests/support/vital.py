"""Vital signs of a fleet that has nothing to do."""

from worker.store.vitals import Vital

NOTHING = Vital(
    under_way={},
    unbegun={},
    oldest_unbegun_at=None,
    stuck_leases=0,
    askable_due_at=None,
    oldest_captured_at=None,
    events_unsequenced=0,
    oldest_unsequenced_at=None,
    positions={"sequence": 0},
    quarantined_of_late=0,
    sources_active=0,
    sources_ill={},
    hosts_answered_of_late=0,
    hosts_failed_of_late=0,
    last_answer_at=None,
)
