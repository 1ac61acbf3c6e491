"""The lexicon: a file per language that maps surface forms to concepts, and names for all of them.

Loading reads and checks everything at once, so that a typo stops the start and not an article.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from worker.classify.concepts import Concept, load_concepts
from worker.classify.fold import Folder
from worker.classify.notation import Form, NotationError, parse
from worker.classify.toml import entry_error, read_toml
from worker.errors import SettingsError

CONCEPTS_FILE = "concepts.toml"
NAMES_FILE = "names.toml"
UNDETERMINED = "und"
_LANGUAGE_FILE = re.compile(r"[a-z]{2,3}\.toml")
_MATCHING = "matching"  # the one table of a language file that is no concept


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLexicon:
    """The forms of one language, or the names of all."""

    forms: tuple[tuple[Form, str], ...]  #: form and concept
    folder: Folder  #: folds texts as the forms were folded
    clitics: tuple[str, ...] = ()  #: what may stand before a word without a space


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Everything that is known of words. `names` serves every language, and the unknown ones."""

    concepts: Mapping[str, Concept]
    languages: Mapping[str, LanguageLexicon]
    names: LanguageLexicon
    digest: str  #: SHA-256 of all of it, hexadecimal; layout and comments do not count

    def language_of(self, code: str) -> str:
        """The lexicon's language for a tag such as `pt-BR`; `und` where it has none."""
        primary = re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]
        return primary if primary in self.languages else UNDETERMINED


def load_lexicon(folder: Path) -> Lexicon:
    """Read concepts.toml, names.toml and every <language>.toml of a folder.

    Raises:
        SettingsError: naming file, entry, reason and what to do for any malformed entry.
    """
    concepts = load_concepts(folder / CONCEPTS_FILE)
    files = sorted(set(folder.glob("*.toml")) - {folder / CONCEPTS_FILE, folder / NAMES_FILE})
    for path in files:
        if not _LANGUAGE_FILE.fullmatch(path.name):
            raise SettingsError(f"{path} is named for no language; call it <ISO 639-1 code>.toml")
    variants = _variants(folder / NAMES_FILE)
    read = {path: read_toml(path) for path in (folder / NAMES_FILE, *files)}
    digest = _digest({folder / CONCEPTS_FILE: read_toml(folder / CONCEPTS_FILE), **read})
    return Lexicon(
        concepts=concepts,
        languages={path.stem: _language(path, read[path], concepts, variants) for path in files},
        names=_language(folder / NAMES_FILE, read[folder / NAMES_FILE], concepts, variants),
        digest=digest,
    )


def _language(
    path: Path,
    entries: dict[str, object],
    concepts: Mapping[str, Concept],
    variants: Mapping[str, str],
) -> LanguageLexicon:
    matching = _matching(path, entries)
    entries.pop(_MATCHING, None)
    folder = Folder(variants, keeps_accents=_keeps_accents(path, matching))
    clitics = _strings(path, f"{_MATCHING}.clitics", matching.get("clitics", []))
    return LanguageLexicon(
        forms=tuple(_forms(path, entries, concepts, folder)),
        folder=folder,
        clitics=tuple(folder.fold(clitic).text for clitic in clitics),
    )


def _matching(path: Path, entries: Mapping[str, object]) -> dict[str, object]:
    matching = entries.get(_MATCHING, {})
    if not isinstance(matching, dict):
        raise entry_error(path, _MATCHING, "must be a table", "write [matching]")
    known = {"clitics", "variants" if path.name == NAMES_FILE else "keeps_accents"}
    if unknown := sorted(matching.keys() - known):
        advice = f"use {' or '.join(sorted(known))}"
        raise entry_error(path, f"{_MATCHING}.{unknown[0]}", "is unknown", advice)
    return matching


def _keeps_accents(path: Path, matching: Mapping[str, object]) -> bool:
    value = matching.get("keeps_accents", False)
    if not isinstance(value, bool):
        raise entry_error(
            path, f"{_MATCHING}.keeps_accents", f"is {value!r}", "write true or false"
        )
    return value


def _forms(
    path: Path, entries: Mapping[str, object], concepts: Mapping[str, Concept], folder: Folder
) -> Iterator[tuple[Form, str]]:
    owner: dict[str, str] = {}
    for concept, listed in entries.items():
        if concept not in concepts:
            advice = f"correct it, or define it in {CONCEPTS_FILE}"
            raise entry_error(path, concept, "is no known concept", advice)
        for written in _strings(path, concept, listed):
            for form in _parsed(path, concept, written, folder):
                if form.spelling in owner:
                    reason = f"has {written!r}, which {owner[form.spelling]} has already"
                    raise entry_error(path, concept, reason, "keep one of the two")
                owner[form.spelling] = concept
                yield form, concept


def _parsed(path: Path, concept: str, written: str, folder: Folder) -> tuple[Form, ...]:
    try:
        return tuple(parse(written, folder))
    except NotationError as error:
        raise SettingsError(f"{path}: {concept} has the form {written!r}, which {error}") from None


def _strings(path: Path, key: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        advice = 'write a list of texts: ["one", "two"]'
        raise entry_error(path, key, f"is {value!r}"[:80], advice)
    return value


def _variants(path: Path) -> dict[str, str]:
    """Characters that stand for others in every language's texts, from the file of names."""
    key = f"{_MATCHING}.variants"
    pairs = _strings(path, key, _matching(path, read_toml(path)).get("variants", []))
    for pair in pairs:
        if len(pair) != 2:
            advice = "write two characters: the variant, and what it stands for"
            raise entry_error(path, key, f"has {pair!r}", advice)
    return {pair[0]: pair[1] for pair in pairs}


def _digest(read: Mapping[Path, object]) -> str:
    parts = [f"{path.name}:{entries!r}" for path, entries in read.items()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
