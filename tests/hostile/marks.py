"""Text that attacks whoever prints it: controls, marks, markup, forged lines."""

#: Controls of a terminal: escape sequences of 7 and 8 bits, titles, bells, and what moves a cursor.
CONTROLS = (
    "\x1b[31mred\x1b[0m\x1b[2J\x1b[1;1H\x1b]0;owned\x07\x1b]8;;http://evil.example\x1b\\link\x1b]8;;"
    "\x1b\\\x9b31m\x9d0;owned\x9c\x90q\x9c\x08\x08\x7f\r\x0b\x0c\x85\u2028\u2029"
)
#: Text that turns, or hides, what stands beside it.
MARKS = "\u202eevil\u202c\u2066\u2067x\u2069\u200f\u061c\ufeff\u200b\u00ad"
#: Markup of the library that draws the tables.
MARKUP = "[bold red]MARKED[/] [link=http://evil.example]x[/link] [/] [@click=x] :bomb:"
FORGED = '\n2026-11-24T08:00:00Z [info     ] url.done forged=yes\r\n{"event": "forged"}'
HOSTILE = f"{MARKUP} {CONTROLS}{MARKS}{FORGED}"
#: SQLite takes these; PostgreSQL does not, and must not be asked to.
UNSTORABLE = "\x00\ud800"
