"""The list of sources, as the operator wrote it in `config/sources.toml`."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from worker import urls
from worker.errors import InputError, Refused
from worker.settings import config_dir

#: The origin of frontier rows that come from this list.
ORIGIN = "sources"


def _web_url(value: str) -> str:
    try:
        return str(urls.parse(value))
    except Refused as refused:
        raise ValueError(refused.reason) from None


class Source(BaseModel):
    """One feed to poll."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    url: Annotated[str, AfterValidator(_web_url)] = Field(
        description="of an RSS, Atom or JSON feed"
    )
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
        listed = _SourceList.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path} is not valid TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"can't read the list of sources {path}: {error}") from None
    except ValidationError as error:
        raise InputError(f"{path}: {_explain(error.errors()[0])}") from None
    repeated = [url for url, count in Counter(s.url for s in listed.source).items() if count > 1]
    if repeated:
        raise InputError(f"{path} lists {urls.redact(repeated[0])} more than once")
    return list(listed.source)


def _explain(fault: ErrorDetails) -> str:
    """Which entry, which name, what is wrong. A feed's URL may hold a secret: it is redacted."""
    entry, *names = fault["loc"][1:] or ("", fault["loc"][0])
    place = " ".join([f"source {entry + 1}" if isinstance(entry, int) else "", *map(str, names)])
    message = str(fault["ctx"]["error"]) if fault["type"] == "value_error" else fault["msg"]
    given = fault["input"]
    shown = f" (given: {urls.redact(given)[:100]!r})" if isinstance(given, str) else ""
    return f"{place.strip()}: {message}{shown}"
