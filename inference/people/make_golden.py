#!/usr/bin/env python3
"""Record what MediaPipe's own person models answer, for tests/inference/people_test.cpp.

Usage:  make_golden.py mediapipe-0.10.14-*.whl golden.safetensors FRAME.png...
Needs:  pip install mediapipe==0.10.14 tflite-runtime==2.14.0 "numpy<2" opencv-python-headless

Each frame is made 128x128 and every pixel counts twice along each side, so that a reader needs no resampling: 256x256 for
the masks, the middle 224x224 for the detector. Masks are kept at every fourth pixel from the third, in float16, which
rounds by at most 0.00025; of the boxes those of the six surest anchors.
"""

import argparse
import pathlib
import tempfile
import zipfile

import cv2
import mediapipe
import numpy as np
from tflite_runtime.interpreter import Interpreter

from convert_people import NETWORKS, write_safetensors

SURE = 6


def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -100, 100)))


class Original:
    """A .tflite file run by TensorFlow Lite."""

    def __init__(self, wheel, name):
        with tempfile.NamedTemporaryFile(suffix=".tflite") as file:
            file.write(wheel.read("mediapipe/modules/" + NETWORKS[name][0]))
            file.flush()
            self.interpreter = Interpreter(file.name, num_threads=1)
        self.interpreter.allocate_tensors()

    def __call__(self, picture):
        self.interpreter.set_tensor(self.interpreter.get_input_details()[0]["index"], picture[None].astype(np.float32))
        self.interpreter.invoke()
        outputs = self.interpreter.get_output_details()
        return {tuple(output["shape"]): self.interpreter.get_tensor(output["index"])[0] for output in outputs}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel")
    parser.add_argument("output")
    parser.add_argument("frames", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    selfie = mediapipe.solutions.selfie_segmentation.SelfieSegmentation(model_selection=0)
    with zipfile.ZipFile(arguments.wheel) as wheel:
        detector, figure = Original(wheel, "detector"), Original(wheel, "figure")
    kept = {name: [] for name in ("frames", "selfie", "figure", "scores", "anchors", "boxes")}
    for path in arguments.frames:
        small = cv2.resize(cv2.imread(str(path))[..., ::-1], (128, 128), interpolation=cv2.INTER_AREA)
        large = np.ascontiguousarray(small.repeat(2, 0).repeat(2, 1))
        kept["frames"].append(small.transpose(2, 0, 1))
        kept["selfie"].append(selfie.process(large).segmentation_mask[2::4, 2::4].astype(np.float16))
        mask = figure(large / 255)[(1, 256, 256, 1)][..., 0]
        kept["figure"].append(sigmoid(mask)[2::4, 2::4].astype(np.float16))
        found = detector(large[16:240, 16:240] / 127.5 - 1)
        scores = sigmoid(found[(1, 2254, 1)][:, 0])
        anchors = np.argsort(-scores)[:SURE]
        kept["scores"].append(scores.astype(np.float16))
        kept["anchors"].append(anchors.astype(np.int64))
        kept["boxes"].append(found[(1, 2254, 12)][anchors].astype(np.float32))
    write_safetensors(arguments.output, {name: np.stack(values) for name, values in kept.items()},
                      {"source": "mediapipe 0.10.14 (PyPI, Apache-2.0)"})


if __name__ == "__main__":
    main()
