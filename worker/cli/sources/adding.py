"""`vedette sources add | test`: what a site offers is looked at before it is added."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from worker import urls
from worker.build import App
from worker.cli import common
from worker.cli.options import Json
from worker.cli.sources.choosing import chosen_numbers
from worker.discover import finder
from worker.discover.pages import ScoredLink
from worker.discover.site.found import FoundSource, How
from worker.errors import InputError, Refused
from worker.source_values import NewSource
from worker.steps.guest import Guest
from worker.steps.sources import Addition, Sources
from worker.steps.survey import Prospect, Sampled, Survey
from worker.vocabulary import Outcome, UrlKind

#: A site offers well-known paths and sections without end; each costs a request, and a second.
CANDIDATES_MAX = 12


def add(
    target: Annotated[str, typer.Argument(metavar="DOMAIN|URL", help="A site, or a source of it.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Add all that is usable.")] = False,
    name: Annotated[str | None, typer.Option(help="A name for it; else the site's own.")] = None,
    tag: Annotated[
        list[str] | None, typer.Option(help="A tag; may be given several times.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="ISO 639-1 hint, such as de.")] = None,
    priority: Annotated[int, typer.Option(help="Of its items in their host; higher is first.")] = 0,
    pace: Annotated[
        float | None, typer.Option(min=0, help="Seconds between two requests to its host.")
    ] = None,
    sample: Annotated[int, typer.Option(min=0, max=20, help="Articles to try of each.")] = 2,
    look_at: Annotated[
        int, typer.Option("--look-at", min=1, help="Candidates to look at, at the most.")
    ] = CANDIDATES_MAX,
    json: Json = False,
) -> None:
    """Find the feeds, news sitemaps and section pages of a site, try them, and add those you pick.

    The dry run asks the site at the pace of `vedette hosts`, and adds nothing by itself.
    Exit status 1 if nothing was usable.
    """
    with common.opened() as app, _in_one_sentence(target):
        prospects = _looked_at(app, target, sample_count=sample, most=look_at)
        if json:
            common.print_json([_as_json(one) for one in prospects])
        else:
            _show(common.console(), prospects, app.clock())
        usable = [one for one in prospects if one.is_usable and one.same_as is None]
        picked = usable if yes else [] if json else _picked(prospects)
        new = [
            NewSource(
                kind=one.kind,
                name=_name_of(one, name, len(picked)),
                url=one.url,
                tags=tuple(tag or ()),
                language=language or one.language,
                pace_seconds=pace,
                priority=priority,
            )
            for one in picked
        ]
        with app.database.transaction() as tx:
            additions = Sources(app).add(tx, new)
    if not json:
        _tell(additions)
    if not any(one.is_usable for one in prospects):
        raise typer.Exit(1)


def test(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE|URL", help="A source's id or name, or any URL.")
    ],
    sample: Annotated[int, typer.Option(min=0, max=20, help="Articles to try.")] = 3,
    kind: Annotated[
        UrlKind | None, typer.Option(help="feed, sitemap or page; else what its bytes look like.")
    ] = None,
    links: Annotated[
        bool, typer.Option("--links", help="Of a page: every link, and why it is taken or not.")
    ] = False,
    json: Json = False,
) -> None:
    """Read a source now, without adding or changing anything, and show what it gives.

    Exit status 1 if it gives nothing.
    """
    with common.opened() as app, _in_one_sentence(source):
        candidate = _meant(app, source, kind)
        guest = Guest(app, name="vedette sources test")
        if links:
            _show_links(Survey(app, guest).links(candidate.url), as_json=json)
            return
        with common.error_console().status(f"reading {urls.redact(candidate.url)} …"):
            prospect = Survey(app, guest).look(candidate, sample_count=sample)
        now = app.clock()
    if json:
        common.print_json(_as_json(prospect))
    else:
        out = common.console()
        _show(out, [prospect], now)
        _show_items(out, prospect)
        _show_sample(out, prospect.sample)
    if not prospect.is_usable:
        raise typer.Exit(1)


@contextmanager
def _in_one_sentence(target: str) -> Iterator[None]:
    """A site that can't be asked is the user's to look into."""
    try:
        yield
    except Refused as refused:
        raise InputError(f"{urls.redact(target)}: {refused.outcome}: {refused.reason}") from None


def _meant(app: App, reference: str, kind: UrlKind | None) -> FoundSource:
    try:
        with app.database.reading() as tx:
            known = Sources(app).find(tx, reference)[0]
        return FoundSource(kind=kind or known.kind, url=known.url, title=known.name, how=How.ITSELF)
    except InputError:
        if "." not in reference and "/" not in reference:
            raise
    url = finder.home_of(reference)
    if kind is None:
        kind = Survey(app, Guest(app, name="vedette sources test")).kind_at(url)
    return FoundSource(kind=kind, url=url, title="", how=How.ITSELF)


def _looked_at(app: App, target: str, *, sample_count: int, most: int) -> list[Prospect]:
    survey = Survey(app, Guest(app, name="vedette sources add"))
    looked: dict[str, Prospect] = {}
    with common.error_console().status(f"asking {urls.redact(target)} …") as status:
        candidates = survey.candidates(target)[:most]
        for number, candidate in enumerate(candidates, start=1):
            place = f"{number} of {len(candidates)}"
            status.update(f"looking at {place}: {urls.redact(candidate.url)} …")
            prospect = survey.look(candidate, sample_count=sample_count)
            if candidate.how is not How.WELL_KNOWN or prospect.is_usable:
                looked.setdefault(prospect.url, prospect)
    return list(looked.values())


def _picked(prospects: Sequence[Prospect]) -> list[Prospect]:
    """What somebody picks; rows that can't be used are left out."""
    if not any(one.is_usable for one in prospects):
        return []
    while True:
        answer = typer.prompt("add which? (such as 1,3-4; all; none)", default="none", err=True)
        try:
            numbers = chosen_numbers(answer, len(prospects))
        except InputError as error:
            typer.echo(str(error), err=True)
            continue
        return [prospects[n - 1] for n in numbers if prospects[n - 1].is_usable]


def _name_of(prospect: Prospect, name: str | None, count: int) -> str:
    if name is None:
        return prospect.name
    return name if count == 1 else f"{name}: {prospect.name}"


def _tell(additions: Sequence[Addition]) -> None:
    out = common.console()
    for addition in additions:
        source = addition.source
        if source is None:
            out.print(common.cell(f"declined: {addition.new.name}: {addition.reason}", "red"))
        elif addition.is_new:
            out.print(common.cell(f"added: {source.source_id} {source.name}", "green"))
        else:
            out.print(common.cell(f"known already: {source.source_id} {source.name}"))
    if not additions:
        out.print("nothing added")


def _show(out: Console, prospects: Sequence[Prospect], now: datetime) -> None:
    table = common.table(
        ("", {"justify": "right"}),
        "kind",
        ("name", {"max_width": 36}),
        ("items", {"justify": "right"}),
        ("new", {"justify": "right"}),
        "newest",
        ("defence", {"justify": "right"}),
        ("articles", {"justify": "right"}),
        "found by",
        ("remark", {"overflow": "fold", "style": "yellow"}),
        ("url", {"overflow": "fold"}),
    )
    for number, one in enumerate(prospects, start=1):
        style = "" if one.is_usable else "dim"
        table.add_row(
            common.cell(number, style),
            common.cell(one.kind, style),
            common.cell(one.name, style),
            common.cell(one.children_count or len(one.items), style),
            common.cell(one.new_count, style),
            common.cell(common.ago(one.newest_at, now), style),
            common.cell(_share(one.defence_count, one.judged_count), style),
            common.cell(_extracted(one.sample), style),
            common.cell(one.how, style),
            common.cell(_remark(one)),
            common.cell(urls.redact(one.url), style),
        )
    out.print(table)
    out.print(
        common.cell(
            "new: not known to Vedette yet; defence: likely, by title and summary; articles: of "
            "those tried, how many could be extracted",
            "dim",
        )
    )


def _show_items(out: Console, prospect: Prospect) -> None:
    if not prospect.items:
        return
    out.print()
    table = common.table("published", ("title", {"max_width": 70}), ("url", {"overflow": "fold"}))
    for item in prospect.items[:10]:
        table.add_row(
            common.cell(common.moment(item.published_at)),
            common.cell(item.title),
            common.cell(urls.redact(item.url)),
        )
    out.print(table)


def _show_links(links: Sequence[ScoredLink], *, as_json: bool) -> None:
    ranked = sorted(links, key=lambda link: -link.score)
    if as_json:
        for link in ranked:
            common.print_json_line({**asdict(link), "url": urls.redact(link.url)})
        return
    table = common.table(
        "taken", ("score", {"justify": "right"}), ("text", {"max_width": 50}), "why", "url"
    )
    for link in ranked:
        table.add_row(
            common.cell("yes" if link.is_taken else "no", "green" if link.is_taken else "dim"),
            common.cell(f"{link.score:+.1f}"),
            common.cell(link.text, one_line=True),
            common.cell(", ".join(link.reasons)),
            common.cell(urls.redact(link.url)),
        )
    common.console().print(table)


def _show_sample(out: Console, sample: Sequence[Sampled]) -> None:
    if not sample:
        return
    out.print()
    table = common.table(
        "outcome", "lang", "defence", ("title", {"max_width": 60}), ("why", {"overflow": "fold"})
    )
    for one in sample:
        judgement = one.judgement
        table.add_row(
            common.cell(one.outcome, "" if one.outcome is Outcome.STORED else "yellow"),
            common.cell(one.language),
            common.cell(f"{judgement.decision} {judgement.score:.2f}" if judgement else ""),
            common.cell(one.title),
            common.cell(one.reason),
        )
    out.print(table)


def _share(count: int, of: int) -> str:
    return f"{count} of {of}" if of else ""


def _extracted(sample: Sequence[Sampled]) -> str:
    return _share(sum(one.outcome is Outcome.STORED for one in sample), len(sample))


def _remark(prospect: Prospect) -> str:
    if prospect.same_as is not None:
        return f"same as source {prospect.same_as.source_id}, {prospect.same_as.name}"
    if prospect.outcome is not Outcome.POLLED:
        return f"{prospect.outcome}: {prospect.reason}"
    if prospect.children_count:
        return "an index: its sitemaps are watched"
    return "" if prospect.items else "it holds nothing"


def _as_json(prospect: Prospect) -> dict[str, Any]:
    return {
        "kind": prospect.kind,
        "url": urls.redact(prospect.url),
        "name": prospect.name,
        "how": prospect.how,
        "usable": prospect.is_usable,
        "outcome": prospect.outcome,
        "reason": prospect.reason,
        "items": len(prospect.items),
        "sitemaps": prospect.children_count,
        "new": prospect.new_count,
        "newest_at": prospect.newest_at,
        "language": prospect.language,
        "judged": prospect.judged_count,
        "defence": prospect.defence_count,
        "same_as": prospect.same_as.source_id if prospect.same_as else None,
        "sample": [
            {
                "url": urls.redact(one.url),
                "outcome": one.outcome,
                "reason": one.reason,
                "title": one.title,
                "language": one.language,
                "decision": one.judgement.decision if one.judgement else None,
                "score": one.judgement.score if one.judgement else None,
            }
            for one in prospect.sample
        ],
    }
