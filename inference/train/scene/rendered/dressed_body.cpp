#include "inference/train/scene/rendered/dressed_body.h"

#include "inference/train/scene/rendered/body_mesh.h"

namespace unividx::scene {

namespace {

constexpr float metresPerUv = 1.8F; ///< of the trunk's sheet

Vec3 pointOf(std::span<const float> positions, std::size_t i)
{
    return {positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]};
}

/// Stands for "well inside" in a garment's field.
constexpr float inside = 0.3F;

/// One thing to wear: where it is and how far it stands off the skin.
struct Garment {
    BodyField field;     ///< the hem runs where it is 0
    float looseness = 1; ///< share of the way from the skin to the loose cloth
    std::uint32_t finish = 0;
};

class Tailor {
public:
    Tailor(StageBuilder& builder, const BodyShape& body, const Placement& place, Part part)
        : b_(builder), plan_(builder.pack().bodyPlan()), body_(body), place_(place), part_(part),
          hidden_(plan_.triangles.size(), 0)
    {
        float count = 0;
        for (std::size_t i = 0; i < plan_.part.size(); ++i) {
            if (is(i, BodyPart::Neck) && plan_.along[i] < 0.15F) {
                neckBase_ += plan_.rest[i];
                count += 1;
            }
        }
        neckBase_ = neckBase_ / std::max(count, 1.0F);
    }

    bool is(std::size_t i, BodyPart p) const { return plan_.part[i] == static_cast<std::uint8_t>(p); }

    void dress()
    {
        Random& r = b_.random();
        const bool skirt = body_.male < 0.5F && body_.pose != "sit" && r.chance(0.35F);
        const std::uint32_t topFinish = cloth();
        const std::uint32_t legFinish = r.chance(0.12F) ? topFinish : cloth();
        addTop(topFinish, r.between(0.7F, 1.9F));
        addTrousers(legFinish, skirt);
        if (skirt)
            addSkirt(r.chance(0.4F) ? topFinish : cloth());
        if (r.chance(0.4F))
            addJacket();
        if (r.chance(0.12F))
            add({[this](std::size_t i) {
                     if (is(i, BodyPart::Neck))
                         return 0.75F - plan_.along[i];
                     return is(i, BodyPart::Torso) ? plan_.along[i] - 0.93F : -inside;
                 },
                 r.between(2.0F, 3.5F), cloth()});
        const std::uint32_t shoe = b_.plain(b_.palette().color().albedo * r.between(0.1F, 1.0F), 0.03F);
        add({[this](std::size_t i) { return is(i, BodyPart::Foot) ? inside : -inside; }, 0.9F, shoe});
        if (r.chance(0.06F))
            add({[this](std::size_t i) { return is(i, BodyPart::Hand) ? inside : -inside; }, 0.4F, cloth()});
        for (const Garment& g : garments_)
            sew(g);
    }

    void putSkin(std::uint32_t skin, std::uint32_t lips, std::uint32_t scalp, std::uint32_t iris)
    {
        const std::uint32_t white = b_.plain({0.75F, 0.72F, 0.7F}, 0.04F, 0.12F);
        const std::uint32_t pupil = b_.plain({0.01F, 0.01F, 0.01F}, 0.04F, 0.12F);
        const auto finishOf = [&](BodyPart p) {
            switch (p) {
            case BodyPart::Lips:
                return lips;
            case BodyPart::Scalp:
                return scalp;
            case BodyPart::Sclera:
                return white;
            case BodyPart::Iris:
                return iris;
            case BodyPart::Pupil:
                return pupil;
            default:
                return skin;
            }
        };
        BodyMesh mesh(plan_, body_, place_, 0);
        for (std::size_t t = 0; t < plan_.triangles.size(); ++t) {
            const auto p = static_cast<BodyPart>(plan_.trianglePart[t]);
            if (p != BodyPart::Skirt && hidden_[t] == 0)
                mesh.add(t, finishOf(p));
        }
        put(mesh.take());
    }

private:
    std::uint32_t cloth()
    {
        Random& r = b_.random();
        Finish f;
        if (r.chance(0.15F)) {
            f.texture =
                b_.pack().tiles()[static_cast<std::size_t>(r.below(static_cast<int>(b_.pack().tiles().size())))];
            f.pattern.period = r.logBetween(0.1F, 0.6F) / metresPerUv;
        } else {
            f.pattern = b_.palette().surface(b_.palette().color(), 0.5F);
            f.pattern.period = r.logBetween(0.015F, 0.25F) / metresPerUv;
            f.pattern.grain = r.chance(0.5F) ? r.between(0.05F, 0.3F) : 0;
            if (r.chance(0.3F)) { // much of what people wear is dark
                for (Vec3& c : f.pattern.colors)
                    c *= r.between(0.05F, 0.3F);
            }
        }
        f.gloss = r.chance(0.12F) ? 0.03F : 0;
        f.roughness = 0.45F;
        return b_.stage().add(f);
    }

    /// How far a vertex is from the base of the neck, as a neckline `deep` in front sees it.
    float fromNeck(std::size_t i, float deep) const
    {
        Vec3 d = plan_.rest[i] - neckBase_;
        if (d.z > 0 && d.y < 0)
            d.y /= 1 + deep;
        return length(d);
    }

    void add(Garment garment)
    {
        for (std::size_t t = 0; t < plan_.triangles.size(); ++t) {
            if (coversAll(garment, t))
                hidden_[t] = 1;
        }
        garments_.push_back(std::move(garment));
    }

    void addTop(std::uint32_t finish, float looseness)
    {
        Random& r = b_.random();
        const float sleeve = r.chance(0.15F) ? 0.05F : r.chance(0.45F) ? r.between(0.3F, 0.9F) : r.between(1.4F, 2.0F);
        const float hem = r.between(0.03F, 0.25F);
        const float collar = r.chance(0.35F) ? r.between(0.2F, 0.6F) : -1;
        const float neck = collar > 0 ? 0 : r.between(0.055F, 0.12F);
        const float deep = r.chance(0.3F) ? r.between(0.2F, 1.5F) : 0;
        add({[=, this](std::size_t i) {
                 const float a = plan_.along[i];
                 if (is(i, BodyPart::Torso) || is(i, BodyPart::Hips))
                     return std::min(a - hem, neck > 0 ? (fromNeck(i, deep) - neck) * 3 : inside);
                 if (is(i, BodyPart::UpperArm))
                     return sleeve - a;
                 if (is(i, BodyPart::LowerArm))
                     return sleeve - 1 - a;
                 return is(i, BodyPart::Neck) ? collar - a : -inside;
             },
             looseness, finish});
    }

    void addTrousers(std::uint32_t finish, bool underSkirt)
    {
        Random& r = b_.random();
        const float leg = underSkirt || r.chance(0.12F) ? r.between(0.2F, 0.7F)
                          : r.chance(0.15F)             ? r.between(0.8F, 1.4F)
                                                        : 2;
        const float waist = r.between(0.18F, 0.32F);
        add({[=, this](std::size_t i) {
                 const float a = plan_.along[i];
                 if (is(i, BodyPart::Hips) || is(i, BodyPart::Torso))
                     return waist - a;
                 if (is(i, BodyPart::UpperLeg))
                     return leg - a;
                 return is(i, BodyPart::LowerLeg) ? leg - 1 - a : -inside;
             },
             r.between(0.4F, 1.3F), finish});
    }

    void addSkirt(std::uint32_t finish)
    {
        const float hem = b_.random().between(-0.9F, -0.35F); // metres below the hips at rest
        Garment g{[=, this](std::size_t i) { return is(i, BodyPart::Skirt) ? plan_.rest[i].y - hem : -inside; },
                  b_.random().between(0.6F, 1.6F), finish};
        garments_.push_back(std::move(g));
    }

    void addJacket()
    {
        Random& r = b_.random();
        const float open = r.chance(0.7F) ? r.between(0.02F, 0.1F) : -1;
        const float hem = r.between(0.0F, 0.22F);
        const float coat = r.chance(0.15F) ? r.between(0.3F, 0.9F) : -1;
        const float sleeve = r.chance(0.15F) ? 0.1F : r.between(1.7F, 2.0F);
        const bool hood = r.chance(0.2F);
        add({[=, this](std::size_t i) {
                 const float a = plan_.along[i];
                 const Vec3 rest = plan_.rest[i];
                 // Lapels part towards the neck.
                 const float front =
                     open > 0 && rest.z > 0.01F ? (std::abs(rest.x) - open * (0.4F + 0.9F * saturate(a))) * 3 : inside;
                 if (is(i, BodyPart::Torso) || is(i, BodyPart::Hips))
                     return std::min({front, a - hem, 1.01F - a});
                 if (is(i, BodyPart::UpperArm))
                     return sleeve - a;
                 if (is(i, BodyPart::LowerArm))
                     return sleeve - 1 - a;
                 if (is(i, BodyPart::UpperLeg))
                     return std::min(front, coat - a);
                 if (!is(i, BodyPart::Neck))
                     return -inside;
                 return std::min(hood ? inside : -rest.z * 3, (hood ? 0.7F : 0.35F) - a);
             },
             r.between(2.0F, 3.0F), b_.random().chance(0.5F) ? cloth() : b_.any()});
    }

    void put(Body made)
    {
        if (made.mesh.triangles.empty())
            return;
        if (part_ == Part::Set) { // the set does not move; its normals are made here
            smoothNormals(made.mesh);
            b_.put(std::move(made.mesh), Part::Set);
            return;
        }
        b_.stage().subject.push_back(std::move(made));
    }

    bool coversAll(const Garment& g, std::size_t triangle) const
    {
        const auto& c = plan_.triangles[triangle];
        return g.field(c[0]) > 0 && g.field(c[1]) > 0 && g.field(c[2]) > 0;
    }

    void sew(const Garment& g)
    {
        BodyMesh mesh(plan_, body_, place_, g.looseness);
        for (std::size_t t = 0; t < plan_.triangles.size(); ++t)
            mesh.addInside(t, g.finish, g.field);
        put(mesh.take());
    }

    StageBuilder& b_;
    const BodyPlan& plan_;
    const BodyShape& body_;
    Placement place_;
    Part part_;
    Vec3 neckBase_;            ///< at rest
    std::vector<char> hidden_; ///< triangles of the skin under clothes
    std::vector<Garment> garments_;
};

std::uint32_t skinFinish(StageBuilder& b, Vec3 color)
{
    Random& r = b.random();
    Finish f;
    f.pattern.pattern = Pattern::Cloud;
    f.pattern.colors = {color, color * Vec3{0.92F, 0.82F, 0.78F}, color, color};
    f.pattern.period = 0.03F / metresPerUv;
    f.pattern.seed = static_cast<std::uint32_t>(r.bits());
    f.gloss = r.chance(0.8F) ? r.between(0.015F, 0.035F) : 0;
    f.roughness = r.between(0.35F, 0.6F);
    return b.stage().add(f);
}

} // namespace

Vec3 headCentre(const BodyPlan& plan, const BodyShape& body, std::size_t moment)
{
    Vec3 sum;
    float count = 0;
    for (std::size_t i = 0; i < plan.part.size(); ++i) {
        const auto p = static_cast<BodyPart>(plan.part[i]);
        if (p == BodyPart::Scalp || p == BodyPart::Sclera || p == BodyPart::Beard) {
            sum += pointOf(body.skin[moment], i);
            count += 1;
        }
    }
    return sum / std::max(count, 1.0F);
}

std::optional<PersonPlace> putDressedBody(StageBuilder& b, Posture posture, const Placement& place, Part part)
{
    Random& r = b.random();
    const auto& bodies = b.pack().bodies();
    const BodyShape* body = nullptr;
    for (int i = 0; i < 40 && body == nullptr; ++i) {
        const BodyShape& candidate = bodies[static_cast<std::size_t>(r.below(static_cast<int>(bodies.size())))];
        if ((candidate.pose == "sit") == (posture == Posture::Seated))
            body = &candidate;
    }
    if (body == nullptr)
        return std::nullopt;
    // Skins from very pale to very dark, all between pink and olive.
    const Vec3 skin = namedColor(r.between(0.035F, 0.075F), r.between(0.25F, 0.58F),
                                 r.chance(0.65F) ? r.between(0.62F, 0.96F) : r.between(0.33F, 0.7F))
                          .albedo;
    const bool grey = body->years > 45 && r.chance((body->years - 45) / 35);
    const Vec3 hair = grey ? namedColor(0.1F, 0.05F, r.between(0.4F, 0.85F)).albedo : b.palette().hair();
    Tailor tailor(b, *body, place, part);
    tailor.dress();
    const Vec3 lip =
        mix(skin, body->male < 0.5F && r.chance(0.4F) ? Vec3{0.4F, 0.03F, 0.05F} : Vec3{0.35F, 0.12F, 0.1F},
            r.between(0.3F, 0.8F));
    const Vec3 eye = namedColor(r.chance(0.6F) ? r.between(0.05F, 0.1F) : r.between(0.3F, 0.6F), r.between(0.3F, 0.7F),
                                r.between(0.15F, 0.5F))
                         .albedo;
    const float bald = body->male > 0.5F && r.chance(0.15F) ? 0.0F : 1.0F;
    tailor.putSkin(skinFinish(b, skin), skinFinish(b, lip), skinFinish(b, mix(skin, hair, 0.75F * bald)),
                   b.plain(eye, 0.04F, 0.12F));
    if (bald > 0)
        growHair(b, *body, place, part, hair);
    PersonPlace person;
    const Vec3 head = headCentre(b.pack().bodyPlan(), *body, 0);
    person.head = place.point(head);
    person.chest = place.point(head - Vec3{0, 0.4F, 0});
    person.facing = place.axes.outward({0, 0, 1});
    person.height = head.y + 0.12F;
    return person;
}

} // namespace unividx::scene
