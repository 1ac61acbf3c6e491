"""What a second judge is asked, and what it promises: an answer or a reason, never an exception."""

import hashlib
from dataclasses import dataclass
from typing import Protocol

from worker.strings import clean_line
from worker.values import Opinion

NOTE_MAX_CHARACTERS = 500
NAME_MAX_CHARACTERS = 120  # as wide as the column that keeps it


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Is this article about defence?"""

    title: str | None
    text: str  #: its beginning, as much as is to be shown

    @property
    def whole(self) -> str:
        """Title and text as one."""
        return f"{self.title}\n{self.text}" if self.title else self.text


class Judge(Protocol):
    """A second judge. Asking is slow, and never raises: whatever goes wrong is in the note."""

    @property
    def name(self) -> str:
        """Its kind and model, such as "endpoint:qwen3-8b"; at most 120 characters."""
        ...

    @property
    def version(self) -> str:
        """Changes where the same question may get another answer: another prompt, other weights."""
        ...

    def why_not_now(self) -> str:
        """Why it would be no use to ask it now; "" where it may be asked."""
        ...

    def ask(self, question: Question) -> Opinion:
        """Its opinion, within the time that it was given when it was made."""
        ...


def key_of(judge: Judge, question: Question) -> str:
    """By which an answer is known again: SHA-256 of who was asked what, hexadecimal."""
    parts = (judge.name, judge.version, question.title or "", question.text)
    return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()


def judge_name(kind: str, model: str) -> str:
    """A judge's name; the model's may be a stranger's."""
    return clean_line(f"{kind}:{model}", NAME_MAX_CHARACTERS)


def note_of(words: str) -> str:
    """A note fit to be stored and shown, whoever wrote it."""
    return clean_line(words, NOTE_MAX_CHARACTERS)
