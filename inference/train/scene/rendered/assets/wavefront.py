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
    indices = []
    for part, count in zip(parts, counts):
        try:
            number = int(part) if part else 0
        except ValueError as error:
            raise BrokenModel(f"'{word}' is no face corner") from error
        indices.append(number - 1 if number > 0 else count + number if number < 0 else -1)
    if indices[0] < 0 or any(n >= c for n, c in zip(indices, counts)):
        raise BrokenModel(f"the face corner '{word}' points outside the file")
    return tuple(indices)


def numbers(words, count):
    if len(words) < count:
        raise BrokenModel(f"{count} numbers expected, '{' '.join(words)}' found")
    try:
        return [float(word) for word in words[:count]]
    except ValueError as error:
        raise BrokenModel(str(error)) from error


class Reader:
    """What has been read of an OBJ file so far."""

    def __init__(self, folder, most_triangles):
        self.folder, self.most_triangles = folder, most_triangles
        self.positions, self.normals, self.coordinates = [], [], []
        self.corners, self.triangles = {}, []
        self.names, self.current, self.library = [], -1, {}

    def read(self, key, words, text):
        if key == "v":
            self.positions.append(numbers(words, 3))
        elif key == "vn":
            self.normals.append(numbers(words, 3))
        elif key == "vt":
            self.coordinates.append(numbers(words + ["0"], 2))
        elif key == "f":
            self.add_face(words)
        elif key == "usemtl":
            self.use(words[0] if words else "")
        elif key == "mtllib" and words:
            self.library.update(read_materials(os.path.join(self.folder, text)))

    def use(self, name):
        if name not in self.names:
            self.names.append(name)
        self.current = self.names.index(name)

    def add_face(self, words):
        if self.current < 0:
            self.use("")
        counts = (len(self.positions), len(self.coordinates), len(self.normals))
        ring = [self.corners.setdefault(corner(word, counts), len(self.corners)) for word in words]
        self.triangles += [(ring[0], ring[i], ring[i + 1], self.current) for i in range(1, len(ring) - 1)]
        if len(self.triangles) > self.most_triangles:
            raise BrokenModel(f"more than {self.most_triangles} triangles")


def read_obj(path, most_triangles):
    """Returns vertices [V, 8], triangles [T, 4], material names and the materials of the MTL file.
    Throws: BrokenModel naming the line."""
    reader = Reader(os.path.dirname(path), most_triangles)
    for number, line in enumerate(open(path, encoding="latin-1"), 1):
        words = line.split()
        if words:
            try:
                reader.read(words[0], words[1:], line.split(None, 1)[-1].strip())
            except BrokenModel as error:
                raise BrokenModel(f"line {number}: {error}") from error
    if not reader.triangles:
        raise BrokenModel("no faces")
    return assemble(reader.positions, reader.normals, reader.coordinates, reader.corners, reader.triangles) + (
        reader.names, reader.library)


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
