"""The settings under which Vedette is measured, as environment variables.

They are those of a heavy user with many hosts. Variables `VEDETTE_…` of the caller go before them,
so that other settings can be measured; where data lies is always the bench's.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

#: More than the fetch threads, and than what a few cores process in a second: no worker has to wait
#: for the next tick to get more.
_UNDER_WAY_MAX = 128

_SETTINGS = {
    "VEDETTE_FETCH__DELAY_SECONDS": "0",
    "VEDETTE_FETCH__ALLOW_NETWORKS": json.dumps(["127.0.0.0/8"]),
    "VEDETTE_FETCH__THREADS": "32",  # as many as docker-compose.yml gives the fetch worker
    "VEDETTE_FRONTIER__FETCHING_MAX": str(_UNDER_WAY_MAX),
    "VEDETTE_FRONTIER__PROCESSING_MAX": str(_UNDER_WAY_MAX),
}
#: Of these the caller's are never heeded.
_OURS = ("VEDETTE_DATA_DIR", "VEDETTE_DATABASE__URL", "VEDETTE_BROKER__URL")
_SCRUBBED = ("CELERY_", "FLOWER_", "REMAP_")


def chosen_settings(process_count: int) -> dict[str, str]:
    """What differs from the defaults, without the places."""
    given = {k: v for k, v in os.environ.items() if k.startswith("VEDETTE_") and k not in _OURS}
    return {**_SETTINGS, "VEDETTE_PROCESS__CHILDREN": str(process_count), **given}


def environment_of(settings: Mapping[str, str], places: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a program under measurement."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VEDETTE_", *_SCRUBBED)) and not name.lower().endswith("_proxy")
    }
    return {**kept, **settings, **places}


def places_in(folder: Path) -> dict[str, str]:
    """A data folder, and a list of sources without any: nothing but the pages is to be fetched."""
    sources = folder / "sources.toml"
    sources.write_text("", encoding="utf-8")
    return {
        "VEDETTE_DATA_DIR": str(folder / "data"),
        "VEDETTE_DISCOVER__SOURCES_FILE": str(sources),
    }


@contextmanager
def applied(environment: Mapping[str, str]) -> Iterator[None]:
    """This process under that environment."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
