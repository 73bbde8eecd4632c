#pragma once

#include "inference/train/scene/vec.h"

#include <array>
#include <cstdint>
#include <vector>

namespace unividx::scene {

/// Texture coordinates. Of our own solids in metres along the surface; of asset models as their files say, V up.
struct TextureUv {
    float u = 0;
    float v = 0;
};

struct MeshTriangle {
    std::array<std::uint32_t, 3> corners;
    std::uint32_t finish; ///< index into the stage's finishes
};

/// Triangles with their shading normals. Metres; right-handed, Y up.
struct Mesh {
    std::vector<Vec3> positions;
    std::vector<Vec3> normals; ///< unit
    std::vector<TextureUv> uvs;
    std::vector<MeshTriangle> triangles;

    void append(const Mesh& other);
};

/// Every point moved by a placement after scaling by `scale` along the mesh's own axes.
Mesh placed(Mesh mesh, const Placement& place, Vec3 scale = {1, 1, 1});

/// Texture coordinates in metres on the plane each triangle faces most, for models without usable coordinates.
Mesh boxMapped(const Mesh& mesh);

/// Smooth normals from the triangles that share a position, on the side the present normals are on.
/// Positions closer than a micrometre are shared.
void smoothNormals(Mesh& mesh);

/// Solids in their own coordinates. All stand on y = 0 and are centred on the Y axis, except makeQuad.
Mesh boxMesh(Vec3 size, std::uint32_t finish, float bevel = 0);

/// A rectangle from a corner along two edges; it faces cross(edgeU, edgeV).
Mesh quadMesh(Vec3 corner, Vec3 edgeU, Vec3 edgeV, std::uint32_t finish);

/// One point of a turned profile: distance from the axis and height.
struct ProfilePoint {
    float radius;
    float height;
};

/// The profile turned about the Y axis, smooth except where two points coincide.
Mesh turnedMesh(const std::vector<ProfilePoint>& profile, std::uint32_t finish, int sides = 24);

Mesh sphereMesh(float radius, std::uint32_t finish, int sides = 20);
Mesh cylinderMesh(float radius, float height, std::uint32_t finish, int sides = 20);

/// A round bar from one point to another, anywhere.
Mesh barMesh(Vec3 from, Vec3 to, float radiusFrom, float radiusTo, std::uint32_t finish, int sides = 8);

} // namespace unividx::scene
