"""Packs rendered clips and other pictures into one file that `unividx train` reads without decoding (data: source:
stills; inference/train/data/still_clips.h names what is in it).

    blender -b --python-exit-code 1 -P inference/train/blender/pack_stills.py -- --out stills.safetensors
        [--rooms DIR] [--cutouts DIR] [--pictures DIR ...] [--crops N] [--size WxH]

--rooms: clips of render_clips.py --family intrinsic, whose rgb are backgrounds too if they are --empty. --cutouts: clips
of --family cutout. --pictures: photographs and paintings, N random parts of each as backgrounds. The first frame of
every clip is taken.
"""

import argparse
import json
import pathlib
import random
import sys

import bpy
import numpy

PICTURES = {".jpg", ".jpeg", ".png", ".webp"}


def arguments():
    parser = argparse.ArgumentParser(prog="pack_stills.py")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--rooms", type=pathlib.Path)
    parser.add_argument("--cutouts", type=pathlib.Path)
    parser.add_argument("--pictures", type=pathlib.Path, nargs="*", default=[])
    parser.add_argument("--crops", type=int, default=10)
    parser.add_argument("--size", default="160x120")
    given = parser.parse_args(sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else [])
    given.size = tuple(int(side) for side in given.size.split("x"))
    return given


def read(path, part=None, size=None):
    """[3, H, W] of 8 bits, rows from the top. `part`: x, y, width and height in shares, scaled to `size`."""
    image = bpy.data.images.load(str(path))
    try:
        image.colorspace_settings.name = "Non-Color"
        width, height = image.size
        values = numpy.empty(width * height * image.channels, numpy.float32)
        image.pixels.foreach_get(values)
    finally:
        bpy.data.images.remove(image)
    pixels = values.reshape(height, width, -1)[::-1, :, :3]
    if pixels.shape[2] == 1:
        pixels = numpy.repeat(pixels, 3, axis=2)
    if part is not None:
        pixels = shrunk(pixels, part, size)
    return numpy.round(numpy.clip(pixels, 0, 1) * 255).astype(numpy.uint8).transpose(2, 0, 1)


def shrunk(pixels, part, size):
    """The mean over the pixels that fall into each pixel of the smaller picture."""
    height, width = pixels.shape[:2]
    x, y, share = part
    aspect = size[0] / size[1]
    wide = min(width, height * aspect) * share
    tall = wide / aspect
    columns = ((width - wide) * x + wide * numpy.arange(size[0] + 1) / size[0]).astype(int)
    rows = ((height - tall) * y + tall * numpy.arange(size[1] + 1) / size[1]).astype(int)
    sums = numpy.zeros((height + 1, width + 1, 3))
    sums[1:, 1:] = pixels.cumsum(0).cumsum(1)
    lower, upper = rows[:-1], numpy.maximum(rows[1:], rows[:-1] + 1)
    left, right = columns[:-1], numpy.maximum(columns[1:], columns[:-1] + 1)
    total = (sums[upper][:, right] - sums[lower][:, right] - sums[upper][:, left] + sums[lower][:, left])
    return total / ((upper - lower)[:, None] * (right - left)[None])[..., None]


def clips(folder):
    return sorted(path.parent for path in folder.glob("*/caption.txt")) if folder else []


def stack(folders, layer):
    return numpy.stack([read(next(iter(sorted((folder / layer).glob("*.png"))))) for folder in folders])


def write(path, tensors, metadata):
    """Source: the format's description at github.com/huggingface/safetensors."""
    header, position = {"__metadata__": metadata}, 0
    for name, values in tensors.items():
        header[name] = {"dtype": "U8", "shape": list(values.shape), "data_offsets": [position, position + values.nbytes]}
        position += values.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    unfinished = path.with_suffix(".part")
    with open(unfinished, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for values in tensors.values():
            file.write(numpy.ascontiguousarray(values).tobytes())
    unfinished.replace(path)


def main():
    given = arguments()
    tensors, metadata, backgrounds = {}, {}, []
    rooms, cutouts = clips(given.rooms), clips(given.cutouts)
    if rooms:
        for layer in ("rgb", "albedo", "irradiance", "normal"):
            tensors[layer] = stack(rooms, layer)
        captions = [(room / "caption.txt").read_text().strip() for room in rooms]
        metadata["captions"] = "\n".join(captions)
        backgrounds += [tensors["rgb"][n] for n, text in enumerate(captions) if text.startswith("A furnished room")]
    if cutouts:
        tensors["alpha"] = stack(cutouts, "alpha")[:, :1]
        tensors["foreground"] = stack(cutouts, "foreground")
        metadata["alpha_captions"] = "\n".join((cutout / "caption.txt").read_text().strip() for cutout in cutouts)
    draw = random.Random(1)
    for folder in given.pictures:
        for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES):
            for _ in range(given.crops):
                part = (draw.random(), draw.random(), draw.uniform(0.3, 1))
                backgrounds.append(read(path, part, given.size))
    if backgrounds:
        tensors["background"] = numpy.stack(backgrounds)
    if not tensors:
        raise SystemExit("nothing to pack: give --rooms, --cutouts or --pictures")
    write(given.out, tensors, metadata)
    for name, values in tensors.items():
        print(f"{name}: {values.shape[0]} of {values.shape[3]}x{values.shape[2]}")


main()
