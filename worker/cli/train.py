"""`vedette train`: refit the weights on labelled items; take them only if they are no worse."""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker import settings as settings_module
from worker.classify import metrics
from worker.classify import weights as weights_module
from worker.classify.classifier import Classifier
from worker.classify.evaluation import POSITIVES_MIN, figure
from worker.classify.lexicon import load_lexicon
from worker.classify.topic_words import TopicWords
from worker.cli import common, gold
from worker.cli.gold import Gold
from worker.errors import InputError
from worker.observe import logs
from worker.settings import Settings, config_dir

if TYPE_CHECKING:
    from worker.classify.trial import Trained

#: Fewer examples of either label, or groups of them, tell nothing of what is held out.
LABEL_MIN, GROUP_MIN = 20, 3


def train(
    data: Annotated[
        list[Path] | None,
        typer.Option("--data", help="JSON lines {id, title, text, label, lang?, topics?, source?}"),
    ] = None,
    judgements: Annotated[
        bool, typer.Option("--judgements", help="Learn from what analysts have judged, too.")
    ] = False,
    output: Annotated[Path, typer.Option("--output", help="Folder for the weights file.")] = Path(
        "data/classifier"
    ),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure, and write nothing.")] = False,
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh", help="Begin with the hand-set weights of concepts.toml, not the present."
        ),
    ] = False,
) -> None:
    """Refit the model on labelled items, drawn towards the present weights.

    Whole sources are held out in turn (or tenths, where no source is named). A model that is worse
    on them than the present one is refused with exit status 1.
    """
    settings = common.quiet(settings_module.load())
    logs.configure(settings.log)
    items = gold.from_files(data or ()) if data else []
    items += gold.from_judgements(settings) if judgements else []
    _require_enough(items)
    trained, present, reason = _tried(items, settings, fresh=fresh)
    _show(trained, present)
    _show_languages(items, trained, settings.classify.yes_threshold)
    if reason:
        common.console().print(common.cell(f"refused: {reason}; the present weights stay", "red"))
        raise typer.Exit(1)
    if dry_run:
        common.console().print(common.cell("would be taken; nothing was written (--dry-run)"))
        return
    path = output / weights_module.SHIPPED_NAME
    _write(path, weights_module.as_document(trained.weights))
    common.console().print(
        common.cell(f"written to {path}; set classify.weights_file to it, and `vedette reclassify`")
    )


def _require_enough(items: Sequence[Gold]) -> None:
    if not items:
        raise InputError("there is nothing to learn from; give --data FILE or --judgements")
    labels = Counter(item.label for item in items)
    if min(labels[0], labels[2]) < LABEL_MIN:
        raise InputError(
            f"{labels[2]} items of label 2 and {labels[0]} of label 0 are too few; "
            f"training needs {LABEL_MIN} of each"
        )
    if (groups := len({item.group for item in items})) < GROUP_MIN:
        raise InputError(
            f"all items come from {groups} sources; to hold some out, training needs {GROUP_MIN}"
        )


def _tried(
    items: Sequence[Gold], settings: Settings, *, fresh: bool
) -> "tuple[Trained, Mapping[str, float | None], str]":
    """The trained weights, the present model's figures, and why not to take them ("": take)."""
    try:
        from worker.classify import training, trial
    except ImportError as error:
        raise InputError(
            f"training needs a package that is missing ({error.name}): pip install 'vedette[train]'"
        ) from None
    lexicon = load_lexicon(config_dir() / "lexicon", settings.classify.lexicon_dir)
    present = weights_module.load_weights(
        settings.classify.weights_file or weights_module.shipped_file()
    )
    classifier = Classifier(settings.classify, lexicon, present)
    words = TopicWords(settings.classify.lexicon_dir)
    examples = [
        training.Example(
            seen=classifier.see(title=one.title, text=one.text, language=one.language),
            label=one.label,
            group=one.group,
            topics=one.topics,
            words=words.strengths(title=one.title, text=one.text, language=one.language),
        )
        for one in items
    ]
    threshold = settings.classify.yes_threshold
    prior = training.fresh() if fresh else training.Learned(present.score, present.topics)
    trained = trial.train(
        examples,
        lexicon.concepts,
        prior,
        threshold=threshold,
        data=_described(items),
        today=datetime.now(UTC).date(),
    )
    known = present.description
    if known.get("data", {}).get("sha256") == gold.digest(items) and fresh:
        # It has seen these very items: what it reached while they were held out is the fair figure.
        reached = known.get("cross_validated", {})
    else:
        reached = trial.measure(examples, lexicon.concepts, present, threshold=threshold).rounded()
    return trained, reached, trial.worse(trained.held.rounded(), reached)


def _described(items: Sequence[Gold]) -> dict[str, object]:
    labels = Counter(item.label for item in items)
    return {
        "items": len(items),
        "labels": {str(label): labels[label] for label in gold.LABELS},
        "sources": len({item.group for item in items}),
        "languages": dict(Counter(item.language for item in items).most_common()),
        "sha256": gold.digest(items),
    }


def _show(trained: "Trained", present: Mapping[str, float | None]) -> None:
    table = common.table("", "present", "trained, held out", "trained, in sample")
    held, own = trained.held.rounded(), trained.in_sample.rounded()
    for name in held:
        values = (present.get(name), held[name], own[name])
        table.add_row(
            common.cell(name.replace("_", " ")),
            *(common.cell("" if value is None else f"{value:.3f}") for value in values),
        )
    common.console().print(table)


def _show_languages(items: Sequence[Gold], trained: "Trained", threshold: float) -> None:
    """F1 on held sources by language, of languages with positives enough to say something."""
    grouped: dict[str, list[int]] = {}
    for at, item in enumerate(items):
        grouped.setdefault(item.language, []).append(at)
    counts = {
        language: metrics.count(
            [items[at].label for at in places],
            [trained.held_scores[at] >= threshold for at in places],
        )
        for language, places in grouped.items()
    }
    table = common.table("language, held out", "2", "0", "F1", "precision", "recall")
    for language, one in sorted(counts.items(), key=lambda pair: -pair[1].positives):
        if one.positives >= POSITIVES_MIN:
            figures = map(figure, (one.f1, one.precision, one.recall))
            table.add_row(language, str(one.positives), str(one.negatives), *figures)
    macro = metrics.macro_f1(counts.values(), positives_min=POSITIVES_MIN)
    table.add_row("mean of these", "", "", figure(macro), "", "")
    common.console().print(table)


def _write(path: Path, document: Mapping[str, object]) -> None:
    """Write a file at once or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=".weights-", delete=False
        ) as file:
            json.dump(document, file, ensure_ascii=False, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
    except OSError as error:
        raise InputError(f"can't write {path}: {error.strerror}") from None
