"""Where settings come from: a TOML file, variables, and files that hold secrets.

It reads and explains; which settings there are, `worker/settings.py` says. It never shows the value
of a secret, nor of a name that it doesn't know.
"""

import os
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from worker.errors import SettingsError

PREFIX = "VEDETTE_"
#: Variables with our prefix that are no settings: they say where settings are, or serve the tests.
NOT_SETTINGS = frozenset({"VEDETTE_CONFIG", "VEDETTE_TEST_KEEP"})
#: Settings whose values may hold a password. A new one of this kind goes in here.
SECRETS = frozenset(
    {
        "database.url",
        "broker.url",
        "fetch.proxy_url",
        "opinion.endpoint_url",
        "opinion.endpoint_key",
    }
)
_SHOWN_CHARACTERS = 100


def config_dir() -> Path:
    """The folder of shipped configuration: the checkout's `config/`, or the wheel's copy of it."""
    packaged = Path(__file__).parent / "_config"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "config"


def file_path(named: Path | None) -> Path:
    """The file: the named one, else $VEDETTE_CONFIG, else ./config/vedette.toml, else the shipped.

    Raises:
        SettingsError: a file that was named is not there.
    """
    if named is None and (variable := os.environ.get("VEDETTE_CONFIG")):
        named = Path(variable)
    if named is not None:
        if not named.is_file():
            raise SettingsError(f"no settings file at {named} (from VEDETTE_CONFIG or --config)")
        return named
    here = Path("config") / "vedette.toml"
    return here if here.is_file() else config_dir() / "vedette.toml"


def read_toml(path: Path, known: Collection[str]) -> dict[str, Any]:
    """The file's content.

    Args:
        known: names that may stand at its top.

    Raises:
        SettingsError: with the line where it is no TOML, or the name that is unknown.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"can't read the settings file {path}: {error}") from None
    for name in found:
        if name not in known:
            raise SettingsError(f"unknown setting {name} in {path}; {_WHERE_LISTED}")
    return found


def refuse_unknown_variables(known: Collection[str]) -> None:
    """pydantic-settings passes over names that match no section; a typo must not vanish.

    Raises:
        SettingsError: naming the variable.
    """
    for variable in sorted(os.environ):
        name = variable.upper()
        if not name.startswith(PREFIX) or name in NOT_SETTINGS:
            continue
        top = name.removeprefix(PREFIX).lower().removesuffix("_file").split("__")[0]
        if top not in known:
            raise SettingsError(
                f"unknown setting {variable} in the environment; names look like "
                f"VEDETTE_FETCH__DELAY_SECONDS, and {_WHERE_LISTED}"
            )


def with_secret_files(
    variables: Mapping[str, str | None], own_names: Collection[str]
) -> dict[str, str | None]:
    """`VEDETTE_DATABASE__URL_FILE=/run/secrets/x` gives `VEDETTE_DATABASE__URL` that file's text.

    Args:
        variables: by name in lower case.
        own_names: variables that end in `_file` and are settings themselves, in lower case.

    Raises:
        SettingsError: the file can't be read or is empty, or the variable is set as well.
    """
    merged = dict(variables)
    for name, file_name in variables.items():
        base = name.removesuffix("_file")
        if not name.startswith(PREFIX.lower()) or base == name or name in own_names:
            continue
        if base in variables:
            raise SettingsError(f"both {base.upper()} and {name.upper()} are set; unset one")
        del merged[name]
        merged[base] = _secret(name.upper(), file_name or "")
    return merged


def _secret(variable: str, file_name: str) -> str:
    if not file_name:
        raise SettingsError(f"{variable} names no file; unset it, or name one")
    try:
        text = Path(file_name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{variable} names {file_name}: {error.strerror}") from None
    except ValueError:
        raise SettingsError(f"{variable} names {file_name}: it is no UTF-8 text") from None
    if not text:
        raise SettingsError(f"{variable} names {file_name}: it is empty")
    return text


def explain(error: ValidationError, path: Path) -> str:
    """The first fault in one sentence: where, what was given, what was expected."""
    fault = error.errors()[0]
    place = fault["loc"][:2]
    if fault["type"] == "value_error" and len(place) < 2:
        return _expected(fault)  # a rule on several settings, which names them
    name = ".".join(str(part) for part in place)
    variable = _variable(place)
    where = f"{variable} in the environment" if variable else f"{name} in {path}"
    if fault["type"] == "extra_forbidden":
        return f"unknown setting {where}; {_WHERE_LISTED}"
    if len(place) < 2 and fault["type"] in ("model_type", "model_attributes_type"):
        return f"{where} is a section: its settings look like {PREFIX}{name.upper()}__NAME"
    hidden = name in SECRETS or (variable or "").endswith("_FILE")
    return f"setting {where}{'' if hidden else f' is {_given(fault)}'}: {_expected(fault)}"


def _variable(place: tuple[int | str, ...]) -> str | None:
    """The variable that a setting came from, as it is spelled; None where it came from the file."""
    wanted = PREFIX + "__".join(str(part) for part in place).upper()
    spelled = {name.upper(): name for name in os.environ}
    return spelled.get(wanted) or spelled.get(f"{wanted}_FILE")


def _given(fault: ErrorDetails) -> str:
    shown = repr(fault["input"])
    return shown if len(shown) <= _SHOWN_CHARACTERS else f"{shown[: _SHOWN_CHARACTERS - 1]}…"


def _expected(fault: ErrorDetails) -> str:
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    return fault["msg"].replace("Input should be", "it should be", 1)


_WHERE_LISTED = "docs/settings.md lists them all"
