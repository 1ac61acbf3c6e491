"""A local transformers model in ONNX form as a second judge: classification, or NLI zero-shot.

It is loaded by the child that asks first, so that nothing of it crosses a fork; on one thread, as
the children are as many as the cores.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from worker.opinion.folder import ModelFolder
from worker.opinion.judge import Question, judge_name, note_of
from worker.values import Opinion

log = structlog.get_logger()

KIND = "model"
#: What an NLI model is asked whether the text entails it: after the codebook's topics.
HYPOTHESIS = (
    "This text is about defence: armed forces, war, weapons, the arms industry or defence policy."
)
_INTEGERS = {"tensor(int64)": "int64", "tensor(int32)": "int32"}


class LocalModel:
    """Judges by a model from a folder. Satisfies `Judge`.

    Args:
        timeout_seconds: for one opinion, loading included; loading itself is not interrupted.
    """

    def __init__(self, folder: ModelFolder, *, timeout_seconds: float) -> None:
        self._folder = folder
        self._timeout_seconds = timeout_seconds
        self._loaded: _Loaded | None = None
        self._broken = ""
        self.name = judge_name(KIND, folder.name)
        self.version = f"{HYPOTHESIS if folder.labels.is_nli else ''}:{folder.fingerprint}"

    def why_not_now(self) -> str:
        """Why it can't be loaded, once that was tried."""
        return self._broken

    def ask(self, question: Question) -> Opinion:
        """Run the model."""
        began = time.monotonic()
        score, note = None, self._load()
        if not note:
            score, note = self._judged(question, began + self._timeout_seconds)
        seconds = round(time.monotonic() - began, 3)
        return Opinion(by=self.name, score=score, note=note_of(note), seconds=seconds)

    def _load(self) -> str:
        """Load the model, once; says what is wrong with it."""
        if self._loaded is None and not self._broken:
            # onnxruntime and tokenizers raise bare Exceptions of many kinds; so below.
            try:
                self._loaded = _Loaded(self._folder)
            except Exception as error:  # noqa: BLE001
                self._broken = note_of(f"the model can't be loaded: {_words(error)}")
                log.warning("opinion.model_broken", model=self.name, error=self._broken)
        return self._broken

    def _judged(self, question: Question, ends_at: float) -> tuple[float | None, str]:
        assert self._loaded is not None
        late = f"no answer within {self._timeout_seconds:g} s"
        seconds = ends_at - time.monotonic()
        if seconds <= 0:
            return None, f"{late}: loading the model took that long"
        try:
            logits = self._loaded.run(question.whole, seconds)
        except Exception as error:  # noqa: BLE001
            return None, late if time.monotonic() >= ends_at else f"it failed: {_words(error)}"
        score = self._folder.labels.score(logits)
        if score is None:
            return None, f"the model gave no {self._folder.labels.count} finite numbers"
        return round(score, 4), "by entailment" if self._folder.labels.is_nli else ""


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__


class _Loaded:
    """Tokenizer and session."""

    def __init__(self, folder: ModelFolder) -> None:
        import numpy
        import onnxruntime
        from tokenizers import Tokenizer

        self._array = numpy.array
        self._run_options = onnxruntime.RunOptions
        self._tokenizer = Tokenizer.from_file(str(folder.tokenizer_file))
        self._tokenizer.enable_truncation(folder.max_tokens, strategy="longest_first")
        self._tokenizer.no_padding()
        self._hypothesis = (HYPOTHESIS,) if folder.labels.is_nli else ()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # Inputs differ in length: an arena would keep the largest for ever.
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False
        options.log_severity_level = 3  # errors only: it writes to standard error by itself
        self._session = onnxruntime.InferenceSession(
            str(folder.model_file), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {one.name: _integer(one) for one in self._session.get_inputs()}
        outputs = [one.name for one in self._session.get_outputs()]
        self._output = "logits" if "logits" in outputs else outputs[0]

    def run(self, text: str, seconds: float) -> list[float]:
        """The logits of one text."""
        encoded = self._tokenizer.encode(text, *self._hypothesis)
        known = {
            "input_ids": encoded.ids,
            "attention_mask": encoded.attention_mask,
            "token_type_ids": encoded.type_ids,
        }
        feed = {name: self._array([known[name]], dtype=kind) for name, kind in self._inputs.items()}
        options = self._run_options()
        with _terminated_after(options, seconds):
            [logits] = self._session.run([self._output], feed, options)
        return [float(number) for number in logits.reshape(-1)]


def _integer(wanted: Any) -> str:
    """The type of an input.

    Raises:
        ValueError: it is an input that we have nothing for.
    """
    if wanted.name not in ("input_ids", "attention_mask", "token_type_ids"):
        raise ValueError(f"it wants an input {wanted.name}")
    kind = _INTEGERS.get(wanted.type)
    if kind is None:
        raise ValueError(f"its input {wanted.name} is a {wanted.type}")
    return kind


@contextmanager
def _terminated_after(options: Any, seconds: float) -> Iterator[None]:
    """The run under these options ends by an exception after so long, between two nodes."""

    def terminate() -> None:
        options.terminate = True

    timer = threading.Timer(seconds, terminate)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
