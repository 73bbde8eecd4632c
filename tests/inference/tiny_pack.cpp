#include "tests/inference/tiny_pack.h"

#include "inference/train/scene/rendered/mesh.h"

#include <gtest/gtest.h>

#include <fstream>

namespace unividx::scene {

TinyPack::TinyPack()
{
    index = {{"version", 1},
             {"models", nlohmann::json::array()},
             {"textures", nlohmann::json::array()},
             {"pictures", nlohmann::json::array()}};
    addBox("Chair", "Living room", 0.5F, 0.9F, 0.5F);
    addBox("Table", "Living room", 1.4F, 0.75F, 0.8F);
    addBox("Cupboard", "Bedroom", 1.0F, 1.0F, 0.4F);
    addBox("Plate", "Kitchen", 0.2F, 0.03F, 0.2F);
    addBox("Male", "Characters", 0.5F, 1.75F, 0.3F);
    addBox("Sitting female", "Characters", 0.5F, 1.3F, 0.7F);
    addBox("Dog", "Characters", 0.3F, 0.6F, 0.7F);
    addBox("Door", "Doors and windows", 0.9F, 2.0F, 0.1F, true);
    addBox("Bush", "Exterior", 1.2F, 1.0F, 1.2F);
    addBox("Van", "Vehicles", 2.0F, 2.2F, 4.5F);
    addPicture("photo", 16, 12, 1);
    addPicture("photo", 16, 12, 2);
    addPicture("texture", 8, 8, 3);
}

void TinyPack::addBox(const std::string& name, const std::string& category, float width, float height, float depth,
                      bool door)
{
    const Mesh mesh = boxMesh({width, height, depth}, 0);
    const std::size_t firstVertex = vertices.size() / 8;
    const std::size_t firstTriangle = triangles.size() / 4;
    for (std::size_t i = 0; i < mesh.positions.size(); ++i) {
        const Vec3 p = mesh.positions[i];
        const Vec3 n = mesh.normals[i];
        vertices.insert(vertices.end(), {p.x, p.y, p.z, n.x, n.y, n.z, mesh.uvs[i].u, mesh.uvs[i].v});
    }
    for (const MeshTriangle& t : mesh.triangles) {
        for (const std::uint32_t c : t.corners)
            triangles.push_back(static_cast<std::int32_t>(c));
        triangles.push_back(0);
    }
    index["models"].push_back(
        {{"name", name},
         {"category", category},
         {"source", "test"},
         {"tags", ""},
         {"door", door},
         {"elevation", 0},
         {"low", {-0.5F * width, 0, -0.5F * depth}},
         {"high", {0.5F * width, height, 0.5F * depth}},
         {"vertices", {firstVertex, mesh.positions.size()}},
         {"triangles", {firstTriangle, mesh.triangles.size()}},
         {"materials",
          {{{"color", {0.6, 0.4, 0.3}}, {"texture", -1}, {"specular", 0}, {"shine", 10}, {"opacity", 1}}}}});
}

void TinyPack::addPicture(const std::string& kind, int width, int height, int seed)
{
    index["textures"].push_back({{"begin", texels.size()}, {"width", width}, {"height", height}, {"channels", 3}});
    index["pictures"].push_back({{"texture", index["textures"].size() - 1}, {"kind", kind}, {"source", "test"}});
    for (int i = 0; i < width * height * 3; ++i)
        texels.push_back(static_cast<std::uint8_t>((i * 37 + seed * 91) % 251));
}

std::filesystem::path TinyPack::write(const std::string& name) const
{
    const auto path = std::filesystem::path(testing::TempDir()) / (name + ".safetensors");
    const std::uint64_t v = vertices.size() * sizeof(float);
    const std::uint64_t t = v + triangles.size() * sizeof(std::int32_t);
    const std::uint64_t x = t + texels.size();
    const nlohmann::json header{
        {"__metadata__", {{"format", "unividx-assets"}, {"index", index.dump()}}},
        {"vertices", {{"dtype", "F32"}, {"shape", {vertices.size() / 8, 8}}, {"data_offsets", {0, v}}}},
        {"triangles", {{"dtype", "I32"}, {"shape", {triangles.size() / 4, 4}}, {"data_offsets", {v, t}}}},
        {"texels", {{"dtype", "U8"}, {"shape", {texels.size()}}, {"data_offsets", {t, x}}}}};
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    const std::uint64_t length = text.size();
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(&length), 8);
    out << text;
    out.write(reinterpret_cast<const char*>(vertices.data()), static_cast<std::streamsize>(v));
    out.write(reinterpret_cast<const char*>(triangles.data()), static_cast<std::streamsize>(t - v));
    out.write(reinterpret_cast<const char*>(texels.data()), static_cast<std::streamsize>(texels.size()));
    return path;
}

} // namespace unividx::scene
