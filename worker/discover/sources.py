"""The list of sources, as the operator writes it in `config/sources.toml`."""

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from worker import authorities, urls
from worker.discover.feed.language import iso_639_1
from worker.errors import InputError, Refused
from worker.settings import Seconds, config_dir
from worker.source_values import NewSource
from worker.strings import clean_line
from worker.vocabulary import UrlKind

#: `NewSource.origin` of what this list holds.
ORIGIN = "file"
PRIORITY_MAX = 1000
LABEL_MAX_CHARACTERS = 200  #: of a name or tag
_SHOWN_CHARACTERS = 100


def _web_url(value: str) -> str:
    try:
        return str(urls.parse(value))
    except Refused as refused:
        raise ValueError(refused.reason) from None


def _label(value: str) -> str:
    label = clean_line(value, LABEL_MAX_CHARACTERS)
    if not label:
        raise ValueError("it is empty")
    return label


def _tag(value: str) -> str:
    if "," in value:
        raise ValueError("it holds a comma, which tells tags apart")
    return _label(value)


def _language(value: str) -> str:
    code = iso_639_1(value)
    if code is None:
        raise ValueError("it is no language's code")
    return code


Label = Annotated[str, AfterValidator(_label)]
Tag = Annotated[str, AfterValidator(_tag)]


class _Entry(BaseModel):
    """One `[[source]]`. Each description says what is expected, for the messages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Label = Field(description="a text")
    url: Annotated[str, AfterValidator(_web_url)] = Field(description="an http or https URL")
    kind: Literal["feed", "sitemap", "page"] = Field(
        "feed", description='"feed", "sitemap" or "page"'
    )
    tags: tuple[Tag, ...] = Field((), description='a list of texts, such as ["navy", "asia"]')
    language: Annotated[str, AfterValidator(_language)] | None = Field(
        None, description='an ISO 639-1 code, such as "uk" for Ukrainian'
    )
    pace_seconds: Annotated[Seconds, Field(strict=True)] | None = Field(
        None, description="a number of seconds above 0, a year at the most"
    )
    priority: int = Field(
        0,
        strict=True,
        ge=-PRIORITY_MAX,
        le=PRIORITY_MAX,
        description=f"a whole number from {-PRIORITY_MAX} to {PRIORITY_MAX}",
    )
    paused: bool = Field(False, strict=True, description="true or false")
    ca_file: Annotated[str, Field(min_length=1)] | None = Field(
        None, description="a file of certificates in PEM, trusted for its host beside the public"
    )

    def source(self, folder: Path) -> NewSource:
        """The entry as it crosses the stages.

        Args:
            folder: of the list, where a relative `ca_file` is looked for.
        """
        return NewSource(
            kind=UrlKind(self.kind),
            name=self.name,
            url=self.url,
            tags=tuple(dict.fromkeys(self.tags)),
            language=self.language,
            pace_seconds=self.pace_seconds,
            priority=self.priority,
            origin=ORIGIN,
            is_paused=self.paused,
            ca_file=None if self.ca_file is None else str((folder / self.ca_file).resolve()),
        )


class _List(BaseModel):
    model_config = ConfigDict(extra="forbid")

    source: tuple[_Entry, ...] = Field((), description="[[source]] entries")


def default_path() -> Path:
    """`config/sources.toml` of the present folder, else the shipped one."""
    here = Path("config") / "sources.toml"
    return here if here.is_file() else config_dir() / "sources.toml"


def load(path: Path | None) -> list[NewSource]:
    """Read the list, in its order.

    Args:
        path: None: `default_path()`.

    Raises:
        InputError: naming the file, the entry, the field, what is wrong and what is expected.
            Secrets in URLs are not repeated.
    """
    path = path or default_path()
    try:
        listed = _List.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{path} is not valid TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"can't read the list of sources {path}: {error}") from None
    except ValidationError as error:
        faults = error.errors()
        more = f" (and {len(faults) - 1} more faults)" if len(faults) > 1 else ""
        raise InputError(f"{path}: {_explain(faults[0])}{more}") from None
    found = [entry.source(path.parent) for entry in listed.source]
    _refuse_repeats(path, found)
    _require_authorities(path, found)
    return found


def _refuse_repeats(path: Path, found: list[NewSource]) -> None:
    first: dict[str, int] = {}
    for number, source in enumerate(found, start=1):
        earlier = first.setdefault(source.url, number)
        if earlier != number:
            raise InputError(
                f"{path}: source {number} ({source.name}) has the URL of source {earlier} "
                f"({found[earlier - 1].name}): {urls.redact(source.url)}"
            )


def _require_authorities(path: Path, found: list[NewSource]) -> None:
    """Every ca_file can be read, and a host has one at the most."""
    first: dict[str, int] = {}
    for number, source in enumerate(found, start=1):
        if source.ca_file is None:
            continue
        place = f"{path}: source {number} ({source.name}) ca_file"
        try:
            authorities.read(Path(source.ca_file))
        except ValueError as error:
            raise InputError(f"{place}: {error}") from None
        earlier = first.setdefault(urls.parse(source.url).host_key, number)
        if found[earlier - 1].ca_file != source.ca_file:
            raise InputError(f"{place}: source {earlier} names another one for the same host")


def _explain(fault: ErrorDetails) -> str:
    """Which entry, which field, what is wrong with it, what is expected."""
    place = fault["loc"]
    if len(place) < 2:
        if fault["type"] == "extra_forbidden":
            return f"unknown name {place[0]!r}; each source begins with [[source]]"
        return "source: expected [[source]] entries"
    number = f"source {int(place[1]) + 1}"
    if len(place) == 2:
        return f"{number}: expected a table of fields, begun with [[source]]"
    name = str(place[2])
    if fault["type"] == "extra_forbidden":
        return f"{number} has an unknown field {name!r}; the fields are {_FIELD_NAMES}"
    expected = f"expected {_Entry.model_fields[name].description}"
    if fault["type"] == "missing":
        return f"{number} has no {name}; {expected}"
    reason = f"{fault['ctx']['error']}; " if fault["type"] == "value_error" else ""
    return f"{number} {name}: {reason}{expected} (given: {_given(fault['input'])})"


_FIELD_NAMES = ", ".join(_Entry.model_fields)


def _given(value: object) -> str:
    shown = repr(urls.redact(value)) if isinstance(value, str) else urls.redact(repr(value))
    return shown if len(shown) <= _SHOWN_CHARACTERS else f"{shown[: _SHOWN_CHARACTERS - 1]}…"


def dump(sources: Iterable[NewSource]) -> str:
    """The same TOML, for `vedette sources export`: `load` reads it back as it was.

    Sitemaps that an index lists are left out, since the index brings them back. URLs are written
    in full, with whatever secrets they hold.
    """
    return "\n".join(_entry(source) for source in sources if source.parent_id is None)


def _entry(source: NewSource) -> str:
    fields: dict[str, Any] = {"name": source.name, "url": source.url}
    if source.kind is not UrlKind.FEED:
        fields["kind"] = source.kind.value
    if source.tags:
        fields["tags"] = list(source.tags)
    if source.language is not None:
        fields["language"] = source.language
    if source.pace_seconds is not None:
        fields["pace_seconds"] = source.pace_seconds
    if source.priority:
        fields["priority"] = source.priority
    if source.is_paused:
        fields["paused"] = True
    if source.ca_file is not None:
        fields["ca_file"] = source.ca_file
    lines = [f"{name} = {_toml(value)}" for name, value in fields.items()]
    return "\n".join(["[[source]]", *lines, ""])


def _toml(value: Any) -> str:
    """JSON's texts, lists, numbers and truths are TOML's; what doesn't print is escaped."""
    written = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in written)
