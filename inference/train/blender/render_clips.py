"""Renders clips with exact layers through Blender, into folders that `unividx train` reads (data: source: folders).

    blender -b --python-exit-code 1 -P inference/train/blender/render_clips.py -- --out DIR [--family intrinsic|alpha|cutout]
        [--clips N] [--first N] [--size WxH] [--frames N] [--samples N] [--threads N] [--part I/N] [--empty]

cutout: people alone, as alpha and foreground, to be put before backgrounds. Clip number n is the same whenever it is rendered. A clip that is there is left alone, so a run that was cut goes on
where it was; several runs share the work with --part 0/2 and --part 1/2. Needs the Debian packages blender,
python3-numpy and sweethome3d-furniture; README.md names the models' licences.
"""

import argparse
import pathlib
import random
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import bpy  # noqa: E402
import furniture  # noqa: E402
import layers  # noqa: E402
import room  # noqa: E402

SHOTS_A_ROOM = 8  # importing takes as long as rendering a few small frames
FRAMES_A_SECOND = 24


def arguments():
    parser = argparse.ArgumentParser(prog="render_clips.py")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--family", choices=["intrinsic", "alpha", "cutout"], default="intrinsic")
    parser.add_argument("--clips", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--size", default="128x96")
    parser.add_argument("--frames", type=int, default=1)
    parser.add_argument("--samples", type=int, default=64)
    parser.add_argument("--threads", type=int, default=0, help="0: all")
    parser.add_argument("--part", default="0/1")
    parser.add_argument("--empty", action="store_true", help="rooms without anybody in them (intrinsic)")
    given = parser.parse_args(sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else [])
    given.size = tuple(int(side) for side in given.size.split("x"))
    given.part = tuple(int(number) for number in given.part.split("/"))
    return given


def see(things, camera, alone):
    """`alone`: which things the camera sees; the others light them still."""
    for thing in bpy.data.objects:
        if thing.type == "MESH":
            thing.visible_camera = alone is None or thing in things
    bpy.context.scene.render.film_transparent = alone is not None


def take_out(things, out):
    for thing in things:
        thing.hide_render = out


def render_clip(given, shot, camera, subject, folder, scratch):
    parts = [thing for thing in bpy.data.objects if thing.type == "MESH" and thing.parent == subject]
    exposure = None
    for frame in range(given.frames):
        shot.set(camera, subject, frame / FRAMES_A_SECOND)
        bpy.context.view_layer.update()
        see(parts, camera, None)
        if given.family == "intrinsic":
            passes = layers.render(scratch)
            exposure = exposure or layers.exposure_of(passes)
            made = layers.intrinsic(passes, camera, exposure)
        elif given.family == "cutout":
            bpy.context.scene.render.film_transparent = True
            alone = layers.render(scratch)
            exposure = exposure or layers.exposure_of(alone)
            made = layers.cutout(alone, exposure)
        else:
            take_out(parts, True)
            behind = layers.render(scratch)
            take_out(parts, False)
            see(parts, camera, "subject")
            alone = layers.render(scratch)
            exposure = exposure or layers.exposure_of(behind)
            made = layers.matte(alone, behind, exposure)
        for name, values in made.items():
            (folder / name).mkdir(exist_ok=True)
            layers.write_png(folder / name / f"{frame + 1:04d}.png", values)


def main():
    given = arguments()
    models = furniture.read_catalogues()
    cache = given.out / ".models"
    last = given.first + given.clips
    for start in range(given.first - given.first % SHOTS_A_ROOM, last, SHOTS_A_ROOM):
        if start // SHOTS_A_ROOM % given.part[1] != given.part[0]:
            continue
        numbers = [n for n in range(start, start + SHOTS_A_ROOM) if given.first <= n < last]
        targets = {n: given.out / f"{given.family}_{n:06d}" for n in numbers}
        if all(target.exists() for target in targets.values()):
            continue
        source = random.Random(f"{given.family} {start}")
        build = room.build_alone if given.family == "cutout" else room.build
        camera, subject, another_shot, caption = build(source, models, cache)
        if given.empty:
            take_out([thing for thing in bpy.data.objects if thing.parent == subject], True)
            caption = caption.replace(caption.split(" in a ")[0] + " in a", "A")
        layers.prepare(given.size, given.samples, given.threads)
        for n in range(start, start + SHOTS_A_ROOM):
            shot = another_shot()
            if n not in targets or targets[n].exists():
                continue
            with tempfile.TemporaryDirectory(dir=given.out, prefix=".clip") as working:
                folder = pathlib.Path(working) / "clip"
                folder.mkdir(parents=True)
                render_clip(given, shot, camera, subject, folder, pathlib.Path(working))
                (folder / "caption.txt").write_text(caption + "\n")
                shutil.move(folder, targets[n])
            print(f"{targets[n].name}: {caption}", flush=True)


main()
