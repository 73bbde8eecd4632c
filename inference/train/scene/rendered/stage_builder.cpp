#include "inference/train/scene/rendered/stage_builder.h"

#include "inference/train/scene/srgb.h"

namespace unividx::scene {

namespace {

Vec3 decodedColor(Vec3 display)
{
    return {srgbDecode(display.x), srgbDecode(display.y), srgbDecode(display.z)};
}

} // namespace

StageBuilder::StageBuilder(Random& random, const AssetPack& pack, const Catalog& catalog)
    : random_(random), pack_(pack), catalog_(catalog), palette_(random),
      glossiness_(random.chance(0.2F) ? 0 : random.between(0.2F, 1.0F))
{
    if (random.chance(0.4F)) // as most interiors of today
        palette_.limitSaturation(random.between(0.02F, 0.2F));
}

std::uint32_t StageBuilder::plain(Vec3 albedo, float gloss, float roughness)
{
    Finish f;
    f.pattern.colors = {albedo, albedo, albedo, albedo};
    f.pattern.seed = static_cast<std::uint32_t>(random_.bits());
    if (random_.chance(0.3F))
        f.pattern.grain = random_.between(0.02F, 0.15F);
    f.gloss = gloss;
    f.roughness = roughness;
    return stage_.add(f);
}

std::uint32_t StageBuilder::tile(float period, float gloss)
{
    Finish f;
    f.texture = pack_.tiles()[static_cast<std::size_t>(random_.below(static_cast<int>(pack_.tiles().size())))];
    f.pattern.period = period;
    f.tint =
        random_.chance(0.5F) ? Vec3{1, 1, 1} : mix({1, 1, 1}, palette_.color().albedo, random_.between(0.1F, 0.6F));
    f.gloss = gloss;
    f.roughness = random_.between(0.15F, 0.6F);
    return stage_.add(f);
}

std::uint32_t StageBuilder::wall()
{
    if (random_.chance(0.15F))
        return tile(random_.logBetween(0.4F, 2.0F));
    Finish f;
    f.pattern = palette_.surface(palette_.wallColor(), 0.65F);
    f.pattern.grain = random_.chance(0.6F) ? random_.between(0.02F, 0.12F) : 0;
    return stage_.add(f);
}

std::uint32_t StageBuilder::floor()
{
    const float gloss = random_.chance(0.5F * glossiness_) ? random_.logBetween(0.015F, 0.06F) : 0;
    if (random_.chance(0.45F))
        return tile(random_.logBetween(0.5F, 2.5F), gloss);
    Finish f;
    f.pattern = random_.chance(0.6F) ? palette_.wood(palette_.woodColor()) : palette_.surface(palette_.color(), 0.3F);
    f.gloss = gloss;
    f.roughness = random_.between(0.15F, 0.5F);
    return stage_.add(f);
}

std::uint32_t StageBuilder::ground()
{
    if (random_.chance(0.6F))
        return tile(random_.logBetween(1.0F, 4.0F));
    Finish f;
    const bool green = random_.chance(0.4F);
    f.pattern = palette_.plain(
        namedColor(green ? random_.between(0.2F, 0.3F) : 0.1F, green ? 0.5F : 0.1F, random_.between(0.25F, 0.6F))
            .albedo);
    f.pattern.pattern = Pattern::Cloud;
    f.pattern.colors[1] = f.pattern.colors[0] * random_.between(0.4F, 0.8F);
    f.pattern.period = random_.logBetween(0.1F, 1.0F);
    f.pattern.grain = 0.3F;
    return stage_.add(f);
}

std::uint32_t StageBuilder::facade()
{
    if (random_.chance(0.4F))
        return tile(random_.logBetween(0.8F, 3.0F));
    Finish f;
    f.pattern = palette_.surface(palette_.wallColor(), 0.5F);
    f.pattern.period = random_.logBetween(0.2F, 1.5F);
    f.pattern.grain = random_.between(0.03F, 0.2F);
    return stage_.add(f);
}

std::uint32_t StageBuilder::wood()
{
    Finish f;
    f.pattern = palette_.wood(palette_.woodColor());
    f.gloss = random_.chance(glossiness_ * 0.6F) ? random_.logBetween(0.015F, 0.06F) : 0;
    f.roughness = random_.between(0.15F, 0.5F);
    return stage_.add(f);
}

std::uint32_t StageBuilder::metal()
{
    const Vec3 albedo =
        random_.chance(0.7F) ? namedColor(0, 0, random_.between(0.3F, 0.75F)).albedo : palette_.color().albedo;
    return plain(albedo, random_.logBetween(0.06F, 0.4F), random_.between(0.15F, 0.6F));
}

std::uint32_t StageBuilder::stone()
{
    Finish f;
    if (random_.chance(0.4F))
        return tile(random_.logBetween(0.5F, 1.5F), random_.chance(0.5F) ? 0.04F : 0);
    f.pattern = palette_.plain(
        namedColor(random_.between(0.03F, 0.15F), random_.between(0, 0.25F), random_.between(0.2F, 0.95F)).albedo);
    f.pattern.pattern = random_.chance(0.5F) ? Pattern::Marble : Pattern::Cloud;
    f.pattern.colors[1] = f.pattern.colors[0] * random_.between(0.3F, 0.9F);
    f.pattern.period = random_.logBetween(0.05F, 0.6F);
    f.pattern.grain = random_.between(0, 0.3F);
    f.gloss = random_.chance(glossiness_) ? random_.logBetween(0.02F, 0.06F) : 0;
    f.roughness = random_.between(0.1F, 0.4F);
    return stage_.add(f);
}

std::uint32_t StageBuilder::ceramic()
{
    const Vec3 albedo = random_.chance(0.5F)
                            ? namedColor(0.1F, random_.between(0, 0.1F), random_.between(0.7F, 0.97F)).albedo
                            : palette_.color().albedo;
    Finish f;
    f.pattern = palette_.surface({albedo, ""}, 0.7F);
    f.pattern.period = random_.logBetween(0.01F, 0.06F);
    f.gloss = 0.045F;
    f.roughness = random_.between(0.08F, 0.35F);
    return stage_.add(f);
}

std::uint32_t StageBuilder::any()
{
    if (random_.chance(0.12F))
        return tile(random_.logBetween(0.1F, 0.8F));
    Finish f;
    f.pattern = palette_.surface(palette_.color(), 0.5F);
    f.pattern.period = random_.logBetween(0.02F, 0.4F);
    f.gloss = random_.chance(0.4F * glossiness_) ? random_.logBetween(0.015F, 0.15F) : 0;
    f.roughness = random_.between(0.12F, 0.6F);
    return stage_.add(f);
}

std::uint32_t StageBuilder::glass()
{
    Finish f;
    f.pattern = palette_.plain(namedColor(random_.unit(), 0.15F, 0.6F).albedo);
    f.clearness = 0.8F;
    f.gloss = 0.05F;
    f.roughness = 0.06F;
    return stage_.add(f);
}

std::uint32_t StageBuilder::glowing(Vec3 color)
{
    Finish f;
    f.pattern.colors = {color, color, color, color};
    f.glows = true;
    return stage_.add(f);
}

std::uint32_t StageBuilder::photo(float width)
{
    Finish f;
    f.texture = pack_.photos()[static_cast<std::size_t>(random_.below(static_cast<int>(pack_.photos().size())))];
    f.pattern.period = width;
    f.gloss = random_.chance(0.3F) ? 0.04F : 0;
    f.roughness = 0.1F;
    return stage_.add(f);
}

void StageBuilder::put(Mesh mesh, Part part)
{
    if (mesh.triangles.empty())
        return;
    // Our own solids of a set share one body: Embree likes few geometries.
    auto& bodies = part == Part::Set ? stage_.set : stage_.subject;
    if (part == Part::Set && mesh.triangles.size() < 3000 && !bodies.empty() &&
        bodies.back().mesh.triangles.size() < 20000 && bodies.back().strands.points.empty()) {
        bodies.back().mesh.append(mesh);
        return;
    }
    Body body;
    body.mesh = std::move(mesh);
    bodies.push_back(std::move(body));
}

void StageBuilder::box(Vec3 base, Vec3 size, std::uint32_t finish, float bevel, float yaw)
{
    put(placed(boxMesh(size, finish, bevel), standingAt(base.x, base.y, base.z, yaw)));
}

const AssetModel* StageBuilder::pick(Role role)
{
    const auto& models = catalog_.of(role);
    return models.empty() ? nullptr : models[static_cast<std::size_t>(random_.below(static_cast<int>(models.size())))];
}

std::uint32_t StageBuilder::materialFinish(const AssetMaterial& material, bool repaint)
{
    Finish f;
    const Vec3 color = min(max(decodedColor(material.color), {0.015F, 0.015F, 0.015F}), {0.9F, 0.9F, 0.9F});
    if (repaint) {
        f.pattern = palette_.surface(palette_.color(), 0.5F);
        f.pattern.period = random_.logBetween(0.03F, 0.5F);
    } else {
        f.pattern.colors = {color, color, color, color};
    }
    if (material.texture >= 0 && !repaint) {
        f.texture = pack_.texture(material.texture);
        f.textureInRepeats = true;
    }
    if (material.opacity < 0.9F)
        f.clearness = std::clamp(1 - material.opacity, 0.0F, 0.9F);
    if (material.specular > 0.2F && random_.chance(0.2F + 0.6F * glossiness_)) {
        f.gloss = 0.02F + 0.1F * material.specular;
        f.roughness = std::clamp(std::pow(2.0F / (std::max(material.shine, 1.0F) + 2), 0.25F), 0.12F, 0.8F);
    }
    return stage_.add(f);
}

Mesh StageBuilder::modelMesh(const AssetModel& model, float repaintShare)
{
    const bool repaint = random_.chance(repaintShare);
    std::vector<std::uint32_t> finishes;
    bool mapped = true;
    for (const AssetMaterial& material : model.materials) {
        const bool own = repaint && material.opacity > 0.9F && random_.chance(0.7F);
        finishes.push_back(materialFinish(material, own));
        mapped = mapped && !own;
    }
    Mesh mesh = pack_.mesh(model);
    for (MeshTriangle& t : mesh.triangles)
        t.finish = finishes[t.finish];
    if (mapped)
        return mesh;
    // Painted parts need coordinates in metres; parts with a texture keep theirs.
    Mesh painted = boxMapped(mesh);
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        if (stage_.finishes[mesh.triangles[t].finish].texture.empty())
            continue;
        for (std::size_t i = 0; i < 3; ++i)
            painted.uvs[painted.triangles[t].corners[i]] = mesh.uvs[mesh.triangles[t].corners[i]];
    }
    return painted;
}

float StageBuilder::putModel(const AssetModel& model, const Placement& place, float scale, Part part)
{
    put(placed(modelMesh(model, part == Part::Set ? 0.3F : 0.15F), place, {scale, scale, scale}), part);
    return model.high.y * scale;
}

bool StageBuilder::isFree(const Footprint& footprint) const
{
    for (const Footprint& other : taken_) {
        if (footprint.overlaps(other))
            return false;
    }
    return true;
}

} // namespace unividx::scene
