#include "inference/train/scene/rendered/people.h"

#include "inference/train/scene/rendered/dressed_body.h"

namespace unividx::scene {

namespace {

/// The pack's textured people: whole meshes with photographed clothes, in one pose each.
std::optional<PersonPlace> putModelPerson(StageBuilder& b, Posture posture, const Placement& place, Part part)
{
    const AssetModel* model = b.pick(posture == Posture::Standing ? Role::Person : Role::SeatedPerson);
    if (model == nullptr)
        return std::nullopt;
    const float scale = b.random().between(0.92F, 1.06F);
    Mesh mesh = placed(b.modelMesh(*model, 0), {}, {scale, scale, scale});
    smoothNormals(mesh); // those in the files are of single faces in places
    PersonPlace person;
    person.height = model->high.y * scale;
    // The head is at the top, wherever the figure leans.
    Vec3 sum;
    float count = 0;
    for (const Vec3 p : mesh.positions) {
        if (p.y > person.height - 0.22F) {
            sum += p;
            count += 1;
        }
    }
    const Vec3 head = sum / std::max(count, 1.0F);
    person.head = place.point(head);
    person.chest = place.point(head - Vec3{0, 0.38F, 0});
    person.facing = place.axes.outward({0, 0, 1});
    b.put(placed(std::move(mesh), place), part);
    return person;
}

} // namespace

std::optional<PersonPlace> putPerson(StageBuilder& b, Posture posture, const Placement& place, Part part)
{
    if (!b.pack().bodies().empty() && b.random().chance(0.8F)) {
        if (std::optional<PersonPlace> person = putDressedBody(b, posture, place, part))
            return person;
    }
    return putModelPerson(b, posture, place, part);
}

} // namespace unividx::scene
