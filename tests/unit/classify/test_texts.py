"""Texts kept as one, and spellings by concept."""

from worker.classify.texts import Spellings, Texts


def test_texts_come_back_as_they_were() -> None:
    written = ["", "navy", "флот", "", "海军"]

    texts = Texts(iter(written))

    assert [texts[at] for at in range(len(written))] == written


def test_spellings_are_a_mapping_to_concepts() -> None:
    written = {"navy": "navy", "army": "army", "fleet*": "navy"}

    spellings = Spellings(written)

    assert spellings == written
    assert len(spellings) == 3
    assert spellings["fleet*"] == "navy"
    assert "tank" not in spellings
    assert dict(spellings.pairs()) == written


def test_no_spellings_are_an_empty_mapping() -> None:
    assert list(Spellings({}).pairs()) == []
    assert not Spellings({})
