"""The lexicon: a file per language that maps surface forms to concepts, and names for all of them.

Loading reads and checks everything at once, so that a typo stops the start and not an article.
Users' own files are laid over those that are shipped.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from worker.classify.concepts import Concept, read_concepts
from worker.classify.faults import Faults, entry_error, file_error
from worker.classify.fold import Folder
from worker.classify.notation import Form, NotationError, form_of, is_plain, parse
from worker.classify.texts import Spellings
from worker.classify.toml import read_toml

CONCEPTS_FILE = "concepts.toml"
NAMES_FILE = "names.toml"
UNDETERMINED = "und"
#: The tables that are no concepts; the last stands in names.toml alone.
MATCHING, REMOVE, EXCEPT = TABLES = ("matching", "remove", "except")
_LANGUAGE_FILE = re.compile(r"[a-z]{2,3}\.toml")
_SEPARATOR = "\ue000"  # of private use: folds to itself, and stands in no form


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLexicon:
    """The forms of one language, or the names of all."""

    spellings: Spellings  #: each form's spelling, folded, and its concept
    folder: Folder  #: folds texts as the forms were folded
    clitics: tuple[str, ...] = ()  #: what may stand before a word without a space

    @property
    def forms(self) -> Iterator[tuple[Form, str]]:
        """Form and concept; made each time, as a matcher needs them once, and few meet all."""
        return ((form_of(spelling), concept) for spelling, concept in self.spellings.pairs())


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Everything that is known of words. `names` serves every language, and the unknown ones."""

    concepts: Mapping[str, Concept]
    languages: Mapping[str, LanguageLexicon]
    names: LanguageLexicon
    exceptions: Mapping[str, frozenset[str]]  #: spellings of names that are words in a language
    digest: str  #: SHA-256 of all of it, hexadecimal; layout and comments do not count

    def language_of(self, code: str) -> str:
        """The lexicon's language for a tag such as `pt-BR`; `und` where it has none."""
        primary = re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]
        return primary if primary in self.languages else UNDETERMINED

    def forms_of(self, language: str) -> Iterator[tuple[Form, str]]:
        """All that is searched in a language's texts: its own forms, then the names.

        Of the names those in Latin letters and in the language's own script; in the texts of an
        unknown language all.
        """
        own = self.languages.get(language)
        if own is None:
            yield from self.names.forms
            return
        yield from own.forms
        unwanted = self.exceptions.get(language, frozenset())
        scripts = {"LATIN", *map(_script, {_first_letter(one) for one in own.spellings})}
        for spelling, concept in self.names.spellings.pairs():
            if spelling not in unwanted and _script(_first_letter(spelling)) in scripts:
                yield form_of(spelling), concept


def _first_letter(spelling: str) -> str:
    return next((char for char in spelling if char.isalpha()), "a")


def _script(letter: str) -> str:
    """The first word of a letter's name in Unicode: LATIN, CYRILLIC, CJK …"""
    return unicodedata.name(letter, "").partition(" ")[0]


def load_lexicon(folder: Path, own: Path | None = None) -> Lexicon:
    """Read concepts.toml, names.toml and every <language>.toml of a folder.

    Args:
        own: a folder with files of the same names, any of them, laid over the first.

    Raises:
        LexiconError: naming file, line, entry, reason and what to do for each malformed entry.
    """
    faults = Faults()
    lexicon = read_lexicon(folder, own, faults)
    faults.raise_any()
    return lexicon


def read_lexicon(folder: Path, own: Path | None, faults: Faults) -> Lexicon:
    """As `load_lexicon`; what is wrong is gathered in `faults`, and left out."""
    files = lexicon_files(folder, own, faults)
    concepts = read_concepts(files.pop(CONCEPTS_FILE), faults)
    digest = hashlib.sha256(repr(concepts).encode(errors="surrogatepass"))
    names_layers = _layers(files.pop(NAMES_FILE), faults, digest)
    variants: dict[str, str] = {}
    for path, entries in names_layers:
        with faults.gathered():
            variants |= _variants(path, entries)
    names = _language(names_layers, concepts, variants, faults)
    languages = {  # one after the other: what was read of one is gone before the next is
        name.removesuffix(".toml"): _language(
            _layers(paths, faults, digest), concepts, variants, faults
        )
        for name, paths in files.items()
    }
    return Lexicon(
        concepts=concepts,
        languages=languages,
        names=names,
        exceptions=_exceptions(names_layers, names, languages, faults),
        digest=digest.hexdigest(),
    )


def lexicon_files(folder: Path, own: Path | None, faults: Faults) -> dict[str, list[Path]]:
    """The files by name, each with the user's own after it."""
    files = {name: [folder / name] for name in (CONCEPTS_FILE, NAMES_FILE)}
    if own is not None and not own.is_dir():
        advice = "make it, or take classify.lexicon_dir away"
        faults.found.extend(file_error(own, "is no folder", advice).faults)
    for path in (*sorted(folder.glob("*.toml")), *(sorted(own.glob("*.toml")) if own else ())):
        if path.name not in files and not _LANGUAGE_FILE.fullmatch(path.name):
            advice = "call it <ISO 639-1 code>.toml"
            faults.found.extend(file_error(path, "is named for no language", advice).faults)
        elif path not in files.setdefault(path.name, []):
            files[path.name].append(path)
    return files


def _layers(
    paths: Sequence[Path], faults: Faults, digest: "hashlib._Hash"
) -> list[tuple[Path, dict[str, Any]]]:
    """Each file with its entries; the digest learns of them."""
    layers = []
    for path in paths:
        with faults.gathered():
            entries = read_toml(path)
            layers.append((path, entries))
            digest.update(f"{path.name}:{entries!r}".encode(errors="surrogatepass"))
    return layers


def _language(
    layers: Sequence[tuple[Path, dict[str, Any]]],
    concepts: Mapping[str, Concept],
    variants: Mapping[str, str],
    faults: Faults,
) -> LanguageLexicon:
    clitics: list[str] = []
    keeps_accents = False
    for path, entries in layers:
        with faults.gathered():
            matching = _table(path, entries, MATCHING)
            _require_known(path, matching)
            keeps_accents = _keeps_accents(path, matching, keeps_accents)
            clitics += _strings(path, f"{MATCHING}.clitics", matching.get("clitics", []))
    folder = Folder(variants, keeps_accents=keeps_accents)
    spellings: dict[str, str] = {}
    for at, (path, entries) in enumerate(layers):
        with faults.gathered():
            _remove(path, _table(path, entries, REMOVE), spellings, folder, faults, is_own=at > 0)
        # What a user writes stands, whatever was shipped; a file must not contradict itself.
        spellings |= _spellings(path, entries, concepts, folder, faults)
    return LanguageLexicon(
        spellings=Spellings(spellings),
        folder=folder,
        clitics=tuple(dict.fromkeys(folder.fold(clitic).text for clitic in clitics)),
    )


def _spellings(
    path: Path,
    entries: Mapping[str, Any],
    concepts: Mapping[str, Concept],
    folder: Folder,
    faults: Faults,
) -> dict[str, str]:
    owner: dict[str, str] = {}
    tables = TABLES if path.name == NAMES_FILE else (MATCHING, REMOVE)
    for concept, listed in entries.items():
        if concept in tables:
            continue
        with faults.gathered():
            if concept not in concepts:
                advice = f"correct it, or define it in {CONCEPTS_FILE}"
                raise entry_error(path, concept, "is no known concept", advice)
            written = _strings(path, concept, listed)
            for item, spelling in _each_spelling(path, concept, written, folder, faults):
                if spelling in owner:
                    reason = f"has {written[item]!r}, which {owner[spelling]} has already"
                    error = entry_error(path, concept, reason, "keep one of the two", item=item)
                    faults.found.extend(error.faults)
                else:
                    owner[spelling] = concept
    return owner


def _remove(
    path: Path,
    removed: Mapping[str, Any],
    spellings: dict[str, str],
    folder: Folder,
    faults: Faults,
    *,
    is_own: bool,
) -> None:
    if removed and not is_own:
        raise entry_error(path, REMOVE, "is for users' own files", "take the form out above")
    for concept, listed in removed.items():
        key = f"{REMOVE}.{concept}"
        with faults.gathered():
            written = _strings(path, key, listed)
            for item, spelling in _each_spelling(path, key, written, folder, faults):
                if spellings.get(spelling) == concept:
                    del spellings[spelling]
                    continue
                holder = spellings.get(spelling, "no concept")
                reason = f"has {written[item]!r}, which is a form of {holder}"
                advice = "copy concept and form from the shipped file"
                error = entry_error(path, key, reason, advice, item=item)
                faults.found.extend(error.faults)


def _exceptions(
    layers: Sequence[tuple[Path, dict[str, Any]]],
    names: LanguageLexicon,
    languages: Mapping[str, LanguageLexicon],
    faults: Faults,
) -> dict[str, frozenset[str]]:
    """Of each language, the names that are words in it."""
    found: dict[str, frozenset[str]] = {}
    for path, entries in layers:
        with faults.gathered():
            for language, listed in _table(path, entries, EXCEPT).items():
                key = f"{EXCEPT}.{language}"
                if language not in languages:
                    raise entry_error(path, key, "is no language", "use a code with a file")
                written = _strings(path, key, listed)
                spelled = list(_each_spelling(path, key, written, names.folder, faults))
                for item, spelling in spelled:
                    if spelling not in names.spellings:
                        reason, advice = f"has {written[item]!r}, which is no name", "copy a form"
                        wrong = entry_error(path, key, reason, advice, item=item)
                        faults.found.extend(wrong.faults)
                found[language] = found.get(language, frozenset()) | {one for _, one in spelled}
    return found


def _each_spelling(
    path: Path, key: str, written: Sequence[str], folder: Folder, faults: Faults
) -> Iterator[tuple[int, str]]:
    """The place of each form in its list, and each of its spellings."""
    for item, folded in enumerate(_folded(written, folder)):
        if is_plain(folded):
            yield item, folded
            continue
        try:
            # {i,í} is one spelling, once accents are folded
            spellings = dict.fromkeys(form.spelling for form in parse(written[item], folder))
        except NotationError as error:
            reason, _, advice = f"has the form {written[item]!r}, which {error}".partition("; ")
            wrong = entry_error(path, key, reason, advice or "correct it", item=item)
            faults.found.extend(wrong.faults)
        else:
            yield from ((item, spelling) for spelling in spellings)


def _folded(written: Sequence[str], folder: Folder) -> Iterable[str]:
    """Folded all together, which is much faster than one by one."""
    folded = folder.fold(_SEPARATOR.join(written)).text.split(_SEPARATOR)
    return folded if len(folded) == len(written) else ("",) * len(written)


def _table(path: Path, entries: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = entries.get(name, {})
    if not isinstance(table, dict):
        raise entry_error(path, name, "must be a table", f"write [{name}]")
    return table


def _require_known(path: Path, matching: Mapping[str, Any]) -> None:
    known = {"clitics", "variants" if path.name == NAMES_FILE else "keeps_accents"}
    if unknown := sorted(matching.keys() - known):
        advice = f"use {' or '.join(sorted(known))}"
        raise entry_error(path, f"{MATCHING}.{unknown[0]}", "is unknown", advice)


def _keeps_accents(path: Path, matching: Mapping[str, Any], otherwise: bool) -> bool:
    value = matching.get("keeps_accents", otherwise)
    if not isinstance(value, bool):
        raise entry_error(path, f"{MATCHING}.keeps_accents", f"is {value!r}", "write true or false")
    return value


def _strings(path: Path, key: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        advice = 'write a list of texts: ["one", "two"]'
        raise entry_error(path, key, f"is {value!r}"[:80], advice)
    return value


def _variants(path: Path, entries: Mapping[str, Any]) -> dict[str, str]:
    """Characters that stand for others in every language's texts, from the file of names."""
    key = f"{MATCHING}.variants"
    pairs = _strings(path, key, _table(path, entries, MATCHING).get("variants", []))
    for item, pair in enumerate(pairs):
        if len(pair) != 2:
            advice = "write two characters: the variant, and what it stands for"
            raise entry_error(path, key, f"has {pair!r}", advice, item=item)
    return {pair[0]: pair[1] for pair in pairs}
