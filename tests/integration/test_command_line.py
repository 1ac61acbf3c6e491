"""The commands, as people and programs use them, on the sample web."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.programs import environment, json_lines, vedette

from worker.demo.web import SampleWeb
from worker.vocabulary import Outcome


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, SampleWeb]]:
    folder = tmp_path_factory.mktemp("cli")
    with SampleWeb() as web:
        vedette("ingest", *web.urls, env=environment(folder), folder=folder)
        yield folder, web


def _run(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    result = vedette(*arguments, env=environment(folder), folder=folder, stdin=stdin)
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout


def test_the_demo_gets_every_page_right(tmp_path: Path) -> None:
    result = vedette("demo", env=environment(tmp_path), folder=tmp_path)

    shown = result.stdout.decode()
    assert result.returncode == 0, shown
    assert "unexpected" not in shown
    for word in ("stored", "partial", "robots_denied", "ADEX", "consent_wall", "data/demo"):
        assert word in shown


def test_status_adds_up(ingested: tuple[Path, SampleWeb]) -> None:
    folder, web = ingested

    counts = json.loads(_run(folder, "status", "--json"))

    assert counts["submitted"] == sum(counts["states"].values()) == len(web.urls) - 1
    assert counts["states"]["done"] == sum(counts["outcomes"].values())
    assert counts["articles"] == sum(counts["decisions"].values()) == counts["events"]
    assert b"submitted" in _run(folder, "status")


def test_list_filters(ingested: tuple[Path, SampleWeb]) -> None:
    folder, _ = ingested

    defence = json_lines(_run(folder, "list", "--defence", "--json"))
    german = json_lines(_run(folder, "list", "--language", "de", "--json"))
    procurement = json_lines(_run(folder, "list", "--topic", "procurement", "--json"))

    assert {row["decision"] for row in defence} == {"yes"}
    assert {row["language"] for row in german} == {"de"}
    assert all("procurement" in {t["topic"] for t in row["topics"]} for row in procurement)
    assert 0 < len(procurement) < len(defence)
    assert len(json_lines(_run(folder, "list", "--limit", "3", "--json"))) == 3
    assert json_lines(_run(folder, "list", "--since", "1h", "--json"))
    assert not json_lines(_run(folder, "list", "--since", "2099-01-01", "--json"))


def test_show_takes_an_id_or_any_url_of_the_article(ingested: tuple[Path, SampleWeb]) -> None:
    folder, web = ingested
    twins = [url for url, e in web.expectations.items() if e.outcome is Outcome.DUPLICATE]

    shown = [json.loads(_run(folder, "show", url, "--json")) for url in twins]

    assert len({article["id"] for article in shown}) == 1
    by_id = json.loads(_run(folder, "show", str(shown[0]["id"]), "--json"))
    assert by_id == shown[0]
    assert set(twins) <= set(by_id["urls"])
    text = by_id["text"]
    for finding in by_id["evidence"]:  # evidence can be found where it says
        where = text if finding["field"] == "text" else by_id["title"]
        assert where[finding["start"] : finding["end"]] == finding["surface"]
    assert "ADEX" in _run(folder, "show", twins[0]).decode()


def test_explain_tells_every_gate(ingested: tuple[Path, SampleWeb]) -> None:
    folder, web = ingested
    stored = next(u for u, e in web.expectations.items() if e.decision == "yes")
    denied = next(u for u, e in web.expectations.items() if e.outcome == "robots_denied")

    gates = [
        gate["gate"] for gate in json.loads(_run(folder, "explain", stored, "--json"))["gates"]
    ]
    refusal = json.loads(_run(folder, "explain", denied, "--json"))

    for gate in ("admission", "claim", "robots", "download", "capture", "extraction", "store"):
        assert gate in gates
    assert "classification" in gates
    assert refusal["outcome"] == "robots_denied"
    assert [g["verdict"] for g in refusal["gates"] if g["gate"] == "robots"][-1] == "refused"
    assert "disallows" in _run(folder, "explain", denied).decode()


def test_export_goes_on_from_a_cursor(ingested: tuple[Path, SampleWeb]) -> None:
    folder, _ = ingested

    everything = json_lines(_run(folder, "export", "--format", "jsonl"))
    half = len(everything) // 2
    first = json_lines(_run(folder, "export", "--limit", str(half)))
    rest = json_lines(_run(folder, "export", "--since", str(first[-1]["cursor"])))

    assert first + rest == everything
    assert [line["cursor"] for line in everything] == list(range(1, len(everything) + 1))
    assert len({line["event_id"] for line in everything}) == len(everything)
    articles = json.loads(_run(folder, "status", "--json"))["articles"]
    assert len({line["article"]["id"] for line in everything}) == articles


def test_classify_judges_rows_without_storing(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "title": "Navy orders three frigates", "lang": "en", "text": "The ministry of "
         "defence signed a contract with the shipyard for three frigates with missiles."},
        {"id": "b", "title": None, "text": "Der Verteidiger köpfte nach einer Ecke das Tor."},
        {"id": 3, "text": ""},
    ]  # fmt: skip
    given = "\n".join(json.dumps(row) for row in rows).encode()

    judged = json_lines(_run(tmp_path, "classify", "--input", "-", stdin=given))

    assert [row["id"] for row in judged] == ["a", "b", 3]
    assert [row["defence"] for row in judged] == [True, False, False]
    assert set(judged[0]) == {
        "id", "score", "defence", "decision", "topics", "evidence", "language", "model",
    }  # fmt: skip
    assert judged[1]["language"] == "de"
    assert not (tmp_path / "data").exists()


def test_extract_gives_the_extraction_as_json(tmp_path: Path) -> None:
    page = (
        "<html lang=fr><head><title>Frégates</title><meta property='article:published_time' "
        "content='2026-11-03T08:00:00+01:00'></head><body><article><h1>Frégates</h1>"
        + "<p>La marine nationale a commandé deux frégates supplémentaires au chantier naval.</p>"
        * 6
        + "</article></body></html>"
    )

    found = json.loads(
        _run(tmp_path, "extract", "-", "--url", "https://a.example/x", stdin=page.encode())
    )

    assert (found["title"], found["language"]["code"]) == ("Frégates", "fr")
    assert found["published"]["at"] == "2026-11-03T07:00:00+00:00"
    assert "deux frégates" in found["text"]


def test_submitting_again_says_that_it_is_known(ingested: tuple[Path, SampleWeb]) -> None:
    folder, web = ingested

    rows = json_lines(_run(folder, "submit", web.urls[0], "--json"))

    assert [row["admission"] for row in rows] == ["known"]
