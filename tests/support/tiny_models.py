"""Transformers models of a few words in ONNX form, in folders as `optimum-cli` makes them."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

WORDS = ("[PAD]", "[UNK]", "[SEP]", "frigate", "football")
_FRIGATE, _FOOTBALL = WORDS.index("frigate"), WORDS.index("football")
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def classifying(folder: Path, *, labels: tuple[str, ...] = ("other", "defence")) -> Path:
    """Of each "frigate" its second output grows by 2, of each "football" its first one."""
    weights = np.zeros((len(WORDS), 2), dtype=np.float32)
    weights[_FRIGATE, 1] = weights[_FOOTBALL, 0] = 2.0
    nodes = [
        helper.make_node("Gather", ["weights", "input_ids"], ["found"]),
        helper.make_node("Unsqueeze", ["attention_mask", "last"], ["mask"]),
        helper.make_node("Cast", ["mask"], ["shown"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["found", "shown"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "middle"], ["logits"], keepdims=0),
    ]
    _save(folder, nodes, INPUTS[:2], weights)
    return _described(folder, labels)


def inferring(folder: Path) -> Path:
    """NLI: "frigate" entails, "football" contradicts; without a hypothesis it gives no number."""
    weights = np.zeros((len(WORDS), 3), dtype=np.float32)
    weights[_FRIGATE, 0] = weights[_FOOTBALL, 2] = 2.0
    nodes = [
        helper.make_node("Gather", ["weights", "input_ids"], ["found"]),
        helper.make_node("ReduceSum", ["found", "middle"], ["sums"], keepdims=0),
        helper.make_node("ReduceMax", ["token_type_ids"], ["second"], keepdims=0),
        helper.make_node("Cast", ["second"], ["is_pair"], to=TensorProto.FLOAT),
        helper.make_node("Div", ["sums", "is_pair"], ["logits"]),
    ]
    _save(folder, nodes, INPUTS, weights)
    return _described(folder, ("entailment", "neutral", "contradiction"))


def endless(folder: Path) -> Path:
    """It computes for ever."""
    one = [helper.make_tensor_value_info("sums", TensorProto.FLOAT, None)]
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["go_on"], ["go_on_still"]),
            helper.make_node("Add", ["sums_before", "sums_before"], ["sums"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("turn", TensorProto.INT64, []),
            helper.make_tensor_value_info("go_on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("sums_before", TensorProto.FLOAT, None),
        ],
        [helper.make_tensor_value_info("go_on_still", TensorProto.BOOL, []), *one],
    )
    nodes = [
        helper.make_node("Gather", ["weights", "input_ids"], ["found"]),
        helper.make_node("ReduceSum", ["found", "middle"], ["begin"], keepdims=0),
        helper.make_node("Loop", ["turns", "always", "begin"], ["logits"], body=body),
    ]
    turns = numpy_helper.from_array(np.array(2**62, dtype=np.int64), "turns")
    always = numpy_helper.from_array(np.array(True), "always")
    _save(folder, nodes, INPUTS[:1], np.zeros((len(WORDS), 2), dtype=np.float32), turns, always)
    return _described(folder, ("other", "defence"))


def _save(
    folder: Path, nodes: list[Any], inputs: tuple[str, ...], weights: np.ndarray, *more: Any
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    constants = [
        numpy_helper.from_array(weights, "weights"),
        numpy_helper.from_array(np.array([-1], dtype=np.int64), "last"),
        numpy_helper.from_array(np.array([1], dtype=np.int64), "middle"),
        *more,
    ]
    shape = ["batch", "tokens"]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in inputs],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", weights.shape[1]])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.save(model, str(folder / "model.onnx"))


def _described(folder: Path, labels: tuple[str, ...]) -> Path:
    tokenizer = Tokenizer(WordLevel({word: at for at, word in enumerate(WORDS)}, "[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="$A", pair="$A [SEP] $B:1", special_tokens=[("[SEP]", WORDS.index("[SEP]"))]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "model_type": "tiny",
        "id2label": {str(at): label for at, label in enumerate(labels)},
        "max_position_embeddings": 64,
    }
    (folder / "config.json").write_text(json.dumps(config))
    return folder
