"""The scheme that only feed readers know, brought back to the web's own."""

import re


def web_address(written: str) -> str:
    """`feed://host/x` is `http://host/x`, `feed:https://host/x` is what it holds."""
    held = re.sub(r"(?i)\Afeed:(?=https?:)", "", written.strip())
    return re.sub(r"(?i)\Afeed://", "http://", held)
