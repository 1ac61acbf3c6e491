"""How a text was read, form by form: slower than judging, for people who correct the lexicon."""

from dataclasses import dataclass

from worker.classify.lexicon import Lexicon
from worker.classify.matcher import Matcher
from worker.classify.reading import READ_MAX_CHARACTERS, TEXT, TITLE, Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A form that was found. Offsets count characters of the original field."""

    field: str
    start: int
    end: int
    surface: str  #: as it stands there
    folded: str  #: as it was compared
    spelling: str  #: the form that found it, folded
    concept: str
    mass: float  #: how much its place says


def traces(lexicon: Lexicon, language: str, *, title: str | None, text: str) -> list[Trace]:
    """The findings of a `Reader`, in its order, each with its form.

    Args:
        language: one of the lexicon's; any other has the names alone.
    """
    own = lexicon.languages.get(language, lexicon.names)
    matcher = Matcher(lexicon.forms_of(language), own.clitics)
    found = iter(Reader(lexicon, language).read(title=title, text=text))
    traced = []
    for field, content in ((TITLE, title or ""), (TEXT, text)):
        folded = own.folder.fold(content[:READ_MAX_CHARACTERS])
        for match, finding in zip(matcher.find(folded.text), found, strict=False):
            traced.append(
                Trace(
                    field=field,
                    start=finding.start,
                    end=finding.end,
                    surface=content[finding.start : finding.end],
                    folded=folded.text[match.start : match.end],
                    spelling=match.spelling,
                    concept=match.concept,
                    mass=finding.mass,
                )
            )
    return traced
