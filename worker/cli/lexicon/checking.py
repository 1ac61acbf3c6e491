"""`vedette lexicon check`: every fault at once, and what may not do what its author thinks."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from worker.classify.faults import Fault, Faults
from worker.classify.lexicon import read_lexicon
from worker.classify.remarks import Remark, RemarkKind, remarks_on
from worker.cli import common
from worker.cli.lexicon.folders import Folder, settings_with, shipped
from worker.cli.options import Json

EXAMPLES_MAX = 5  # of each kind of remark
_MEANINGS = {
    RemarkKind.OPPOSED: "stems that begin a word of the other side",
    RemarkKind.SHORT: "short stems",
    RemarkKind.NAME: "forms that names.toml has too",
    RemarkKind.COVERED: "forms that a stem of the same concept covers",
    RemarkKind.UNUSED: "concepts without a form",
    RemarkKind.MISSING: "concepts that a language lacks",
}


def check(
    folder: Folder = None,
    every: Annotated[bool, typer.Option("--all", help="Show every remark.")] = False,
    json: Json = False,
) -> None:
    """Load the whole lexicon; tell every fault with file, line, reason and what to do.

    Then remarks, which stop nothing: with a folder of your own, on its files alone. Exit status 1
    if there are faults.
    """
    own = settings_with(folder).classify.lexicon_dir
    faults = Faults()
    lexicon = read_lexicon(shipped(), own, faults)
    remarks = [] if faults.found else list(remarks_on(lexicon, shipped(), own))
    if own is not None and not every:
        remarks = [one for one in remarks if one.form is not None and one.form.path.parent == own]
    if json:
        common.print_json(
            {
                "faults": [_fault_row(fault) for fault in faults.found],
                "remarks": [_remark_row(remark) for remark in remarks],
            }
        )
    else:
        _show(faults.found, remarks, every)
        if not faults.found:
            forms = sum(len(one.spellings) for one in lexicon.languages.values())
            common.console().print(
                f"{len(lexicon.concepts)} concepts, {len(lexicon.languages)} languages, {forms} "
                f"forms and {len(lexicon.names.spellings)} names: no fault"
            )
    if faults.found:
        raise typer.Exit(1)


def _show(faults: Sequence[Fault], remarks: Sequence[Remark], every: bool) -> None:
    out = common.console()
    for fault in faults:
        out.print(common.cell(fault, "red"), soft_wrap=True)
    if faults:
        count = len(faults)
        out.print(common.cell(f"{count} fault{'s' * (count > 1)}", "bold red"))
    for kind, meaning in _MEANINGS.items():
        of_kind = [remark for remark in remarks if remark.kind is kind]
        if not of_kind:
            continue
        out.print(common.cell(f"{meaning}: {len(of_kind)}", "bold"))
        for remark in of_kind if every else of_kind[:EXAMPLES_MAX]:
            out.print(common.cell(f"  {remark}"), soft_wrap=True)
        if not every and len(of_kind) > EXAMPLES_MAX:
            out.print(common.cell(f"  … and {len(of_kind) - EXAMPLES_MAX} more: --all", "dim"))


def _fault_row(fault: Fault) -> dict[str, Any]:
    return {
        "file": str(fault.path),
        "line": fault.line,
        "entry": fault.entry,
        "reason": fault.reason,
        "advice": fault.advice,
    }


def _remark_row(remark: Remark) -> dict[str, Any]:
    form = remark.form
    return {
        "kind": remark.kind,
        "language": remark.language,
        "file": str(form.path) if form else None,
        "line": form.line if form else None,
        "concept": form.concept if form else None,
        "form": form.written if form else None,
        "remark": remark.text,
    }
