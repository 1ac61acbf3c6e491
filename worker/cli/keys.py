"""Keys of a person at a terminal; lines of standard input where there is none."""

import sys

import typer
from rich.console import Console

QUIT = "q"


class Keys:
    """Reads one key at a time. The end of the input, Ctrl-C and Ctrl-D are `q`."""

    def __init__(self) -> None:
        self.is_terminal = sys.stdin.isatty()

    def key(self) -> str:
        """The next key, in lower case; of a line of input, all of it."""
        if not self.is_terminal:
            line = sys.stdin.readline()
            return line.strip().lower() if line else QUIT
        try:
            return typer.getchar().lower()
        except (KeyboardInterrupt, EOFError):
            return QUIT

    def line(self, out: Console, prompt: str) -> str | None:
        """A line that is typed; None where it was broken off."""
        out.print(f"{prompt}: ", end="", markup=False)
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            line = ""
        if not self.is_terminal or not line:
            out.print()
        return line.strip() if line else None
