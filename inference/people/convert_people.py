#!/usr/bin/env python3
"""Convert MediaPipe's person models to the file that inference/people reads.

Usage:   convert_people.py mediapipe-0.10.14-*.whl people.safetensors
Needs:   pip install tflite==2.18.0 "numpy<2"
Source:  PyPI, mediapipe 0.10.14 (Apache-2.0); the TensorFlow Lite schema of the PyPI package `tflite`.

Reads three networks from the wheel and writes one safetensors file:
  selfie    selfie_segmentation.tflite, 256x256: probability of "person"
  detector  pose_detection.tflite, 224x224: 2254 boxes with four key points, and their scores
  figure    pose_landmark_full.tflite, 256x256: logits of the mask; what leads to the landmarks is left out

Weights stay float16 as stored, kernels become [out, in, h, w]. A kernel that is mostly zeros is packed as
inference/weights/packed_tensors.h says. The metadata entry "graphs" holds the operations as JSON, in order; padding is
explicit, so a reader needs no rule for it.
"""

import argparse
import hashlib
import json
import struct
import zipfile

import numpy as np
import tflite

NETWORKS = {
    "selfie": ("selfie_segmentation/selfie_segmentation.tflite", ["activation_10"]),
    "detector": ("pose_detection/pose_detection.tflite", ["Identity", "Identity_1"]),
    "figure": ("pose_landmark/pose_landmark_full.tflite", ["Identity_2"]),
}
ACTIVATIONS = {0: None, 1: "relu", 3: "relu6"}
OPERATORS = {value: name for name, value in vars(tflite.BuiltinOperator).items() if isinstance(value, int)}
PACKED_SHARE = 0.45  # a kernel with a smaller share of other values than zero takes less room packed


def options_of(operator, kind):
    options = kind()
    table = operator.BuiltinOptions()
    options.Init(table.Bytes, table.Pos)
    return options


def same_padding(size, kernel, stride):
    """Padding before and after, as TensorFlow's SAME has it: what is odd goes after."""
    total = max(0, (-(-size // stride) - 1) * stride + kernel - size)
    return total // 2, total - total // 2


class Network:
    """One .tflite file, read backwards from its outputs."""

    def __init__(self, name, data, outputs):
        self.name = name
        self.model = tflite.Model.GetRootAsModel(data, 0)
        self.graph = self.model.Subgraphs(0)
        self.makers = {}
        self.uses = {}
        for index in range(self.graph.OperatorsLength()):
            operator = self.graph.Operators(index)
            for output in operator.OutputsAsNumpy():
                self.makers[int(output)] = operator
        self.outputs = [self.tensor_named(output) for output in outputs]
        self.tensors = {}
        self.operations = []
        self.values = {int(self.graph.Inputs(0)): "input"}

    def tensor_named(self, name):
        for index in self.graph.OutputsAsNumpy():
            if self.graph.Tensors(int(index)).Name().decode() == name:
                return int(index)
        raise ValueError(f"{self.name}: there is no output {name}")

    def shape(self, index):
        return [int(size) for size in self.graph.Tensors(index).ShapeAsNumpy()]

    def kind(self, operator):
        code = self.model.OperatorCodes(operator.OpcodeIndex())
        kind = OPERATORS[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        return code.CustomCode().decode() if kind == "CUSTOM" else kind

    def constant(self, index):
        """A stored tensor's values; through DEQUANTIZE and DENSIFY, which only change how they are stored."""
        if index in self.makers:
            operator = self.makers[index]
            assert self.kind(operator) in ("DEQUANTIZE", "DENSIFY"), self.kind(operator)
            return self.constant(operator.Inputs(0))
        tensor = self.graph.Tensors(index)
        kinds = {tflite.TensorType.FLOAT16: np.float16, tflite.TensorType.INT32: np.int32}
        values = self.model.Buffers(tensor.Buffer()).DataAsNumpy().view(kinds[tensor.Type()])
        if tensor.Sparsity() is not None:
            values = self.dense(values, tensor)
        return values.reshape(self.shape(index))

    def dense(self, values, tensor):
        """A matrix stored by rows, with each row's columns (the only sparse kind in these files)."""
        sparsity = tensor.Sparsity()
        last = sparsity.DimMetadata(sparsity.DimMetadataLength() - 1)
        assert last.Format() == tflite.DimensionType.SPARSE_CSR
        starts = self.indices(last.ArraySegments, last.ArraySegmentsType())
        columns = self.indices(last.ArrayIndices, last.ArrayIndicesType())
        shape = tensor.ShapeAsNumpy()
        full = np.zeros((len(starts) - 1, int(shape[-1])), np.float16)
        for row in range(len(starts) - 1):
            span = slice(starts[row], starts[row + 1])
            full[row, columns[span]] = values[span]
        return full

    @staticmethod
    def indices(table, kind):
        readers = {1: tflite.Int32Vector, 2: tflite.Uint16Vector, 3: tflite.Uint8Vector}
        vector = readers[kind]()
        vector.Init(table().Bytes, table().Pos)
        return np.array([vector.Values(i) for i in range(vector.ValuesLength())], np.int64)

    def convert(self):
        for output in self.outputs:
            self.value(output)
        return {
            "input": self.shape(int(self.graph.Inputs(0)))[1:],
            "operations": self.operations,
            "outputs": [self.values[output] for output in self.outputs],
        }

    def value(self, index):
        """The name of what a tensor holds; converts the operation that makes it, and those before it."""
        pending = [index]
        while pending:
            top = pending[-1]
            if top in self.values:
                pending.pop()
                continue
            operator = self.makers[top]
            missing = [i for i in self.sources(operator) if i not in self.values]
            if missing:
                pending.extend(reversed(missing))
                continue
            self.add(operator, top)
            pending.pop()
        return self.values[index]

    def sources(self, operator):
        """The tensors an operation works on, stored ones aside; a PAD before a convolution belongs to that."""
        kind = self.kind(operator)
        count = {"ADD": 2, "MUL": 2, "CONCATENATION": operator.InputsLength()}.get(kind, 1)
        return [self.unpadded(int(operator.Inputs(i)))[0] for i in range(count)]

    def unpadded(self, index):
        """The tensor before a PAD, and how much that adds: top, bottom, left, right."""
        operator = self.makers.get(index)
        if operator is None or self.kind(operator) != "PAD":
            return index, [0, 0, 0, 0]
        amounts = self.constant(operator.Inputs(1))
        assert not amounts[0].any() and not amounts[3].any()
        return int(operator.Inputs(0)), [int(amounts[1][0]), int(amounts[1][1]), int(amounts[2][0]), int(amounts[2][1])]

    def add(self, operator, output):
        kind = self.kind(operator)
        entry = {"inputs": [self.values[i] for i in self.sources(operator)]}
        if kind in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            self.add_convolution(operator, kind, entry)
        elif kind == "Convolution2DTransposeBias":
            kernel = self.constant(operator.Inputs(1)).transpose(3, 0, 1, 2)  # [out, h, w, in] -> [in, out, h, w]
            stride = list(struct.unpack("<3i", operator.CustomOptionsAsNumpy().tobytes())[1:])
            assert stride == list(kernel.shape[2:]), "taps of a transposed convolution overlap"
            entry.update(kind="transposed_convolution", stride=stride)
            self.store(entry, kernel, self.constant(operator.Inputs(2)))
        elif kind in ("AVERAGE_POOL_2D", "MAX_POOL_2D"):
            options = options_of(operator, tflite.Pool2DOptions)
            window = [options.FilterHeight(), options.FilterWidth()]
            before = self.shape(operator.Inputs(0))[1:3]
            if kind == "AVERAGE_POOL_2D":
                assert window == before
                entry.update(kind="mean")
            else:
                assert all(size % step == 0 for size, step in zip(before, window))
                assert window == [options.StrideH(), options.StrideW()]
                entry.update(kind="max_pool", window=window)
        elif kind == "RESIZE_BILINEAR":
            options = options_of(operator, tflite.ResizeBilinearOptions)
            assert options.HalfPixelCenters() and not options.AlignCorners()
            entry.update(kind="resize", size=self.shape(output)[1:3])
        elif kind == "DEPTH_TO_SPACE":
            entry.update(kind="depth_to_space", block=options_of(operator, tflite.DepthToSpaceOptions).BlockSize())
        elif kind == "RESHAPE":
            entry.update(kind="rows", columns=self.shape(output)[-1])  # cells in reading order, [rows, columns]
        elif kind == "CONCATENATION":
            assert options_of(operator, tflite.ConcatenationOptions).Axis() == 1
            entry.update(kind="concatenate_rows")
        elif kind == "ADD":
            entry.update(kind="add")
            self.activate(entry, options_of(operator, tflite.AddOptions).FusedActivationFunction())
        elif kind in ("MUL", "RELU", "HARD_SWISH", "LOGISTIC"):
            names = {"MUL": "multiply", "RELU": "relu", "HARD_SWISH": "hard_swish", "LOGISTIC": "sigmoid"}
            entry.update(kind=names[kind])
        else:
            raise ValueError(f"{self.name}: the operation {kind} has no counterpart")
        entry["output"] = self.values[output] = f"t{len(self.operations)}"
        self.operations.append(entry)

    def add_convolution(self, operator, kind, entry):
        depthwise = kind == "DEPTHWISE_CONV_2D"
        options = options_of(operator, tflite.DepthwiseConv2DOptions if depthwise else tflite.Conv2DOptions)
        assert options.DilationHFactor() == options.DilationWFactor() == 1
        kernel = self.constant(operator.Inputs(1))
        kernel = kernel.transpose(3, 0, 1, 2) if depthwise else kernel.transpose(0, 3, 1, 2)
        stride = [options.StrideH(), options.StrideW()]
        source, padding = self.unpadded(int(operator.Inputs(0)))
        if options.Padding() == tflite.Padding.SAME:
            size = self.shape(int(operator.Inputs(0)))[1:3]
            for axis in (0, 1):
                before, after = same_padding(size[axis], kernel.shape[2 + axis], stride[axis])
                padding[2 * axis] += before
                padding[2 * axis + 1] += after
        entry.update(kind="convolution", stride=stride, padding=padding)
        if depthwise:
            entry["groups"] = int(kernel.shape[0])
        self.activate(entry, options.FusedActivationFunction())
        self.store(entry, kernel, self.constant(operator.Inputs(2)))

    @staticmethod
    def activate(entry, code):
        if ACTIVATIONS[code]:
            entry["activation"] = ACTIVATIONS[code]

    def store(self, entry, kernel, bias):
        entry["weights"] = f"{self.name}.{len(self.operations)}"
        self.tensors[entry["weights"] + ".weight"] = kernel
        self.tensors[entry["weights"] + ".bias"] = bias


def packed(tensors):
    """Replaces tensors that are mostly zeros by their other values, their places and their shape."""
    result = {}
    for name, values in tensors.items():
        kept = values != 0
        if kept.mean() > PACKED_SHARE:
            result[name] = values
            continue
        result[name] = values[kept]
        result[name + ".places"] = np.packbits(kept.reshape(-1), bitorder="little")
        result[name + ".shape"] = np.array(values.shape, np.int64)
    return result


def write_safetensors(path, tensors, metadata):
    """Larger types first, so that every tensor begins at a multiple of its size."""
    kinds = {"int64": "I64", "float32": "F32", "float16": "F16", "uint8": "U8"}
    header = {"__metadata__": metadata}
    order = sorted(tensors, key=lambda name: (-tensors[name].itemsize, name))
    begin = 0
    for name in order:
        values = tensors[name]
        end = begin + values.nbytes
        header[name] = {"dtype": kinds[str(values.dtype)], "shape": list(values.shape), "data_offsets": [begin, end]}
        begin = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name in order:
            file.write(np.ascontiguousarray(tensors[name]).tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", help="mediapipe-0.10.14-*.whl")
    parser.add_argument("output", help="people.safetensors")
    arguments = parser.parse_args()
    tensors, graphs, sources = {}, {}, {}
    with zipfile.ZipFile(arguments.wheel) as wheel:
        for name, (path, outputs) in NETWORKS.items():
            data = wheel.read("mediapipe/modules/" + path)
            sources[path] = hashlib.sha256(data).hexdigest()
            network = Network(name, data, outputs)
            graphs[name] = network.convert()
            tensors.update(network.tensors)
            print(f"{name}: {len(graphs[name]['operations'])} operations, "
                  f"{sum(values.size for values in network.tensors.values())} weights")
    metadata = {"graphs": json.dumps(graphs, separators=(",", ":")), "sources": json.dumps(sources)}
    write_safetensors(arguments.output, packed(tensors), metadata)
    with open(arguments.output, "rb") as file:
        print("sha256", hashlib.sha256(file.read()).hexdigest())


if __name__ == "__main__":
    main()
