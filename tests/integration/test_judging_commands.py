"""`judge`, `review` and `reclassify`, as analysts use them, and what other commands then show."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from support.judged import REVIEW, YES, TableClassifier, stored
from support.parts import World
from support.programs import json_lines
from typer.testing import CliRunner

from worker.cli import app
from worker.errors import InputError

Run = Callable[..., str]
WORDS = ("navy", "budget", "border", "tennis")


@pytest.fixture
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Articles that an earlier classifier judged: yes, two in doubt, no."""
    monkeypatch.setenv("VEDETTE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LOGNAME", "grace")
    world = World(f"sqlite:///{tmp_path / 'data' / 'vedette.db'}", fetch={"delay_seconds": 0.0})
    world.classifier = TableClassifier(  # type: ignore[assignment]
        "v1", {"navy": YES, "budget": REVIEW + 0.09, "border": REVIEW}
    )
    found = dict(zip(WORDS, stored(world, *WORDS), strict=True))
    world.close()
    return found


@pytest.fixture
def run(ids: dict[str, int], _logging_as_it_was: None) -> Run:
    """Runs commands within this process."""

    def run(*arguments: object, stdin: str = "") -> str:
        given = [str(argument) for argument in arguments]
        result = CliRunner().invoke(app, given, input=stdin, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def decision(run: Run, article_id: int) -> tuple[str, str]:
    row = json.loads(run("show", article_id, "--json"))
    return row["decision"], row["decided_by"]


def test_judge_takes_an_id_or_a_url_and_says_what_counts(run: Run, ids: dict[str, int]) -> None:
    said = run("judge", ids["budget"], "yes", "--topics", "policy,proc", "--as", "ada")
    answer = json.loads(
        run("judge", "https://navy.example/navy", "no", "--note", "a film", "--json")
    )

    assert f"article {ids['budget']}: yes (policy, procurement) by ada" in said
    assert "the machine says review 0.59" in said
    assert (answer["article_id"], answer["decision"], answer["was"]) == (ids["navy"], "no", "yes")
    assert (answer["judgement"]["analyst"], answer["judgement"]["note"]) == ("grace", "a film")
    assert answer["machine"] == {"decision": "yes", "score": YES, "version": "v1"}
    assert "the machine decides again" in run("judge", ids["navy"], "withdrawn")
    assert decision(run, ids["navy"]) == ("yes", "machine")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("999", "yes"), "no article 999"),
        (("9" * 30, "yes"), "no article 999"),
        (("https://nowhere.example/", "yes"), "never submitted"),
        (("1", "yes", "--topics", "cricket"), "'cricket' is no topic; use operations"),
        (("1", "no", "--topics", "forces"), "topics go with a yes"),
        (("1", "no", "--as", " "), "--as NAME"),
    ],
)
def test_judge_refuses_in_one_sentence(run: Run, arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        run("judge", *arguments)


def test_show_and_list_put_the_analysts_decision_before_the_machines(
    run: Run, ids: dict[str, int]
) -> None:
    run("judge", ids["navy"], "yes", "--as", "bo")
    run("judge", ids["navy"], "no", "--as", "ada", "--note", "a film")

    shown = run("show", ids["navy"])
    row = json.loads(run("show", ids["navy"], "--json"))
    listed = {r["id"]: r for r in json_lines(run("list", "--json").encode())}
    line = next(line for line in run("list").splitlines() if "navy in the news" in line)

    assert "defence: no  by ada, 20" in shown
    assert "note: a film" in shown
    assert "machine: yes  0.90" in shown
    assert "earlier: yes by bo" in shown
    assert [one["decision"] for one in row["judgements"]] == ["yes", "no"]
    assert (row["decision"], row["decided_by"], row["machine_decision"]) == ("no", "analyst", "yes")
    assert listed[ids["navy"]]["judgement"]["note"] == "a film"
    assert listed[ids["tennis"]]["judgement"] is None
    assert line.split()[3:7] == ["no", "ada", "yes", "0.90"]
    only = json_lines(run("list", "--decided-by", "analyst", "--json").encode())
    assert [r["id"] for r in only] == [ids["navy"]]
    assert json.loads(run("status", "--json"))["judged"] == {"no": 1}
    assert "1 of them by analysts" in run("status")
    story = json.loads(run("explain", "https://navy.example/navy", "--json"))
    assert (story["article"]["decision"], story["article"]["machine_decision"]) == ("no", "yes")
    assert "for: about_navy (navy)" in run("explain", "https://navy.example/navy")


def test_export_tells_of_rulings(run: Run, ids: dict[str, int]) -> None:
    run("judge", ids["navy"], "no")

    last = json_lines(run("export").encode())[-1]

    assert (last["event"], last["article"]["id"], last["decision"]) == (
        "article.judged", ids["navy"], "no",
    )  # fmt: skip


def test_review_shows_what_an_analyst_needs_and_takes_keys(run: Run, ids: dict[str, int]) -> None:
    shown = run("review", stdin="t\npolicy\no\nof today\ny\nn\n")

    first, second = shown.split("2 of 2")
    for words in (
        "1 of 2", "[+budget] in the news", "budget.example", "2026-11-24", "en", "score 0.59",
        "about_budget (budget)", "report on budget", "y yes   n no",
    ):  # fmt: skip
        assert words in first
    assert "[+border] in the news" in second
    assert "2 judged (1 yes, 1 no), 0 skipped, 0 not yet seen" in shown
    row = json.loads(run("show", ids["budget"], "--json"))
    assert (row["decision"], row["judgement"]["topics"]) == ("yes", ["policy"])
    assert (row["judgement"]["note"], row["judgement"]["analyst"]) == ("of today", "grace")
    assert decision(run, ids["border"]) == ("no", "analyst")
    assert "nothing is in doubt" in run("review")


def test_review_goes_on_where_it_was_left(run: Run, ids: dict[str, int]) -> None:
    assert "1 judged (1 yes, 0 no), 0 skipped, 1 not yet seen" in run("review", stdin="y\nq\n")

    shown = run("review", stdin="s\n")

    assert "1 of 1" in shown
    assert "[+border]" in shown
    assert "0 judged (0 yes, 0 no), 1 skipped, 0 not yet seen" in shown
    assert decision(run, ids["border"]) == ("review", "machine")


def test_undo_takes_the_last_step_back_and_keeps_that_it_was_done(
    run: Run, ids: dict[str, int]
) -> None:
    shown = run("review", stdin="u\ny\nu\nn\ns\n")

    assert "there is nothing to undo" in shown
    assert decision(run, ids["budget"]) == ("no", "analyst")
    row = json.loads(run("show", ids["budget"], "--json"))
    assert [one["decision"] for one in row["judgements"]] == ["yes", "withdrawn", "no"]
    assert "1 judged (0 yes, 1 no), 1 skipped" in shown


def test_review_survives_what_people_type(run: Run, ids: dict[str, int]) -> None:
    shown = run("review", stdin="x\n\nyes!\nt\ncricket\no\n" + "n" * 5000 + "\ny\no\nshort\ny\n")

    assert "'cricket' is no topic" in shown
    assert "the note is longer" in shown
    assert decision(run, ids["budget"]) == ("yes", "analyst")
    assert "1 judged" in shown


def test_review_filters(run: Run, ids: dict[str, int]) -> None:
    assert "nothing is in doubt" in run("review", "--language", "de")
    assert "nothing is in doubt" in run("review", "--topic", "hybrid")
    assert "nothing is in doubt" in run("review", "--since", "2099-01-01")
    assert "1 of 1" in run("review", "--limit", "1", "--topic", "forces")


def test_reclassify_reports_what_moves_and_then_moves_it(run: Run, ids: dict[str, int]) -> None:
    run("judge", ids["border"], "yes")

    dry = json.loads(run("reclassify", "--dry-run", "--json"))
    told = run("reclassify", "--dry-run")
    assert decision(run, ids["navy"]) == ("yes", "machine")
    done = json.loads(run("reclassify", "--batch", "1", "--json"))
    again = json.loads(run("reclassify", "--json"))

    assert dry["dry_run"] is True
    assert {**dry, "dry_run": False} == done
    assert done["articles"]["judged"] == 4
    assert done["articles"]["before"] == {"no": 1, "review": 2, "yes": 1}
    assert done["articles"]["moved"] == sum(m["count"] for m in done["articles"]["moves"])
    assert "a dry run: nothing was written" in told
    assert f"{done['articles']['moved']} decisions changed" in told
    assert done["articles"]["examples"]
    assert all(one["title"] in told for one in done["articles"]["examples"])
    assert (again["articles"]["judged"], again["articles"]["already"]) == (0, 4)
    assert decision(run, ids["border"]) == ("yes", "analyst")
    assert json.loads(run("show", ids["navy"], "--json"))["version"] == done["version"]
    names = [line["event"] for line in json_lines(run("export").encode())]
    assert names.count("article.reclassified") == done["articles"]["moved"]
