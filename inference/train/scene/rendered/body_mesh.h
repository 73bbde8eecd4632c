#pragma once

#include "inference/train/scene/rendered/stage.h"

#include <functional>
#include <map>

namespace unividx::scene {

/// A number for every vertex of the body plan; above 0 is inside.
using BodyField = std::function<float(std::size_t)>;

/// Collects triangles of a parametric body, or of cloth around it, into a thing that can be traced.
class BodyMesh {
public:
    /// `looseness`: 0 is the skin, 1 the outside of loose clothes; more stands off further.
    BodyMesh(const BodyPlan& plan, const BodyShape& body, const Placement& place, float looseness);

    /// Adds a whole triangle of the plan.
    void add(std::size_t triangle, std::uint32_t finish);

    /// Adds the part of a triangle that lies inside a field: cut in a straight line where the field is 0.
    void addInside(std::size_t triangle, std::uint32_t finish, const BodyField& field);

    /// The body in its two poses. Its normals are made when it is traced.
    Body take() { return std::move(made_); }

private:
    std::uint32_t vertex(std::uint32_t planVertex);
    std::uint32_t cutVertex(std::uint32_t from, std::uint32_t to, float share);
    std::uint32_t push(Vec3 first, Vec3 last, TextureUv uv);
    Vec3 pointAt(std::uint32_t planVertex, std::size_t moment) const;

    const BodyPlan& plan_;
    const BodyShape& body_;
    Placement place_;
    float looseness_;
    std::vector<std::uint32_t> index_;  ///< of the plan's vertices in the mesh
    std::vector<std::uint32_t> seamOf_; ///< of the plan's seams, the first vertex in the mesh
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> cuts_;
    Body made_;
};

} // namespace unividx::scene
