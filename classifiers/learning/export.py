"""A fitted network -> the bytes of an ONNX file with int8 weights (torch, onnx and onnxruntime; the ``train`` group)."""

import contextlib
import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from classifiers.learning.encoder_net import EncoderNet

OPSET = 17
OUTPUT_NAMES = ("logits", "intent", "topic", "pooled")


def exported(net: EncoderNet, *, int8: bool = True) -> bytes:
    """The network as ONNX: inputs ``ids`` and ``mask`` (batch, pieces), outputs OUTPUT_NAMES.

    Weights are dynamic int8 with a scale for each channel (Jacob et al. 2018); activations are quantised at run time.
    """
    net = net.float().eval()
    ids, mask = torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8, dtype=torch.long)
    axes = {name: {0: "batch", 1: "pieces"} for name in ("ids", "mask", "logits")} | {
        name: {0: "batch"} for name in OUTPUT_NAMES[1:]
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),
        warnings.catch_warnings(),
    ):  # the tools leave files where they run
        warnings.simplefilter(
            "ignore"
        )  # the older exporter, the one whose graph int8 understands, warns that it is old
        plain, shaped, small = (Path(folder) / name for name in ("plain.onnx", "shaped.onnx", "small.onnx"))
        torch.onnx.export(
            net,
            (ids, mask),
            str(plain),
            input_names=["ids", "mask"],
            output_names=list(OUTPUT_NAMES),
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
        if not int8:
            return plain.read_bytes()
        quant_pre_process(str(plain), str(shaped), skip_symbolic_shape=True)  # it stops at the masks of attention
        quantize_dynamic(str(shaped), str(small), per_channel=True, weight_type=QuantType.QInt8)
        return small.read_bytes()
