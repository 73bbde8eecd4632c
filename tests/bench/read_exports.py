"""Whether other programs find in exported EXR files what OpenImageIO does: every layer of a file through Blender's
compositor, and its main image through ffmpeg, against oiiotool's floats.

    blender -b --factory-startup --python tests/bench/read_exports.py -- FILE...
"""

import pathlib
import subprocess
import sys
import tempfile

import bpy
import numpy as np


def pixels_of(path):
    image = bpy.data.images.load(str(path))
    image.colorspace_settings.name = "Non-Color"
    values = np.array(image.pixels[:], dtype=np.float32).reshape(image.size[1], image.size[0], image.channels)
    bpy.data.images.remove(image)
    return values[::-1]


def by_oiiotool(path, channels, folder):
    out = folder / "oiiotool.exr"
    names = "R" if len(channels) == 1 else ",".join("RGBA"[: len(channels)])
    subprocess.run(["oiiotool", path, "--ch", ",".join(channels), "--chnames", names, "-d", "float", "-o", out], check=True)
    return pixels_of(out)[..., : len(channels)]


def by_ffmpeg(path, size):
    command = ["ffmpeg", "-v", "quiet", "-i", path, "-f", "rawvideo", "-pix_fmt", "gbrapf32le", "-"]
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    green, blue, red, alpha = np.frombuffer(raw, "<f4").reshape(4, *size)
    return np.stack([red, green, blue, alpha], -1)


def by_blender(path, size, folder):
    scene = bpy.context.scene
    scene.use_nodes = True
    scene.render.resolution_y, scene.render.resolution_x = size
    scene.render.resolution_percentage = 100
    tree = scene.node_tree
    tree.nodes.clear()
    source = tree.nodes.new("CompositorNodeImage")
    source.image = bpy.data.images.load(path)
    files = tree.nodes.new("CompositorNodeOutputFile")
    files.base_path = str(folder)
    files.format.file_format = "OPEN_EXR"
    files.format.color_depth = "32"
    files.format.color_mode = "RGBA"
    files.file_slots.clear()
    for output in source.outputs:
        files.file_slots.new(output.name)
        tree.links.new(output, files.inputs[-1])
    tree.links.new(source.outputs[0], tree.nodes.new("CompositorNodeComposite").inputs[0])
    bpy.ops.render.render()
    return {o.name: pixels_of(folder / f"{o.name}{scene.frame_current:04d}.exr") for o in source.outputs}


def channels_of(path):
    """By Blender's names of layers: the main image is "Combined"."""
    text = subprocess.run(["oiiotool", "--info", "-v", path], check=True, capture_output=True, text=True).stdout
    names = text.split("channel list: ")[1].split("\n")[0].split(", ")
    layers = {}
    for name in names:
        layers.setdefault(name.rpartition(".")[0] or "Combined", []).append(name)
    return layers


def main():
    for path in sys.argv[sys.argv.index("--") + 1 :]:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            layers = channels_of(path)
            wanted = by_oiiotool(path, layers["Combined"], folder)
            size = wanted.shape[:2]
            print(f"{path}: {size[1]}x{size[0]}")
            print(f"  ffmpeg, main image: largest difference {np.abs(by_ffmpeg(path, size) - wanted).max()}")
            read = by_blender(path, size, folder)
            for layer, channels in layers.items():
                wanted = by_oiiotool(path, channels, folder)
                got = read[layer][..., : len(channels)]
                print(f"  Blender, {layer} ({', '.join(channels)}): largest difference {np.abs(got - wanted).max()}")


main()
