"""Which links a source has shown before: 8 bytes for each, the last shown first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

HASH_BYTES = 8  # of a SHA-256: two of 50,000 links meet once in some 10 billion sources
_HASH_DIGITS = 2 * HASH_BYTES
#: Links that are no longer shown are remembered too: front pages bring old ones back.
GONE_MIN = 2000


@dataclass(frozen=True, slots=True)
class Seen:
    """The links of a source, by the keys of their canonical URLs."""

    hashes: tuple[bytes, ...] = ()
    _known: frozenset[bytes] = field(default=frozenset(), compare=False)

    @classmethod
    def of(cls, packed: bytes) -> "Seen":
        """From what `packed` gave; a damaged end is left out."""
        ends = range(0, len(packed) - HASH_BYTES + 1, HASH_BYTES)
        hashes = tuple(packed[start : start + HASH_BYTES] for start in ends)
        return cls(hashes, frozenset(hashes))

    def novel(self, keys: Iterable[str]) -> list[str]:
        """Of these keys (SHA-256, hexadecimal) those that were not shown before, in order."""
        return [key for key in keys if _hash(key) not in self._known]

    def share_of(self, keys: Sequence[str]) -> float:
        """Share of these keys that were shown, 0 to 1; 0 where there are none."""
        if not keys:
            return 0.0
        return sum(_hash(key) in self._known for key in keys) / len(keys)

    def packed_with(self, keys: Sequence[str]) -> bytes:
        """The bytes to keep after a reading: these keys, then those shown earlier.

        As many of the earlier ones are kept as are shown now, and `GONE_MIN` at least.
        """
        present = dict.fromkeys(_hash(key) for key in keys)
        gone = [known for known in self.hashes if known not in present]
        return b"".join((*present, *gone[: max(GONE_MIN, len(present))]))


def _hash(key: str) -> bytes:
    return bytes.fromhex(key[:_HASH_DIGITS])
