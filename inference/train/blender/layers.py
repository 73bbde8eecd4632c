"""Cycles' passes as the layers of a clip: pictures of display-encoded values, rows from the top."""

import pathlib

import bpy
import numpy


def encode(linear):
    """sRGB's transfer function on [0, 1]. Source: IEC 61966-2-1."""
    x = numpy.clip(linear, 0, 1)
    return numpy.where(x <= 0.0031308, 12.92 * x, 1.055 * numpy.power(x, 1 / 2.4) - 0.055)


def compress(linear):
    """Leaves what is below 0.7 as it is and brings all above it below 1."""
    knee = 0.7
    over = numpy.maximum(linear - knee, 0)
    return numpy.where(linear <= knee, linear, knee + (1 - knee) * over / (over + (1 - knee)))


def prepare(size, samples, threads):
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = samples
    scene.cycles.max_bounces = 4
    scene.cycles.use_denoising = False
    scene.render.threads_mode = "FIXED" if threads else "AUTO"
    if threads:
        scene.render.threads = threads
    scene.render.resolution_x, scene.render.resolution_y = size
    scene.render.resolution_percentage = 100
    scene.view_settings.view_transform = "Raw"
    layer = bpy.context.view_layer
    layer.use_pass_diffuse_color = layer.use_pass_diffuse_direct = layer.use_pass_diffuse_indirect = True
    layer.use_pass_normal = True


def render(folder):
    """Renders the current frame once; every pass as an array [height, width, channels] of float32."""
    scene = bpy.context.scene
    scene.use_nodes = True
    tree = scene.node_tree
    tree.nodes.clear()
    layers = tree.nodes.new("CompositorNodeRLayers")
    out = tree.nodes.new("CompositorNodeOutputFile")
    out.base_path = str(folder)
    out.format.file_format = "OPEN_EXR"
    out.format.color_depth = "32"
    out.format.color_mode = "RGBA"
    out.file_slots.clear()
    for name in ("Image", "DiffCol", "DiffDir", "DiffInd", "Normal"):
        out.file_slots.new(name)
        tree.links.new(layers.outputs[name], out.inputs[name])
    bpy.ops.render.render()
    passes = {}
    for path in sorted(pathlib.Path(folder).glob("*.exr")):
        image = bpy.data.images.load(str(path))
        image.colorspace_settings.name = "Non-Color"
        values = numpy.empty(len(image.pixels), numpy.float32)
        image.pixels.foreach_get(values)
        width, height = image.size
        passes[path.name[:-len("0001.exr")]] = values.reshape(height, width, -1)[::-1]
        bpy.data.images.remove(image)
        path.unlink()
    return passes


def exposure_of(passes):
    """What brings nearly all of the light below 1."""
    light = (passes["DiffDir"] + passes["DiffInd"])[..., :3].max(axis=2)
    lit = light[light > 0]
    return 0.8 / max(float(numpy.quantile(lit, 0.9)), 1e-4) if lit.size else 1.0


def intrinsic(passes, camera, exposure):
    """rgb = srgb(albedo * irradiance + highlights), the light compressed to below 1 before it is used."""
    albedo = passes["DiffCol"][..., :3]
    raw = (passes["DiffDir"] + passes["DiffInd"])[..., :3] * exposure
    light = compress(raw)
    glossy = numpy.maximum(passes["Image"][..., :3] * exposure - albedo * raw, 0)
    turn = numpy.array(camera.matrix_world.to_3x3(), numpy.float32)  # columns: the camera's axes in the world
    normal = passes["Normal"][..., :3] @ turn
    length = numpy.linalg.norm(normal, axis=2, keepdims=True)
    normal = numpy.where(length > 1e-6, normal / numpy.maximum(length, 1e-6), (0, 0, 1))
    return {"rgb": encode(albedo * light + glossy), "albedo": encode(albedo), "irradiance": encode(light),
            "normal": normal * 0.5 + 0.5}


def shifted(values, axis, step):
    """Moved by one pixel, with nothing coming in at the border."""
    moved = numpy.roll(values, step, axis)
    border = [slice(None)] * values.ndim
    border[axis] = 0 if step > 0 else -1
    moved[tuple(border)] = 0
    return moved


def spread(color, alpha, pixels):
    """Runs the colour of what is more there than not on beyond the matte's edge: behind a soft edge the straight colour
    is a quotient of two small and noisy numbers. What lies further out keeps its own where the matte has any."""
    known = alpha > 0.5
    made = color * known
    for _ in range(pixels):
        total = numpy.zeros_like(made)
        count = numpy.zeros(made.shape[:2] + (1,), numpy.float32)
        for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
            total += shifted(made, axis, step)
            count += shifted(known.astype(numpy.float32), axis, step)
        grown = ~known & (count > 0)
        made = numpy.where(grown, total / numpy.maximum(count, 1), made)
        known = known | grown
    return numpy.where(known, made, color * (alpha > 1 / 255))


def cutout(subject, exposure):
    """`subject`: the pass of the subject alone over nothing, premultiplied."""
    alpha = numpy.clip(subject["Image"][..., 3:4], 0, 1)
    straight = numpy.where(alpha > 1 / 255, subject["Image"][..., :3] / numpy.maximum(alpha, 1 / 255), 0)
    return {"alpha": numpy.repeat(alpha, 3, axis=2), "foreground": spread(encode(compress(straight * exposure)), alpha, 3)}


def matte(subject, behind, exposure):
    """`subject`: as for `cutout`; `behind`: the room without it."""
    alone = cutout(subject, exposure)
    alpha, foreground = alone["alpha"], alone["foreground"]
    background = encode(compress(behind["Image"][..., :3] * exposure))
    return {"rgb": alpha * foreground + (1 - alpha) * background, **alone, "background": background}


def write_png(path, values):
    """8 bits, values as they are. `values`: [height, width, 3] in [0, 1]."""
    height, width = values.shape[:2]
    image = bpy.data.images.new(path.name, width, height, alpha=False)
    pixels = numpy.ones((height, width, 4), numpy.float32)
    pixels[..., :3] = values[::-1]
    image.pixels.foreach_set(pixels.ravel())
    image.filepath_raw = str(path)
    image.file_format = "PNG"
    image.save()
    bpy.data.images.remove(image)
