"""How much of a headline a text is, in any script; and what links to anything say alike."""

import pytest

from worker.discover.page.link_text import is_weak, words_count
from worker.strings import clean_line


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("", 0, 0),
        ("12:30 | 17.05.2026", 0, 0),
        ("Sport", 1, 1),
        ("Navy orders 4 ships", 3, 3),
        ("Флот заказал четыре корабля", 4, 4),
        ("البحرية تطلب أربع سفن", 4, 4),
        ("नौसेना ने चार पोत मंगाए", 5, 5),  # vowel signs don't part words
        ("해군, 초계함 네 척 발주", 5, 5),
        ("海军订购四艘巡逻舰", 4, 5),
        ("海軍、巡視艦４隻を発注", 4, 6),
        ("กองทัพเรือสั่งต่อเรือตรวจการณ์สี่ลำ", 6, 8),
        ("2026年05月17日", 0, 0),
        ("AI 芯片", 2, 2),
    ],
)
def test_words_are_counted_in_every_script(text: str, low: float, high: float) -> None:
    assert low <= words_count(text) <= high


@pytest.mark.parametrize(
    "text",
    [
        "Read more", "READ MORE »", "→", "12", "weiterlesen …", "Lire la suite", "Leer más",
        "Подробнее", "читати далі", "المزيد", "ادامه مطلب", "להמשך קריאה", "और पढ़ें", "อ่านต่อ",
        "続きを読む", "更多>>", "더보기", "Devamını oku", "Xem thêm", "(3) comments",
    ],
)  # fmt: skip
def test_what_says_nothing_of_its_target_is_weak(text: str) -> None:
    assert is_weak(text)


@pytest.mark.parametrize("text", ["Read more about ships", "Moreno", "Più tasse", "海军"])
def test_what_says_something_is_not_weak(text: str) -> None:
    assert not is_weak(text)


def test_a_line_is_clean_and_ends_at_a_word() -> None:
    assert clean_line("  Navy\n\u200b orders\u202e ships ", 100) == "Navy orders ships"
    assert clean_line("Navy orders ships", 12) == "Navy orders…"
    assert clean_line("می\u200cخواهم", 100) == "می\u200cخواهم"  # Persian spells with it
