"""Poses a skinned body: bones aim at directions or turn, linear blend skinning moves the vertices."""

import numpy


def parents_first(rig):
    order, left = [], list(rig)
    while left:
        ready = [b for b in left if rig[b]["parent"] == "" or rig[b]["parent"] in order]
        order += ready
        left = [b for b in left if b not in ready]
    return order


def place(entry, vertices, groups):
    strategy = entry["strategy"]
    if strategy == "CUBE":
        return vertices[groups[entry["cube_name"]]].mean(0)
    if strategy == "VERTEX":
        return vertices[entry["vertex_index"]]
    return vertices[entry["vertex_indices"]].mean(0)


def joints(rig, bones, vertices, groups):
    return (numpy.array([place(rig[b]["head"], vertices, groups) for b in bones]),
            numpy.array([place(rig[b]["tail"], vertices, groups) for b in bones]))


def axis_turn(axis, angle):
    axis = numpy.asarray(axis, float) / numpy.linalg.norm(axis)
    k = numpy.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return numpy.eye(3) + numpy.sin(angle) * k + (1 - numpy.cos(angle)) * k @ k


def turn_between(a, b):
    a, b = a / numpy.linalg.norm(a), b / numpy.linalg.norm(b)
    axis = numpy.cross(a, b)
    size = numpy.linalg.norm(axis)
    if size < 1e-6:
        return numpy.eye(3)
    return axis_turn(axis, numpy.arctan2(size, a @ b))


def pose(rig, bones, groups, weights, rest, vertices, actions):
    """actions: bone -> ("aim", other bone, direction) or ("turn", 3x3 matrix in world axes), both in the frame the
    trunk has after its own turns. Joints come from `rest`; `vertices` may differ from it on the face."""
    heads, _ = joints(rig, bones, rest, groups)
    number = {b: i for i, b in enumerate(bones)}
    turns, places = numpy.zeros((len(bones), 3, 3)), numpy.zeros((len(bones), 3))
    for i, bone in enumerate(bones):
        parent = rig[bone]["parent"]
        if parent == "":
            turn, places[i] = numpy.eye(3), heads[i]
        else:
            p = number[parent]
            turn, places[i] = turns[p], places[p] + turns[p] @ (heads[i] - heads[p])
        action = actions.get(bone)
        if action and action[0] == "turn":
            turn = action[1] @ turn
        elif action:
            direction = turn @ (heads[number[action[1]]] - heads[i])
            trunk = turns[number["spine01"]] if "arm" in bone and "spine01" in number else numpy.eye(3)
            turn = turn_between(direction, trunk @ numpy.asarray(action[2], float)) @ turn
        turns[i] = turn
    moved = places - numpy.einsum("bij,bj->bi", turns, heads)
    blended = weights @ turns.reshape(-1, 9)
    return (numpy.einsum("vij,vj->vi", blended.reshape(-1, 3, 3), vertices) + weights @ moved).astype(numpy.float32)


def direction(random, mean, noise):
    return numpy.asarray(mean, float) + random.normal(size=3) * noise


# Directions of upper arm and lower arm for the left side (+X); the right side mirrors them.
ARMS = {
    "down": ((0.18, -1, 0.02), (0.1, -1, 0.18)),
    "relaxed": ((0.25, -1, -0.05), (0.12, -0.9, 0.45)),
    "hip": ((0.65, -0.75, -0.25), (-0.75, -0.55, 0.35)),
    "crossed": ((0.25, -0.95, 0.25), (-0.8, 0.1, 0.6)),
    "forward": ((0.15, -0.75, 0.6), (-0.15, 0.05, 1)),
    "reach": ((0.2, -0.15, 1), (0.05, 0.1, 1)),
    "raised": ((0.8, 0.55, 0.1), (0.1, 1, 0.2)),
    "wave": ((0.75, -0.3, 0.3), (0.35, 0.9, 0.3)),
    "phone": ((0.35, -0.75, 0.45), (-0.25, 0.85, 0.35)),
    "wide": ((1, -0.1, 0.1), (1, 0.05, 0.2)),
    "chin": ((0.1, -0.75, 0.55), (-0.3, 0.85, 0.35)),
    "lap": ((0.2, -0.95, 0.25), (-0.25, -0.25, 0.95)),
    "behind": ((0.3, -0.95, -0.3), (-0.5, -0.75, -0.3)),
}
BOTH = ["down", "relaxed", "hip", "crossed", "forward", "raised", "wide", "lap", "behind", "reach"]


def arm_actions(random, side, kind, noise):
    upper, lower = ARMS[kind]
    flip = numpy.array([1 if side == ".L" else -1, 1, 1])
    return {"upperarm01" + side: ("aim", "lowerarm01" + side, direction(random, upper * flip, noise)),
            "lowerarm01" + side: ("aim", "wrist" + side, direction(random, lower * flip, noise))}




def leg_actions(random, pose):
    actions = {}
    if pose == "sit":
        spread = random.uniform(0.02, 0.3)
        for side, s in ((".L", 1), (".R", -1)):
            actions["upperleg01" + side] = ("aim", "lowerleg01" + side, direction(random, (s * spread, random.uniform(-0.15, 0.05), 1), 0.05))
            actions["lowerleg01" + side] = ("aim", "foot" + side, direction(random, (0, -1, random.uniform(-0.2, 0.25)), 0.05))
            actions["foot" + side] = ("aim", "toe2-1" + side, (s * 0.1, -0.35, 1))
        return actions
    stride = random.uniform(0.15, 0.5) if pose == "walk" else random.uniform(0, 0.08)
    for side, s in ((".L", 1), (".R", -1)):
        ahead = s * stride
        actions["upperleg01" + side] = ("aim", "lowerleg01" + side, direction(random, (s * random.uniform(0, 0.12), -1, ahead), 0.02))
        actions["lowerleg01" + side] = ("aim", "foot" + side, (s * 0.02, -1, min(ahead, 0) * 0.9 - random.uniform(0, 0.06)))
        actions["foot" + side] = ("aim", "toe2-1" + side, (s * 0.2, -0.55, 1))
    return actions


def trunk_actions(random, sitting):
    lean, twist, tilt = random.normal() * 0.06 + (0.05 if sitting else 0), random.normal() * 0.09, random.normal() * 0.04
    actions = {}
    for bone in ("spine04", "spine03", "spine02"):
        actions[bone] = ("turn", axis_turn((0, 1, 0), twist / 3) @ axis_turn((1, 0, 0), lean / 3) @ axis_turn((0, 0, 1), tilt / 3))
    yaw, nod, roll = random.normal() * 0.35, random.normal() * 0.16, random.normal() * 0.1
    for bone in ("neck01", "neck02", "head"):
        actions[bone] = ("turn", axis_turn((0, 1, 0), yaw / 3) @ axis_turn((1, 0, 0), nod / 3) @ axis_turn((0, 0, 1), roll / 3))
    return actions


def jiggled(random, actions, amount):
    """The same pose a moment later."""
    later = {}
    for bone, action in actions.items():
        if action[0] == "aim":
            later[bone] = ("aim", action[1], numpy.asarray(action[2], float) + random.normal(size=3) * amount)
        else:
            later[bone] = ("turn", axis_turn(random.normal(size=3), random.normal() * amount * 0.3) @ action[1])
    return later


def random_poses(random):
    """A name and the actions of two poses a fraction of a second apart."""
    pose_name = str(random.choice(["stand", "walk", "sit"], p=[0.55, 0.15, 0.3]))
    actions = trunk_actions(random, pose_name == "sit")
    actions.update(leg_actions(random, pose_name))
    if pose_name == "walk":
        kinds = ["down", "relaxed"]
    elif random.random() < 0.55:
        kinds = [str(random.choice(BOTH, p=[0.2, 0.25, 0.1, 0.12, 0.12, 0.04, 0.04, 0.06, 0.04, 0.03]))] * 2
    else:
        kinds = [str(k) for k in random.choice(["down", "relaxed", "hip", "forward", "raised", "wave", "phone", "chin", "lap", "reach"], 2)]
    noise = 0.08 if kinds[0] != "crossed" else 0.02
    for side, kind in zip((".L", ".R"), kinds):
        actions.update(arm_actions(random, side, kind, noise))
    return pose_name, actions, jiggled(random, actions, random.uniform(0, 0.09))
