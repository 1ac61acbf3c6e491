"""Content codings, streamed in pieces of any size."""

import gzip
import random
import zlib
from collections.abc import Iterator

import brotli
import pytest
import zstandard

from worker.errors import Refused
from worker.fetch.decoding import codings_of, decoded
from worker.vocabulary import Outcome

PAGE = b"<!doctype html><title>Words</title>" + b"<p>some of them</p>" * 500
NOISE = random.Random(3).randbytes(5000)


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACK = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}
STREAMS = [
    *((coding, pack(data), data) for coding, pack in PACK.items() for data in (PAGE, NOISE)),
    ("deflate", _raw_deflate(PAGE), PAGE),
    ("gzip", gzip.compress(PAGE) + gzip.compress(NOISE), PAGE + NOISE),
    ("zstd", zstandard.compress(PAGE) + zstandard.compress(NOISE), PAGE + NOISE),
    ("gzip", gzip.compress(PAGE) + b"\0" * 100, PAGE),
    ("gzip", gzip.compress(PAGE) + b"\x1f", PAGE),
    ("gzip", gzip.compress(PAGE) + b"<!-- trailing garbage -->", PAGE),
    ("deflate", zlib.compress(PAGE) + b"garbage", PAGE),
]


def in_pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


@pytest.mark.parametrize("size", [1, 2, 7, 100, 100_000])
@pytest.mark.parametrize(("coding", "stream", "plain"), STREAMS)
def test_a_stream_is_undone_in_pieces_of_any_size(
    coding: str, stream: bytes, plain: bytes, size: int
) -> None:
    assert b"".join(decoded(in_pieces(stream, size), coding)) == plain


@pytest.mark.parametrize("coding", PACK)
@pytest.mark.parametrize("kept", [1, 10, 100, -9, -1])
def test_a_stream_without_its_end_is_truncated(coding: str, kept: int) -> None:
    stream = PACK[coding](NOISE)[:kept]
    with pytest.raises(Refused) as caught:
        list(decoded([stream], coding))
    assert caught.value.outcome is Outcome.TRUNCATED


@pytest.mark.parametrize("coding", PACK)
def test_a_stream_of_nonsense_is_truncated(coding: str) -> None:
    for seed in range(50):
        with pytest.raises(Refused) as caught:
            list(decoded([random.Random(seed).randbytes(400)], coding))
        assert caught.value.outcome is Outcome.TRUNCATED


@pytest.mark.parametrize("coding", PACK)
@pytest.mark.parametrize("page", [PAGE, b"\xef\xbb\xbf\r\n" + PAGE, b"<?xml version='1.0'?><rss/>"])
def test_a_plain_page_under_a_codings_name_passes(coding: str, page: bytes) -> None:
    assert b"".join(decoded(in_pieces(page, 3), coding)) == page


@pytest.mark.parametrize("coding", PACK)
def test_nothing_decodes_to_nothing(coding: str) -> None:
    assert list(decoded([], coding)) == []


@pytest.mark.parametrize(("coding", "piece_max_bytes"), [("gzip", 65_536), ("deflate", 65_536)])
def test_the_pieces_of_a_bomb_are_small(coding: str, piece_max_bytes: int) -> None:
    bomb = PACK[coding](bytes(20_000_000))
    assert max(map(len, decoded([bomb], coding))) <= piece_max_bytes


@pytest.mark.parametrize(
    ("header", "codings"),
    [
        (None, ()),
        ("", ()),
        ("identity", ()),
        ("UTF-8", ()),  # servers that put the charset here
        ("GZip", ("gzip",)),
        (" gzip , , br ", ("gzip", "br")),
        ("identity, zstd", ("zstd",)),
    ],
)
def test_a_header_names_codings_in_their_order(
    header: str | None, codings: tuple[str, ...]
) -> None:
    assert codings_of(header) == codings


@pytest.mark.parametrize("header", ["compress", "lzma", "gzip, gzip, gzip", "gzip; q=1", "x" * 999])
def test_what_nobody_can_undo_is_the_wrong_type(header: str) -> None:
    with pytest.raises(Refused) as caught:
        codings_of(header)
    assert caught.value.outcome is Outcome.WRONG_TYPE
