"""Remarks on a lexicon that is sound: forms that may not do what their author thinks.

None of them stops anything; `vedette lexicon check` shows them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from worker.classify.faults import Faults
from worker.classify.lexicon import NAMES_FILE, TABLES, Lexicon, lexicon_files
from worker.classify.notation import parse
from worker.classify.places import line_of
from worker.classify.toml import read_toml
from worker.classify.words import is_syllabic, is_unspaced

SHORT_CHARACTERS = 3  # a stem as short as this begins words of every kind …
CROWDED_CHARACTERS = 5  # … and one as short as this is suspect …
CROWDED_CONCEPTS = 3  # … when it begins words of so many other concepts


class RemarkKind(StrEnum):
    """What is remarkable."""

    OPPOSED = "opposed"  #: a stem begins a word that speaks for the other side
    SHORT = "short"  #: a short stem, which may begin innocent words
    NAME = "name"  #: names.toml has the form too; the language's file decides
    COVERED = "covered"  #: a shorter stem of the same concept says the same
    UNUSED = "unused"  #: a concept without a form in any language
    MISSING = "missing"  #: a concept without a form in a language


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A form as it stands in a file."""

    path: Path
    concept: str
    item: int  #: its place in the concept's list, from 0
    written: str
    spelling: str  #: folded; one of several, where it has braces

    @property
    def line(self) -> int | None:
        """Its line, from 1."""
        return line_of(self.path.read_text(encoding="utf-8"), self.concept, self.item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One remark."""

    kind: RemarkKind
    language: str  #: a code; "names" for names.toml, "" for all
    text: str
    form: Written | None = None  #: the form that is meant, where one is

    def __str__(self) -> str:
        if self.form is None:
            return self.text
        return f"{self.form.path}:{self.form.line}: {self.form.concept} {self.text}"


def remarks_on(lexicon: Lexicon, folder: Path, own: Path | None) -> Iterator[Remark]:
    """All remarks, language by language.

    Args:
        lexicon: read from these folders, without faults.
    """
    files = lexicon_files(folder, own, Faults())
    names = list(_written(files[NAMES_FILE], lexicon, "names"))
    yield from _on_forms("names", names, [], lexicon)
    for language in sorted(lexicon.languages):
        forms = list(_written(files[f"{language}.toml"], lexicon, language))
        yield from _on_forms(language, forms, names, lexicon)
    yield from _on_concepts(lexicon)


def _written(paths: Iterable[Path], lexicon: Lexicon, language: str) -> Iterator[Written]:
    """The forms of all layers that count: of those spelled alike, the last."""
    own = lexicon.names if language == "names" else lexicon.languages[language]
    for path in paths:
        for concept, listed in read_toml(path).items():
            if concept in TABLES:
                continue
            for item, written in enumerate(listed):
                for form in parse(written, own.folder):
                    if own.spellings.get(form.spelling) == concept:
                        yield Written(
                            path=path,
                            concept=concept,
                            item=item,
                            written=written,
                            spelling=form.spelling,
                        )


def _on_forms(
    language: str, forms: Sequence[Written], names: Sequence[Written], lexicon: Lexicon
) -> Iterator[Remark]:
    concept_of_name = {one.spelling: one.concept for one in names}
    words = sorted((one for one in forms if " " not in one.spelling), key=_spelling)
    spellings = [one.spelling for one in words]
    for form in forms:
        if named := concept_of_name.get(form.spelling):
            text = f"has {form.written!r}, which {NAMES_FILE} has for {named}; this file decides"
            yield Remark(kind=RemarkKind.NAME, language=language, text=text, form=form)
    for stem in words:
        if stem.spelling.endswith("*") and not stem.spelling.startswith("*"):
            begun = _begun(stem.spelling[:-1], words, spellings)
            yield from _on_stem(language, stem, begun, lexicon)


def _spelling(form: Written) -> str:
    return form.spelling


def _begun(body: str, words: Sequence[Written], spellings: Sequence[str]) -> list[Written]:
    """The other words that begin with a stem."""
    at = bisect_left(spellings, body)
    begun = []
    while at < len(words) and spellings[at].startswith(body):
        if spellings[at].rstrip("*") != body:
            begun.append(words[at])
        at += 1
    return begun


def _on_stem(
    language: str, stem: Written, begun: Sequence[Written], lexicon: Lexicon
) -> Iterator[Remark]:
    body = stem.spelling[:-1]
    side = lexicon.concepts[stem.concept].weight > 0
    opposed = [one for one in begun if (lexicon.concepts[one.concept].weight > 0) != side]
    if opposed:
        told = ", ".join(f"{one.written!r} of {one.concept}" for one in opposed[:3])
        text = f"has {stem.written!r}, which begins {told}: other endings speak for {stem.concept}"
        yield Remark(kind=RemarkKind.OPPOSED, language=language, text=text, form=stem)
    crowd = {one.concept for one in begun} - {stem.concept}
    is_crowded = len(body) <= CROWDED_CHARACTERS and len(crowd) >= CROWDED_CONCEPTS
    is_short = len(body) <= SHORT_CHARACTERS or is_crowded
    if is_short and not is_syllabic(body[0]) and not is_unspaced(body[0]):
        text = f"has the short stem {stem.written!r}; see that it begins no innocent word"
        yield Remark(kind=RemarkKind.SHORT, language=language, text=text, form=stem)
    for one in begun:
        if one.concept == stem.concept and not one.spelling.startswith("*"):
            text = f"has {one.written!r}, which {stem.written!r} covers"
            yield Remark(kind=RemarkKind.COVERED, language=language, text=text, form=one)


def _on_concepts(lexicon: Lexicon) -> Iterator[Remark]:
    by_names = set(lexicon.names.spellings.values())
    counts = forms_by_concept(lexicon)
    everywhere = by_names.union(*(count for count in counts.values()))
    for concept in sorted(lexicon.concepts.keys() - everywhere):
        text = f"{concept} has no form in any language"
        yield Remark(kind=RemarkKind.UNUSED, language="", text=text)
    for language, count in sorted(counts.items()):
        if missing := sorted((everywhere & lexicon.concepts.keys()) - by_names - count.keys()):
            text = f"{language} has no form of {', '.join(missing)}"
            yield Remark(kind=RemarkKind.MISSING, language=language, text=text)


def forms_by_concept(lexicon: Lexicon) -> Mapping[str, Mapping[str, int]]:
    """How many forms each language has of each concept that it has any of."""
    counts: dict[str, dict[str, int]] = {}
    for language, own in lexicon.languages.items():
        count = counts.setdefault(language, {})
        for concept in own.spellings.values():
            count[concept] = count.get(concept, 0) + 1
    return counts
