"""The pages to measure with: the sample web's, or those of a folder."""

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path

from worker.demo.site import PAGES_FOLDER, load_outlets
from worker.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as its publisher would send it, before its Content-Encoding."""

    name: str
    body: bytes
    content_type: str


def sample_pages() -> list[Page]:
    """The pages of the sample web that are sent with status 200."""
    pages = {
        page.file: page.content_type
        for outlet in load_outlets()
        for page in outlet.pages
        if page.file is not None and page.status == 200
    }
    return [
        Page(name=name, body=(PAGES_FOLDER / name).read_bytes(), content_type=content_type)
        for name, content_type in sorted(pages.items())
    ]


def folder_pages(folder: Path) -> list[Page]:
    """All `*.html` and `*.html.gz` below a folder, by path. They are sent without a charset.

    Raises:
        InputError: there are none, or one can't be read.
    """
    paths = sorted([*folder.rglob("*.html"), *folder.rglob("*.html.gz")])
    if not paths:
        raise InputError(f"no *.html or *.html.gz in {folder}")
    return [Page(name=path.name, body=_read(path), content_type="text/html") for path in paths]


def _read(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"can't read the page {path}: {error}") from None
