"""Models of furniture and people from Sweet Home 3D's catalogues (Debian package sweethome3d-furniture).

A catalogue (.sh3f) is a zip archive with a Java properties file that lists its models and their sizes in centimetres,
and the models as OBJ with materials and textures.
"""

import dataclasses
import pathlib
import re
import zipfile

import bpy
from mathutils import Matrix, Vector

CATALOGUES = pathlib.Path("/usr/share/sweethome3d/furniture")


@dataclasses.dataclass(frozen=True)
class Model:
    archive: pathlib.Path
    inside: str  # the OBJ's path in the archive
    name: str
    size: tuple  # width, depth, height in metres
    is_person: bool


def read_catalogue(archive):
    """All models of one catalogue that stand on a floor."""
    with zipfile.ZipFile(archive) as files:
        text = files.read("PluginFurnitureCatalog.properties").decode("latin-1")
    entries = {}
    for key, number, value in re.findall(r"^(\w+)#(\d+)=(.*)$", text, re.MULTILINE):
        entries.setdefault(int(number), {})[key] = value.strip()
    models = []
    for entry in entries.values():
        if "model" not in entry or not entry["model"].endswith(".obj"):
            continue
        if entry.get("doorOrWindow") == "true" or float(entry.get("elevation", 0)) > 0:
            continue
        size = tuple(float(entry[side]) / 100 for side in ("width", "depth", "height"))
        models.append(Model(archive, entry["model"].lstrip("/"), entry["name"].lower(), size,
                            entry.get("category") == "Characters"))
    return models


def read_catalogues(folder=CATALOGUES):
    archives = sorted(folder.glob("*.sh3f"))
    if not archives:
        raise SystemExit(f"{folder}: no catalogues (*.sh3f); install the Debian package sweethome3d-furniture")
    return [model for archive in archives for model in read_catalogue(archive)]


def unpacked(model, cache):
    """The model's OBJ on disk, with what lies beside it."""
    target = cache / model.archive.stem / model.inside
    if not target.exists():
        folder = str(pathlib.PurePosixPath(model.inside).parent) + "/"
        with zipfile.ZipFile(model.archive) as files:
            for name in files.namelist():
                if name.startswith(folder) and not name.endswith("/"):
                    place = cache / model.archive.stem / name
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(files.read(name))
    return target


def place(model, cache):
    """Imports a model, stands it on the origin at its catalogue's size, and returns its one parent (an empty), or None
    if Blender cannot read it."""
    before = set(bpy.data.objects)
    try:
        bpy.ops.import_scene.obj(filepath=str(unpacked(model, cache)), axis_forward="Z", axis_up="Y")
    except (RuntimeError, KeyError) as error:
        print(f"{model.inside} is left out: {error}")
        return None
    parts = [thing for thing in bpy.data.objects if thing not in before and thing.type == "MESH"]
    if not parts:
        return None
    bpy.context.view_layer.update()
    corners = [part.matrix_world @ Vector(corner) for part in parts for corner in part.bound_box]
    low = Vector(min(corner[axis] for corner in corners) for axis in range(3))
    high = Vector(max(corner[axis] for corner in corners) for axis in range(3))
    extent = high - low
    if min(extent) <= 0:
        return None
    scale = Matrix.Diagonal((*(model.size[axis] / extent[axis] for axis in range(3)), 1))
    foot = Vector(((low.x + high.x) / 2, (low.y + high.y) / 2, low.z))
    parent = bpy.data.objects.new(model.name, None)
    bpy.context.scene.collection.objects.link(parent)
    for part in parts:
        part.matrix_world = scale @ Matrix.Translation(-foot) @ part.matrix_world
        part.parent = parent
    return parent
