"""A furnished box room with lights, somebody in it and a camera; all of it from one random.Random."""

import colorsys
import math

import bpy
from mathutils import Vector

import furniture


def color(random, value=(0.15, 0.9), saturation=(0.0, 0.7)):
    return (*colorsys.hsv_to_rgb(random.random(), random.uniform(*saturation), random.uniform(*value)), 1)


def surface(random, name):
    """A wall's or floor's material: plain, or one of Blender's own patterns in two colours."""
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    principled = nodes["Principled BSDF"]
    principled.inputs["Roughness"].default_value = random.uniform(0.3, 1)
    principled.inputs["Specular"].default_value = random.uniform(0, 0.4)
    pattern = random.choice(["plain", "plain", "ShaderNodeTexBrick", "ShaderNodeTexChecker", "ShaderNodeTexNoise",
                             "ShaderNodeTexWave", "ShaderNodeTexVoronoi"])
    if pattern == "plain":
        principled.inputs["Base Color"].default_value = color(random)
        return material
    texture = nodes.new(pattern)
    texture.inputs["Scale"].default_value = random.uniform(1, 12)
    place = nodes.new("ShaderNodeTexCoord")
    links.new(place.outputs["Object"], texture.inputs["Vector"])
    ramp = nodes.new("ShaderNodeValToRGB")
    ramp.color_ramp.elements[0].color = color(random)
    ramp.color_ramp.elements[1].color = color(random)
    links.new(texture.outputs["Fac"] if "Fac" in texture.outputs else texture.outputs["Distance"], ramp.inputs["Fac"])
    links.new(ramp.outputs["Color"], principled.inputs["Base Color"])
    if random.random() < 0.5:  # relief, as carving or plaster has
        bump = nodes.new("ShaderNodeBump")
        bump.inputs["Strength"].default_value = random.uniform(0.1, 0.6)
        links.new(ramp.outputs["Color"], bump.inputs["Height"])
        links.new(bump.outputs["Normal"], principled.inputs["Normal"])
    return material


def build_walls(random, width, depth, height):
    sides = [((0, 0, 0), (0, 0, 0)), ((0, 0, height), (math.pi, 0, 0)),
             ((0, depth / 2, height / 2), (math.pi / 2, 0, 0)), ((0, -depth / 2, height / 2), (-math.pi / 2, 0, 0)),
             ((-width / 2, 0, height / 2), (0, math.pi / 2, 0)), ((width / 2, 0, height / 2), (0, -math.pi / 2, 0))]
    wall = surface(random, "wall")
    for number, (location, rotation) in enumerate(sides):
        bpy.ops.mesh.primitive_plane_add(size=max(width, depth, height) + 0.2, location=location, rotation=rotation)
        material = wall if number > 1 and random.random() < 0.7 else surface(random, f"side {number}")
        bpy.context.object.data.materials.append(material)


def furnish(random, models, cache, width, depth):
    """Along the walls, facing the room; names of what was put there."""
    names = []
    pieces = [model for model in models if not model.is_person and max(model.size) < 2.6]
    for _ in range(random.randint(5, 10)):
        model = random.choice(pieces)
        parent = furniture.place(model, cache)
        if parent is None:
            continue
        reach = max(model.size[:2]) / 2
        side = random.randrange(4)
        along = random.uniform(-1, 1)
        x = along * (width / 2 - reach) if side < 2 else (width / 2 - reach) * (1 if side == 2 else -1)
        y = (depth / 2 - reach) * (1 if side == 0 else -1) if side < 2 else along * (depth / 2 - reach)
        parent.location = (x, y, 0)
        parent.rotation_euler = (0, 0, random.uniform(0, 2 * math.pi))
        names.append(model.name)
    return names


def light(random, width, depth, height):
    for number in range(random.randint(1, 3)):
        kind = "AREA" if number == 0 else random.choice(["POINT", "AREA", "SPOT"])
        lamp = bpy.data.lights.new(f"light {number}", kind)
        lamp.energy = random.uniform(40, 250) if kind == "AREA" else random.uniform(20, 120)
        lamp.color = color(random, value=(1, 1), saturation=(0, 0.5))[:3]
        if kind == "AREA":
            lamp.size = random.uniform(0.3, 2)
        thing = bpy.data.objects.new(lamp.name, lamp)
        thing.location = (random.uniform(-0.4, 0.4) * width, random.uniform(-0.4, 0.4) * depth,
                          random.uniform(0.6, 0.95) * height)
        aim = Vector((random.uniform(-1, 1), random.uniform(-1, 1), 0.8)) - thing.location
        thing.rotation_euler = aim.to_track_quat("-Z", "Y").to_euler()
        bpy.context.scene.collection.objects.link(thing)
    world = bpy.data.worlds.new("world")
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs["Color"].default_value = color(random, value=(0.5, 1))
    world.node_tree.nodes["Background"].inputs["Strength"].default_value = random.uniform(0.02, 0.2)
    bpy.context.scene.world = world


class Shot:
    """Where the camera and the subject are, frame by frame."""

    def __init__(self, random, width, depth):
        self.subject_at = Vector((random.uniform(-0.25, 0.25) * width, random.uniform(-0.2, 0.2) * depth, 0))
        self.subject_moves = Vector((random.uniform(-0.6, 0.6), random.uniform(-0.6, 0.6), 0))  # m/s
        self.subject_turn = random.uniform(0, 2 * math.pi)
        self.subject_turns = random.uniform(-0.8, 0.8)  # radians/s
        distance = random.uniform(1.2, min(3.5, 0.45 * depth + 1))
        angle = random.uniform(0, 2 * math.pi)
        self.camera_at = self.subject_at + Vector((math.cos(angle) * distance, math.sin(angle) * distance,
                                                   random.uniform(1.0, 1.8)))
        self.camera_at.x = max(-width / 2 + 0.2, min(width / 2 - 0.2, self.camera_at.x))
        self.camera_at.y = max(-depth / 2 + 0.2, min(depth / 2 - 0.2, self.camera_at.y))
        self.camera_moves = Vector(random.uniform(-0.4, 0.4) for _ in range(3))
        self.look_at = self.subject_at + Vector((random.uniform(-0.4, 0.4), random.uniform(-0.4, 0.4),
                                                 random.uniform(0.8, 1.5)))
        self.focal_length = random.uniform(24, 55)  # mm on a 36 mm sensor

    @classmethod
    def close(cls, random, size):
        """Of a subject `size` metres high that stands alone at the origin: from head and shoulders to the whole."""
        shot = cls(random, 6, 6)
        shot.subject_at = Vector((0, 0, 0))
        seen = size * random.choice([0.35, 0.5, 0.7, 1.15]) * random.uniform(0.85, 1.15)  # metres from top to bottom
        middle = min(size * 1.04 - seen / 2, size * random.uniform(0.5, 0.9)) if seen < size else size / 2
        distance = seen * shot.focal_length / 36 * 4 / 3  # of a picture of 4:3
        angle = random.uniform(0, 2 * math.pi)
        shot.look_at = Vector((random.uniform(-0.3, 0.3) * seen, random.uniform(-0.3, 0.3) * seen, middle))
        shot.camera_at = Vector((math.cos(angle) * distance, math.sin(angle) * distance,
                                 middle + random.uniform(-0.2, 0.4) * seen))
        return shot

    def set(self, camera, subject, seconds):
        camera.data.lens = self.focal_length
        camera.location = self.camera_at + self.camera_moves * seconds
        camera.rotation_euler = (self.look_at - camera.location).to_track_quat("-Z", "Y").to_euler()
        if subject is not None:
            subject.location = self.subject_at + self.subject_moves * seconds
            subject.rotation_euler = (0, 0, self.subject_turn + self.subject_turns * seconds)


def somebody(random, models, cache):
    """A person's parent, and their model."""
    people = [model for model in models if model.is_person]
    while True:
        who = random.choice(people)
        subject = furniture.place(who, cache)
        if subject is not None:
            return subject, who


def add_camera():
    camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    bpy.context.scene.collection.objects.link(camera)
    bpy.context.scene.camera = camera
    return camera


def build_alone(random, models, cache):
    """Somebody with lights around and nothing else; as `build`."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    subject, who = somebody(random, models, cache)
    light(random, 5, 5, 2.6)
    bpy.context.scene.world.node_tree.nodes["Background"].inputs["Strength"].default_value = random.uniform(0.1, 0.8)
    return add_camera(), subject, lambda: Shot.close(random, who.size[2]), f"A {who.name}."


def build(random, models, cache):
    """A new scene. Returns the camera, the subject's parent, a function that makes another shot of it, and a caption."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    width, depth, height = random.uniform(3.5, 7), random.uniform(3.5, 7), random.uniform(2.4, 3.2)
    build_walls(random, width, depth, height)
    names = furnish(random, models, cache, width, depth)
    light(random, width, depth, height)
    subject, who = somebody(random, models, cache)
    camera = add_camera()
    caption = f"A {who.name} in a furnished room" + (f" with a {names[0]}." if names else ".")
    return camera, subject, lambda: Shot(random, width, depth), caption
