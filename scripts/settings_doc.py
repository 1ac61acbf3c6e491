"""Prints docs/settings.md: `python scripts/settings_doc.py > docs/settings.md`."""

import sys
from collections.abc import Iterator

from pydantic.fields import FieldInfo

from worker.settings import Section, Settings

_HEAD = """# Settings

Written by `python scripts/settings_doc.py`; a test holds it to the code.

Later ones win: the defaults below; `config/vedette.toml` of the present folder (or the file that
`VEDETTE_CONFIG` names, or the shipped one); variables. `fetch.delay_seconds` is `[fetch]
delay_seconds = …` in the file, and `VEDETTE_FETCH__DELAY_SECONDS` as a variable. Lists are JSON in
variables. Any variable may be given as `<VARIABLE>_FILE` instead, naming a file that holds the
value: for secrets. An unknown or malformed setting stops the start, with a message that names it.

| setting | default | meaning |
| --- | --- | --- |
| `data_dir` | `data` | folder of the database and whatever else is kept (`VEDETTE_DATA_DIR`) |
"""


def page() -> str:
    """The whole page."""
    return _HEAD + "".join(_sections())


def _sections() -> Iterator[str]:
    for section, field in Settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Section):
            yield f"\n## {section}\n\n{(kind.__doc__ or '').strip()}\n\n"
            yield "| setting | variable | default | meaning |\n| --- | --- | --- | --- |\n"
            for name, inner in kind.model_fields.items():
                yield _row(section, name, inner)


def _row(section: str, name: str, field: FieldInfo) -> str:
    variable = f"VEDETTE_{section}__{name}".upper()
    default = field.get_default(call_default_factory=True)
    shown = "" if default in ("", None, ()) else f"`{_plain(default)}`"
    return f"| `{section}.{name}` | `{variable}` | {shown} | {field.description} |\n"


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return str(list(value))
    return f"{value:g}" if isinstance(value, float) and value < 1e5 else str(value)


if __name__ == "__main__":
    sys.stdout.write(page())
