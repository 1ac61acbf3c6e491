"""Why entries of a sitemap were left out; the words are shown to people."""

from enum import StrEnum


class Omission(StrEnum):
    """A reason, under which `Reading.left_out` counts entries.

    The last three speak of the file and count 1: nobody knows how many entries they cost.
    """

    OLDER = "older"  #: than discover.sitemap_age_max_seconds
    FOREIGN = "foreign site"  #: a sitemap speaks for its own site only (sitemaps.org)
    NO_ADDRESS = "no web address"  #: its <loc> is missing, or no http(s) URL
    REPEATED = "repeated"  #: the same URL came before
    ITSELF = "itself"  #: an index lists itself
    TOO_MANY = "too many"  #: others are newer
    BEYOND_SIZE = "beyond the size cap"  #: what came before the cap was read
    DAMAGED = "damaged compression"  #: what could be unpacked was read
    ENDS_EARLY = "ends early"  #: cut off in the middle; what was whole was read
