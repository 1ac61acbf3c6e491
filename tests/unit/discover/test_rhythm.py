"""When a source is looked at again after a poll."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bench import polling_report, polling_rivals, polling_run, polling_world
from worker.discover.rhythm import Next, PollSeen, Rhythm, RhythmLimits, after_poll
from worker.settings import DiscoverSettings

SETTINGS = DiscoverSettings()
LIMITS = RhythmLimits.from_settings(SETTINGS)
NOW = datetime(2026, 3, 30, 12, 0, tzinfo=UTC)  # a Monday
HOUR = timedelta(hours=1)
#: Spreads that reach from end to end.
SPREADS = (0.0, 0.25, 0.5, 0.75, 0.999)


def seen(
    at: datetime = NOW,
    *,
    minutes: float = 30,
    new_count: int = 0,
    items_count: int = 20,
    published: tuple[datetime, ...] = (),
    is_first: bool = False,
    late_minutes: float = 0,
) -> PollSeen:
    return PollSeen(
        at=at,
        previous_at=None if is_first else at - timedelta(minutes=minutes),
        due_at=at - timedelta(minutes=late_minutes),
        items_count=items_count,
        new_count=new_count,
        published=published,
        is_first=is_first,
    )


def following(
    rhythm: Rhythm,
    poll: PollSeen,
    *,
    hint: float | None = None,
    spread: float = 0.5,
    retry_after: float | None = None,
    limits: RhythmLimits = LIMITS,
) -> Next:
    return after_poll(
        rhythm,
        poll,
        limits=limits,
        hint_seconds=hint,
        spread=spread,
        retry_after_seconds=retry_after,
    )


def first(published: tuple[datetime, ...] = (), items_count: int = 20) -> Rhythm:
    poll = seen(new_count=items_count, items_count=items_count, published=published, is_first=True)
    return following(Rhythm(), poll).rhythm


def every(hours: float, count: int = 20) -> tuple[datetime, ...]:
    """Dates of a window: the last so many items, one each so many hours."""
    return tuple(NOW - (at + 0.5) * hours * HOUR for at in range(count))


def test_a_new_source_is_read_at_the_setting_until_something_is_known() -> None:
    found = following(Rhythm(), seen(new_count=20, is_first=True))
    assert found.seconds == pytest.approx(SETTINGS.poll_interval_seconds, rel=0.01)
    assert found.reason == "new source"
    other = replace(LIMITS, poll_interval_seconds=600.0)
    found = following(Rhythm(), seen(new_count=20, is_first=True), limits=other)
    assert found.seconds == pytest.approx(600, rel=0.01)


def test_the_dates_of_its_first_reading_are_known_at_once() -> None:
    found = following(Rhythm(), seen(new_count=20, published=every(0.25), is_first=True))
    assert found.seconds < 1100
    assert found.reason == "habit: 3.5 an hour at this time"


def test_the_more_it_publishes_the_sooner_it_is_asked_and_by_the_cube_root() -> None:
    slow, usual, busy = (
        following(Rhythm(), seen(new_count=20, published=every(hours), is_first=True)).seconds
        for hours in (25.0, 3.0, 0.4)
    )
    assert slow > usual > busy
    assert 1.5 < usual / busy < 2.5
    assert 1.2 < slow / usual < 2.0  # the interest in slow sources


def test_it_is_asked_less_when_nothing_comes_and_more_when_much_does() -> None:
    rhythm = first(every(1.0))
    idle, busy = rhythm, rhythm
    for step in range(1, 13):
        at = NOW + step * HOUR / 2
        idle = following(idle, seen(at)).rhythm
        busy = following(busy, seen(at, new_count=3)).rhythm
    assert busy.interval_seconds < 0.7 * idle.interval_seconds


def test_a_source_that_sleeps_is_left_alone_at_night() -> None:
    rhythm, at, asked = first(), NOW, dict.fromkeys(range(24), 0)
    for _ in range(3000):
        at += timedelta(seconds=rhythm.interval_seconds)
        if at > NOW + timedelta(days=21):
            asked[at.hour] += 1
        minutes = rhythm.interval_seconds / 60
        awake = sum(
            8 <= (at - timedelta(minutes=back)).hour < 18 for back in range(0, int(minutes), 10)
        )
        poll = seen(at, minutes=minutes, new_count=awake // 3)
        rhythm = following(rhythm, poll).rhythm
    night, day = sum(asked[h] for h in (0, 1, 2, 3, 4)), sum(asked[h] for h in (9, 10, 11, 12, 13))
    assert day > 2.5 * night


@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("published", [(), every(0.05), every(1.0), every(500.0)])
def test_intervals_stay_within_the_settings(published: tuple[datetime, ...], spread: float) -> None:
    rhythm = first(published)
    for new_count in (0, 1, 20, 0):
        found = following(rhythm, seen(new_count=new_count), spread=spread)
        assert SETTINGS.interval_min_seconds <= found.seconds <= SETTINGS.interval_max_seconds
        rhythm = found.rhythm
        assert rhythm.interval_seconds == found.seconds


def test_sources_that_began_together_drift_apart() -> None:
    for published in ((), every(0.05), every(500.0)):
        rhythm = first(published)
        assert len({following(rhythm, seen(), spread=spread).seconds for spread in SPREADS}) == 5


@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize(
    ("hint", "least"),
    [
        (3600.0, 3600),
        (7200.0, 7200),
        # longer than the setting for sources in order, up to the one for hints
        (10 * 3600.0, 10 * 3600),
        (7 * 86400.0, 12 * 3600),
        (1e300, 12 * 3600),
    ],
)
def test_a_publishers_hint_is_a_lower_bound(hint: float, least: float, spread: float) -> None:
    found = following(first(every(9.0)), seen(), hint=hint, spread=spread)
    assert least <= found.seconds <= 1.1 * least
    assert found.reason == "publisher's hint"


@pytest.mark.parametrize("hint", [None, 0.0, -5.0, 60.0, 300.0])
def test_a_short_hint_changes_nothing(hint: float | None) -> None:
    rhythm = first(every(9.0))
    assert following(rhythm, seen(), hint=hint) == following(rhythm, seen())


def test_a_hint_that_proves_wrong_is_halved_down_to_the_usual_interval() -> None:
    rhythm, at, found = first(every(6.0)), NOW, []
    for _ in range(8):
        after = following(rhythm, seen(at, new_count=3, minutes=300), hint=86400.0)
        rhythm = after.rhythm
        at += timedelta(seconds=after.seconds)
        found.append(after.seconds)
    assert found[0] > 11 * 3600
    assert found[2] < 4 * 3600
    assert found[-1] < 3600


def test_a_hint_under_which_items_would_be_lost_counts_only_until_then() -> None:
    found = following(first(every(0.5)), seen(), hint=86400.0)
    assert found.seconds < 6 * 3600
    assert found.reason == "publisher's hint"


@pytest.mark.parametrize("wait", [3600.0, 86400.0])
def test_nobody_comes_back_before_retry_after(wait: float) -> None:
    for spread in SPREADS:
        found = following(first(every(0.1)), seen(), retry_after=wait, spread=spread)
        assert wait <= found.seconds <= 1.1 * wait
        assert found.reason == "Retry-After"


def test_a_window_full_of_news_shortens_the_interval_at_once() -> None:
    calm = following(first(every(3.0)), seen(new_count=1))
    full = following(first(every(3.0)), seen(new_count=15))
    assert full.seconds < 0.55 * calm.seconds
    assert full.reason == "its window is nearly full"


def test_a_late_poll_says_nothing_about_the_interval() -> None:
    rhythm = first(every(3.0))
    late = following(rhythm, seen(new_count=15, late_minutes=40))
    assert late.rhythm.guard == rhythm.guard
    assert following(rhythm, seen(new_count=15, late_minutes=5)).rhythm.guard != rhythm.guard


def test_a_broken_source_does_not_unlearn_its_habit() -> None:
    rhythm = first(every(1.0))
    for step in range(1, 40):
        rhythm = following(rhythm, seen(NOW + step * HOUR, items_count=0)).rhythm
    assert rhythm.habit == first(every(1.0)).habit
    assert rhythm.usual_items == 20


def test_after_a_long_absence_the_window_says_since_when_it_was_watched() -> None:
    rhythm = first(every(1.0))
    at = NOW + timedelta(days=60)
    published = tuple(at - (step + 0.5) * HOUR for step in range(20))
    poll = replace(seen(at, new_count=20, published=published), previous_at=NOW)
    watched = following(rhythm, poll).rhythm.habit
    assert sum(watched.day_hours) / watched.weight < 30
    undated = following(rhythm, replace(poll, published=())).rhythm.habit
    assert sum(undated.day_hours) / undated.weight < 40


@pytest.mark.parametrize(
    "document",
    [
        {},
        None,
        [],
        "x",
        {"habit": 3},
        {"habit": {}, "activity": {}},
        {**Rhythm().to_json(), "guard": {"pressure": "NaN"}},
        {**Rhythm().to_json(), "usual_items": -1},
        {**Rhythm().to_json(), "pauses": None},
    ],
)
def test_garbage_is_a_new_source(document: object) -> None:
    assert Rhythm.from_json(document) == Rhythm()


def test_a_rhythm_goes_on_from_its_json() -> None:
    rhythm, kept, at = first(every(1.0)), first(every(1.0)), NOW
    for step in range(100):
        at += timedelta(minutes=17)
        poll = seen(at, minutes=17, new_count=step % 3 == 0)
        rhythm = following(rhythm, poll).rhythm
        text = json.dumps(following(kept, poll).rhythm.to_json())
        assert len(text) < 2000
        kept = Rhythm.from_json(json.loads(text))
    assert kept.interval_seconds == pytest.approx(rhythm.interval_seconds, rel=1e-3)


def test_a_reading_from_the_past_or_a_later_one_without_time_does_no_harm() -> None:
    rhythm = first(every(1.0))
    for at in (NOW - timedelta(days=400), NOW + timedelta(days=4000), NOW, NOW):
        rhythm = following(rhythm, seen(at, minutes=-5, new_count=2)).rhythm
        assert rhythm.interval_seconds >= SETTINGS.interval_min_seconds


def test_it_beats_a_poll_each_half_hour_on_requests_and_on_delay() -> None:
    """A floor; `python -m bench.polling` shows the whole.

    Sources whose publishers ask for longer intervals are left out: to heed them costs delay.
    """
    press = polling_world.make(range(52), days=10, seed=1)
    sources = [source for source in press if source.hint == polling_world.HINT_NONE]
    ours = polling_report.whole(polling_run.run(sources, days=10, seed=1).tallies)
    fixed = polling_rivals.fixed(sources, days=10, interval_seconds=1800, seed=1)
    rival = polling_report.whole(fixed)
    assert ours.requests / len(ours.delays) < 0.92 * rival.requests / len(rival.delays)
    assert ours.missed < 0.2 * rival.missed
    assert polling_report.mean(ours) < 0.7 * polling_report.mean(rival)
    for share, factor in ((0.5, 0.6), (0.95, 0.9)):
        limit = factor * polling_report.share_within(rival, share)
        assert polling_report.share_within(ours, share) < limit
