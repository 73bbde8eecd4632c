"""Adds the models of Sweet Home 3D's furniture libraries (Debian package sweethome3d-furniture) to a pack."""

import io
import os
import re
import tempfile
import zipfile

import numpy
from PIL import Image

import wavefront
from pack import MAX_MATERIALS

LIBRARIES = {
    "BlendSwap-CC-0": ("CC0-1.0", "Emmanuel Puybaret, eTeks, and contributors of BlendSwap"),
    "BlendSwap-CC-BY": ("CC-BY-3.0", "the contributors of BlendSwap"),
    "KatorLegaz": ("CC-BY-3.0-US", "Andrew Kator and Jennifer Legaz"),
    "Reallusion": ("CC-BY-3.0-US", "Reallusion"),
    "Scopia": ("CC-BY-3.0", "Scopia Visual Interfaces Systems"),
}
MOST_TRIANGLES = 180_000


def read_catalog(text):
    rows = {}
    for line in text.splitlines():
        match = re.match(r"(\w+)#(\d+)\s*=\s*(.*)", line)
        if match:
            rows.setdefault(int(match[2]), {})[match[1]] = match[3].strip()
    return [rows[number] for number in sorted(rows)]


def scaled_to_size(vertices, row):
    """Turns the model as its catalog says, and puts it on the floor at its real size, in metres."""
    if "modelRotation" in row:
        turn = numpy.array([float(v) for v in row["modelRotation"].split()], numpy.float32).reshape(3, 3)
        vertices[:, :3] = vertices[:, :3] @ turn.T
        vertices[:, 3:6] = vertices[:, 3:6] @ turn.T
    low, high = vertices[:, :3].min(0), vertices[:, :3].max(0)
    size = numpy.array([float(row[k]) / 100 for k in ("width", "height", "depth")], numpy.float32)
    scale = size / numpy.maximum(high - low, 1e-6)
    centre = numpy.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2], numpy.float32)
    vertices[:, :3] = (vertices[:, :3] - centre) * scale
    vertices[:, 3:6] /= scale
    vertices[:, 3:6] /= numpy.maximum(numpy.linalg.norm(vertices[:, 3:6], axis=1, keepdims=True), 1e-9)
    return vertices


def texture_of(pack, path, known, most):
    if path not in known:
        try:
            image = Image.open(path)
            image.load()
        except (OSError, ValueError):
            known[path] = -1
            return -1
        if image.mode not in ("RGB", "RGBA"):
            image = image.convert("RGBA")
        if max(image.size) > most:
            image.thumbnail((most, most), Image.LANCZOS)
        known[path] = pack.add_texture(image)
    return known[path]


def pack_materials(pack, folder, names, library, known, most):
    materials = []
    for name in names:
        m = library.get(name, {"color": [0.6, 0.6, 0.6], "specular": 0.0, "shine": 10.0, "opacity": 1.0, "map": None})
        texture = -1
        if m["map"]:
            texture = texture_of(pack, os.path.join(folder, m["map"].replace("\\", "/")), known, most)
        materials.append({"color": m["color"], "texture": texture, "specular": m["specular"], "shine": m["shine"],
                          "opacity": m["opacity"]})
    return materials


def add_library(pack, path, report):
    source = os.path.splitext(os.path.basename(path))[0]
    licence, holder = LIBRARIES[source]
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
        rows = read_catalog(archive.read("PluginFurnitureCatalog.properties").decode("latin-1"))
        for row in rows:
            obj = os.path.join(folder, row["model"].lstrip("/"))
            if "!/" in obj:
                container, inner = obj.split("!/")
                unpacked = container + ".unpacked"
                with zipfile.ZipFile(container) as nested:
                    nested.extractall(unpacked)
                obj = os.path.join(unpacked, inner)
            try:
                vertices, triangles, names, library = wavefront.read_obj(obj, MOST_TRIANGLES)
                if len(names) > MAX_MATERIALS:
                    raise wavefront.BrokenModel(f"more than {MAX_MATERIALS} materials")
            except (wavefront.BrokenModel, OSError, ValueError) as error:
                report(f"left out: {source} {row.get('name')}: {error}")
                continue
            people = row.get("category") == "Characters"
            materials = pack_materials(pack, os.path.dirname(obj), names, library, {}, 512 if people else 256)
            pack.add_model({"name": row.get("name", ""), "category": row.get("category", ""), "source": source,
                            "tags": row.get("tags", "").lower(), "door": row.get("doorOrWindow") == "true",
                            "elevation": float(row.get("elevation", 0)) / 100,
                            "staircase": "staircaseCutOutShape" in row},
                           scaled_to_size(vertices, row), triangles, materials)
            pack.credits.append((source, licence, row.get("name", ""), row.get("creator", holder)))
