"""Reads Wavefront OBJ and MTL files into arrays."""

import os

import numpy


class BrokenModel(Exception):
    """The file cannot be used; the message says why."""


def read_materials(path):
    materials, current = {}, None
    if not os.path.exists(path):
        return materials
    for line in open(path, encoding="latin-1"):
        words = line.split()
        if not words:
            continue
        key = words[0].lower()
        if key == "newmtl" and len(words) > 1:
            current = materials.setdefault(words[1], {"color": [0.6, 0.6, 0.6], "specular": 0.0, "shine": 10.0,
                                                      "opacity": 1.0, "map": None})
        elif current is None:
            continue
        elif key == "kd" and len(words) >= 4:
            current["color"] = [min(max(float(v), 0.0), 1.0) for v in words[1:4]]
        elif key == "ks" and len(words) >= 4:
            current["specular"] = min(max(sum(float(v) for v in words[1:4]) / 3, 0.0), 1.0)
        elif key == "ns" and len(words) >= 2:
            current["shine"] = float(words[1])
        elif key == "d" and len(words) >= 2:
            current["opacity"] = float(words[-1])
        elif key == "tr" and len(words) >= 2:
            current["opacity"] = 1.0 - float(words[-1])
        elif key == "map_kd" and len(words) >= 2:
            current["map"] = line.split(None, 1)[1].strip()
    return materials


def corner(word, counts):
    parts = (word.split("/") + ["", ""])[:3]
    numbers = []
    for part, count in zip(parts, counts):
        number = int(part) if part else 0
        numbers.append(number - 1 if number > 0 else count + number if number < 0 else -1)
    if numbers[0] < 0 or any(n >= c for n, c in zip(numbers, counts)):
        raise BrokenModel(f"the face corner '{word}' points outside the file")
    return tuple(numbers)


def read_obj(path, most_triangles):
    """Returns vertices [V, 8], triangles [T, 4], material names and the materials of the MTL file.
    Throws: BrokenModel."""
    positions, normals, coordinates = [], [], []
    corners, triangles = {}, []
    names, current, library = [], -1, {}
    for line in open(path, encoding="latin-1"):
        words = line.split()
        if not words:
            continue
        key = words[0]
        if key == "v":
            positions.append([float(v) for v in words[1:4]])
        elif key == "vn":
            normals.append([float(v) for v in words[1:4]])
        elif key == "vt":
            coordinates.append([float(v) for v in (words[1:3] + ["0"])[:2]])
        elif key == "f":
            if current < 0:
                names.append("")
                current = len(names) - 1
            counts = (len(positions), len(coordinates), len(normals))
            ring = [corners.setdefault(corner(word, counts), len(corners)) for word in words[1:]]
            for i in range(1, len(ring) - 1):
                triangles.append((ring[0], ring[i], ring[i + 1], current))
            if len(triangles) > most_triangles:
                raise BrokenModel(f"more than {most_triangles} triangles")
        elif key == "usemtl":
            name = words[1] if len(words) > 1 else ""
            if name not in names:
                names.append(name)
            current = names.index(name)
        elif key == "mtllib" and len(words) > 1:
            library.update(read_materials(os.path.join(os.path.dirname(path), line.split(None, 1)[1].strip())))
    if not triangles:
        raise BrokenModel("no faces")
    return assemble(positions, normals, coordinates, corners, triangles) + (names, library)


def assemble(positions, normals, coordinates, corners, triangles):
    table = numpy.array(list(corners.keys()), dtype=numpy.int64)
    vertices = numpy.zeros((len(table), 8), numpy.float32)
    vertices[:, :3] = numpy.array(positions, numpy.float32)[table[:, 0]]
    if coordinates:
        have = table[:, 1] >= 0
        vertices[have, 6:8] = numpy.array(coordinates, numpy.float32)[table[have, 1]]
    triangles = numpy.array(triangles, numpy.int32)
    if not numpy.isfinite(vertices).all():
        raise BrokenModel("a number is not finite")
    known = table[:, 2] >= 0
    if normals and known.any():
        vertices[known, 3:6] = numpy.array(normals, numpy.float32)[table[known, 2]]
    lengths = numpy.linalg.norm(vertices[:, 3:6], axis=1)
    poor = lengths < 1e-6
    vertices[~poor, 3:6] /= lengths[~poor, None]
    if poor.any():
        vertices, triangles = flat_where_unknown(vertices, triangles, poor)
    return vertices, triangles


def face_normals(vertices, triangles):
    a, b, c = (vertices[triangles[:, i], :3] for i in range(3))
    cross = numpy.cross(b - a, c - a)
    return cross / numpy.maximum(numpy.linalg.norm(cross, axis=1, keepdims=True), 1e-20)


def flat_where_unknown(vertices, triangles, poor):
    """Triangles with a corner that has no normal become flat, with corners of their own."""
    flat = poor[triangles[:, :3]].any(1)
    normals = face_normals(vertices, triangles[flat])
    own = vertices[triangles[flat, :3].reshape(-1)].copy()
    own[:, 3:6] = numpy.repeat(normals, 3, axis=0)
    triangles = triangles.copy()
    triangles[flat, :3] = len(vertices) + numpy.arange(3 * flat.sum(), dtype=numpy.int32).reshape(-1, 3)
    return numpy.concatenate([vertices, own]), triangles
