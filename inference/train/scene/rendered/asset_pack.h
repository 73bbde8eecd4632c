#pragma once

#include "inference/train/scene/rendered/mesh.h"
#include "inference/weights/mapped_file.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace unividx::scene {

/// A picture inside the pack: display-encoded sRGB, rows from the top. The pixels belong to the pack.
struct Texture {
    const std::uint8_t* texels = nullptr;
    int width = 0;
    int height = 0;
    int channels = 0; ///< 3, or 4 with straight alpha

    bool empty() const { return texels == nullptr; }
};

struct AssetMaterial {
    Vec3 color;       ///< display-encoded sRGB, as OBJ files mean it
    int texture = -1; ///< index into the pack's textures; -1: none
    float specular = 0;
    float shine = 0; ///< Phong exponent
    float opacity = 1;
};

/// A model standing on y = 0, centred on the Y axis, its front towards +Z. Metres.
struct AssetModel {
    std::string name;
    std::string category; ///< as its library says: "Kitchen", "Characters", ...
    std::string source;   ///< library
    std::string tags;     ///< lower case
    bool door = false;    ///< a door or window, made to stand inside a wall
    float elevation = 0;  ///< usual height above the floor
    Vec3 low;
    Vec3 high;
    std::vector<AssetMaterial> materials;
    std::uint64_t firstVertex = 0;
    std::uint64_t vertexCount = 0;
    std::uint64_t firstTriangle = 0;
    std::uint64_t triangleCount = 0;

    Vec3 size() const { return high - low; }
};

/// What all parametric people share: the same mesh, whose vertices each body moves.
struct BodyPlan {
    std::vector<Vec3> rest;          ///< a vertex: where it is on the average body, arms half down; metres
    std::vector<TextureUv> uvs;      ///< a vertex; the trunk's sheet spans about 0.5
    std::vector<std::uint8_t> part;  ///< a vertex: number of the part of the body, see dressed_body.cpp
    std::vector<float> along;        ///< a vertex: 0 at its limb's near end to 1 at the far end
    std::vector<std::uint32_t> seam; ///< a vertex: the first vertex at the same point
    std::vector<std::array<std::uint32_t, 3>> triangles;
    std::vector<std::uint8_t> trianglePart; ///< a triangle
};

/// One parametric person in two poses a moment apart.
struct BodyShape {
    std::span<const float> skin[2];  ///< [V, 3] metres, feet near y = 0, facing +Z
    std::span<const float> cloth[2]; ///< [V, 3] the outside of loose clothes
    std::string pose;                ///< "stand", "walk" or "sit"
    float years = 0;
    float male = 0; ///< 0 to 1
};

/// Meshes, textures and photographs prepared by assets/prepare.py. Memory-mapped: several processes share it.
class AssetPack {
public:
    /// Reads and checks the whole index: every range lies inside the file, every triangle inside its model.
    /// Throws: Model naming the file and what is wrong; a missing file's message says how to make one.
    static AssetPack open(const std::filesystem::path& path);

    const std::vector<AssetModel>& models() const { return models_; }
    const std::vector<Texture>& photos() const { return photos_; } ///< landscapes, wallpapers
    const std::vector<Texture>& tiles() const { return tiles_; }   ///< repeating surfaces
    const Texture& texture(int index) const { return textures_[static_cast<std::size_t>(index)]; }
    const BodyPlan& bodyPlan() const { return plan_; }
    const std::vector<BodyShape>& bodies() const { return bodies_; } ///< empty if the pack was made without people

    /// The model's mesh; triangles carry the model's own material numbers as finishes.
    Mesh mesh(const AssetModel& model) const;

private:
    std::shared_ptr<const MappedFile> file_;
    std::span<const float> vertices_;         ///< [V, 8] position, normal, texture coordinates
    std::span<const std::int32_t> triangles_; ///< [T, 4] corners, material
    std::span<const std::uint8_t> texels_;
    std::vector<AssetModel> models_;
    std::vector<Texture> textures_;
    std::vector<Texture> photos_;
    std::vector<Texture> tiles_;
    BodyPlan plan_;
    std::vector<BodyShape> bodies_;

    friend class PackReader;
};

} // namespace unividx::scene
