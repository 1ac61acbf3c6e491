"""Which links a source has shown before."""

from hashlib import sha256

from worker.discover.seen import GONE_MIN, HASH_BYTES, Seen


def keys(*names: str) -> list[str]:
    return [sha256(name.encode()).hexdigest() for name in names]


def test_a_new_source_has_shown_nothing() -> None:
    seen = Seen.of(b"")

    assert seen.novel(keys("a", "b")) == keys("a", "b")


def test_what_was_shown_is_not_novel() -> None:
    seen = Seen.of(Seen().packed_with(keys("a", "b")))

    assert seen.novel(keys("c", "b", "d", "a")) == keys("c", "d")


def test_what_is_shown_no_longer_is_remembered_behind_what_is() -> None:
    first = Seen().packed_with(keys("a", "b"))
    second = Seen.of(first).packed_with(keys("c"))

    assert Seen.of(second).hashes == Seen.of(Seen().packed_with(keys("c", "a", "b"))).hashes


def test_memory_is_bounded() -> None:
    packed = b""
    for start in range(0, 4 * GONE_MIN, 500):
        packed = Seen.of(packed).packed_with(keys(*map(str, range(start, start + 500))))

    assert len(packed) == (GONE_MIN + 500) * HASH_BYTES
    assert Seen.of(packed).novel(keys(str(4 * GONE_MIN - 1))) == []


def test_a_damaged_end_is_left_out() -> None:
    packed = Seen().packed_with(keys("a", "b"))

    assert Seen.of(packed[:-3]).novel(keys("a", "b")) == keys("b")


def test_the_share_that_was_shown() -> None:
    seen = Seen.of(Seen().packed_with(keys("a", "b", "c")))

    assert seen.share_of(keys("a", "b", "x", "y")) == 0.5
    assert seen.share_of([]) == 0.0
