"""Collects meshes, textures and pictures into one safetensors file: the asset pack that scene_render reads."""

import json
import os
import struct

import numpy

MAX_MATERIALS = 60


class Pack:
    """Arrays grow in lists and are joined when the pack is written.

    vertices [V, 8] float32: position in metres (Y up), normal, texture coordinates (V up).
    triangles [T, 4] int32: three vertices and a material, both counted from the start of their model.
    texels [B] uint8: pictures one after the other, rows from the top, 3 or 4 channels, display-encoded sRGB.
    """

    def __init__(self):
        self.vertices, self.triangles, self.texels = [], [], []
        self.vertex_count = self.triangle_count = self.texel_count = 0
        self.models, self.textures, self.pictures, self.credits = [], [], [], []
        self.extra, self.extra_index = {}, {}

    def add_texture(self, image):
        """Stores a PIL image and returns its number."""
        mode = "RGBA" if image.mode in ("RGBA", "LA", "P") and has_alpha(image) else "RGB"
        data = numpy.asarray(image.convert(mode), dtype=numpy.uint8)
        self.texels.append(data.reshape(-1))
        self.textures.append({"begin": self.texel_count, "width": data.shape[1], "height": data.shape[0],
                              "channels": data.shape[2]})
        self.texel_count += data.size
        return len(self.textures) - 1

    def add_picture(self, image, kind, source):
        self.pictures.append({"texture": self.add_texture(image.convert("RGB")), "kind": kind, "source": source})

    def add_model(self, about, vertices, triangles, materials):
        """about: name, category, source, tags; materials: color (display sRGB), texture (-1: none), specular, shine,
        opacity."""
        vertices = numpy.ascontiguousarray(vertices, dtype=numpy.float32)
        triangles = numpy.ascontiguousarray(triangles, dtype=numpy.int32)
        assert vertices.shape[1] == 8 and triangles.shape[1] == 4
        assert triangles[:, :3].max() < len(vertices) and triangles[:, 3].max() < len(materials)
        assert numpy.isfinite(vertices).all()
        low, high = vertices[:, :3].min(0), vertices[:, :3].max(0)
        self.models.append(dict(about, vertices=[self.vertex_count, len(vertices)],
                                triangles=[self.triangle_count, len(triangles)], materials=materials,
                                low=[float(v) for v in low], high=[float(v) for v in high]))
        self.vertices.append(vertices)
        self.triangles.append(triangles)
        self.vertex_count += len(vertices)
        self.triangle_count += len(triangles)

    def write(self, path):
        tensors = dict(self.extra)
        tensors["vertices"] = numpy.concatenate(self.vertices)
        tensors["triangles"] = numpy.concatenate(self.triangles)
        tensors["texels"] = numpy.concatenate(self.texels)
        index = dict(self.extra_index, version=1, models=self.models, textures=self.textures, pictures=self.pictures)
        write_safetensors(path, tensors, {"format": "unividx-assets", "index": json.dumps(index)})


def has_alpha(image):
    alpha = image.convert("RGBA").getchannel("A")
    return alpha.getextrema()[0] < 250


def write_safetensors(path, tensors, metadata):
    names = {"float32": "F32", "int32": "I32", "uint8": "U8", "float16": "F16"}
    header, position = {"__metadata__": metadata}, 0
    order = sorted(tensors, key=lambda name: (-tensors[name].dtype.itemsize, name))
    for name in order:
        array = tensors[name]
        header[name] = {"dtype": names[str(array.dtype)], "shape": list(array.shape),
                        "data_offsets": [position, position + array.nbytes]}
        position += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 64 + (64 - 8) % 64)
    temporary = str(path) + ".part"
    with open(temporary, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name in order:
            numpy.ascontiguousarray(tensors[name]).tofile(file)
    os.replace(temporary, path)
