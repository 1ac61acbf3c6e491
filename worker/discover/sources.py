"""The list of sources, as the operator wrote it in `config/sources.toml`."""

import tomllib
from collections import Counter
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from worker.errors import InputError
from worker.settings import config_dir

#: The origin of frontier rows that come from this list.
ORIGIN = "sources"


class Source(BaseModel):
    """One feed to poll."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    url: str = Field(pattern=r"^https?://", description="of an RSS, Atom or JSON feed")
    tags: tuple[str, ...] = ()


class _SourceList(BaseModel):
    model_config = ConfigDict(extra="forbid")

    source: tuple[Source, ...] = ()


def default_path() -> Path:
    """`config/sources.toml` of the present folder, else the shipped one."""
    here = Path("config") / "sources.toml"
    return here if here.is_file() else config_dir() / "sources.toml"


def load(path: Path | None) -> list[Source]:
    """Read the list.

    Raises:
        InputError: naming the file, the entry and the fault.
    """
    path = path or default_path()
    try:
        listed = _SourceList.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"can't read the list of sources {path}: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path} is not valid TOML: {error}") from None
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise InputError(f"{path}: {place}: {fault['msg']} (given: {fault['input']!r})") from None
    repeated = [url for url, count in Counter(s.url for s in listed.source).items() if count > 1]
    if repeated:
        raise InputError(f"{path} lists {repeated[0]} more than once")
    return list(listed.source)
