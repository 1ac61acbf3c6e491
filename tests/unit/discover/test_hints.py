"""What HTTP says of how long a source stays as it is."""

from datetime import UTC, datetime

import pytest

from worker.discover.hints import http_hint_seconds

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DATE = "Mon, 02 Mar 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        # nothing said
        ({}, None),
        ({"Cache-Control": ""}, None),
        ({"Cache-Control": "public, must-revalidate"}, None),
        # max-age, in any case, place and clothing
        ({"Cache-Control": "max-age=600"}, 600),
        ({"cache-control": "public, MAX-AGE=600, must-revalidate"}, 600),
        ({"CACHE-CONTROL": 'max-age="600"'}, 600),
        ({"Cache-Control": "max-age = 600"}, 600),
        # the first of two counts
        ({"Cache-Control": "max-age=60, max-age=600"}, 60),
        # not for us, or not at all
        ({"Cache-Control": "s-maxage=600"}, None),
        ({"Cache-Control": "no-store, max-age=600"}, None),
        ({"Cache-Control": 'no-cache="set-cookie", max-age=600'}, None),
        ({"Cache-Control": "no-cache", "Expires": "Mon, 02 Mar 2026 13:00:00 GMT"}, None),
        ({"Cache-Control": "max-age=0"}, None),
        # time in caches is over
        ({"Cache-Control": "max-age=600", "Age": "200"}, 400),
        ({"Cache-Control": "max-age=600", "Age": "600"}, None),
        ({"Cache-Control": "max-age=600", "Age": "soon"}, 600),
        # garbage
        ({"Cache-Control": "max-age=-5"}, None),
        ({"Cache-Control": "max-age=ten"}, None),
        ({"Cache-Control": "max-age=" + "9" * 400}, None),
        ({"Cache-Control": "max-age=²"}, None),
        # Expires, from Date or from now
        ({"Expires": "Mon, 02 Mar 2026 13:00:00 GMT"}, 3600),
        ({"Expires": "Mon, 02 Mar 2026 13:00:00 GMT", "Date": DATE.replace("12:", "11:")}, 7200),
        ({"Expires": "Mon, 02 Mar 2026 13:00:00 GMT", "Date": "yesterday"}, 3600),
        ({"Expires": "Monday, 02-Mar-26 13:00:00 GMT"}, 3600),
        ({"Expires": "Mon Mar  2 13:00:00 2026"}, 3600),
        ({"Expires": DATE}, None),
        ({"Expires": "Mon, 02 Mar 2026 11:00:00 GMT"}, None),
        ({"Expires": "0"}, None),
        ({"Expires": "-1"}, None),
        ({"Expires": ""}, None),
        ({"Expires": "Thu, 99 Foo 20260 99:99:99 GMT"}, None),
        # max-age goes before Expires, even where it can't be read (RFC 9111, 5.3)
        ({"Cache-Control": "max-age=60", "Expires": "Mon, 02 Mar 2026 13:00:00 GMT"}, 60),
        ({"Cache-Control": "max-age=x", "Expires": "Mon, 02 Mar 2026 13:00:00 GMT"}, None),
        ({"Cache-Control": "public", "Expires": "Mon, 02 Mar 2026 13:00:00 GMT"}, 3600),
    ],
)
def test_what_the_headers_say(headers: dict[str, str], seconds: float | None) -> None:
    assert http_hint_seconds(headers, NOW) == seconds
