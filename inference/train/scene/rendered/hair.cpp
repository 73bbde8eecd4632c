#include "inference/train/scene/rendered/dressed_body.h"

namespace unividx::scene {

namespace {

enum class Cut : std::uint8_t { Short, Medium, Long, Curly, Afro, Tail, Count };

Vec3 pointOf(std::span<const float> positions, std::size_t i)
{
    return {positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]};
}

/// How hair grows in one cut. Metres.
struct Style {
    float length = 0.03F;
    float lift = 0.5F; ///< how much it stands off at the root
    float fall = 1;    ///< pull downwards for each piece
    float back = 0.4F; ///< combed backwards
    float wave = 0;    ///< radius of curls
    float mess = 0.2F;
    float part = 0; ///< x of the parting
    int strands = 3500;
    float radius = 0.0009F;
    bool tail = false;
};

Style styleOf(Cut cut, Random& r)
{
    Style s;
    s.mess = r.between(0.08F, 0.4F);
    s.back = r.between(-0.4F, 1.0F);
    s.part = r.between(-0.05F, 0.05F);
    s.strands = 3000 + r.below(2500);
    s.radius = r.between(0.0006F, 0.0012F);
    switch (cut) {
    case Cut::Short:
        s.length = r.logBetween(0.006F, 0.05F);
        s.lift = r.between(0.4F, 1.2F);
        s.fall = 0.2F;
        break;
    case Cut::Medium:
        s.length = r.between(0.06F, 0.16F);
        break;
    case Cut::Long:
        s.length = r.between(0.2F, 0.5F);
        s.lift = r.between(0.15F, 0.5F);
        s.strands += 1500;
        break;
    case Cut::Curly:
        s.length = r.between(0.08F, 0.3F);
        s.wave = r.between(0.004F, 0.014F);
        s.lift = r.between(0.4F, 0.9F);
        break;
    case Cut::Afro:
        s.length = r.between(0.03F, 0.09F);
        s.lift = 2;
        s.fall = 0;
        s.back = 0;
        s.wave = 0.006F;
        s.mess = 0.5F;
        s.strands += 2500;
        break;
    default:
        s.length = r.between(0.2F, 0.35F);
        s.tail = true;
        s.back = 1;
        break;
    }
    return s;
}

class Barber {
public:
    Barber(StageBuilder& builder, const BodyShape& body, const Placement& place)
        : b_(builder), r_(builder.random()), plan_(builder.pack().bodyPlan()), body_(body), place_(place),
          centre_(headCentre(plan_, body, 0)), later_(headCentre(plan_, body, 1))
    {
        float sum = 0;
        float count = 0;
        for (std::size_t i = 0; i < plan_.part.size(); ++i) {
            if (plan_.part[i] != static_cast<std::uint8_t>(BodyPart::Scalp))
                continue;
            sum += length(pointOf(body_.skin[0], i) - centre_);
            count += 1;
        }
        skull_ = sum / std::max(count, 1.0F);
        Vec3 eyes;
        float seen = 0;
        for (std::size_t i = 0; i < plan_.part.size(); ++i) {
            if (plan_.part[i] == static_cast<std::uint8_t>(BodyPart::Sclera)) {
                eyes += pointOf(body_.skin[0], i);
                seen += 1;
            }
        }
        face_ = eyes / std::max(seen, 1.0F) - centre_;
        face_ = normalized({face_.x, 0, face_.z});
        right_ = cross({0, 1, 0}, face_);
    }

    /// Grows strands on all triangles of a part.
    void grow(BodyPart part, const Style& style)
    {
        std::vector<std::size_t> roots;
        std::vector<float> areas;
        float total = 0;
        for (std::size_t t = 0; t < plan_.triangles.size(); ++t) {
            if (plan_.trianglePart[t] != static_cast<std::uint8_t>(part))
                continue;
            const auto& c = plan_.triangles[t];
            const Vec3 a = pointOf(body_.skin[0], c[0]);
            total += length(cross(pointOf(body_.skin[0], c[1]) - a, pointOf(body_.skin[0], c[2]) - a));
            roots.push_back(t);
            areas.push_back(total);
        }
        if (roots.empty())
            return;
        for (int i = 0; i < style.strands; ++i) {
            const float pick = r_.unit() * total;
            const auto at =
                static_cast<std::size_t>(std::lower_bound(areas.begin(), areas.end(), pick) - areas.begin());
            strand(plan_.triangles[roots[std::min(at, roots.size() - 1)]], style, part);
        }
    }

    void finish(std::uint32_t finish, Part part)
    {
        if (strands_.pieces.empty())
            return;
        strands_.finish = finish;
        Body body;
        body.strands = std::move(strands_);
        body.lastPoints = std::move(last_);
        auto& bodies = part == Part::Set ? b_.stage().set : b_.stage().subject;
        if (part == Part::Set)
            body.lastPoints.clear();
        bodies.push_back(std::move(body));
    }

private:
    void strand(const std::array<std::uint32_t, 3>& corners, const Style& style, BodyPart part)
    {
        float u = r_.unit();
        float v = r_.unit();
        if (u + v > 1) {
            u = 1 - u;
            v = 1 - v;
        }
        const auto at = [&](std::size_t moment) {
            return pointOf(body_.skin[moment], corners[0]) * (1 - u - v) + pointOf(body_.skin[moment], corners[1]) * u +
                   pointOf(body_.skin[moment], corners[2]) * v;
        };
        const Vec3 root = at(0);
        const Vec3 moved = at(1) - root;
        const Vec3 a = pointOf(body_.skin[0], corners[0]);
        Vec3 out = normalized(cross(pointOf(body_.skin[0], corners[1]) - a, pointOf(body_.skin[0], corners[2]) - a));
        if (dot(out, root - centre_) < 0)
            out = -out;
        const float size = style.length * r_.between(0.75F, 1.1F);
        const int pieces = style.length > 0.15F ? 10 : 6;
        const float piece = size / static_cast<float>(pieces);
        Vec3 side = right_ * (dot(root - centre_, right_) > style.part ? 1.0F : -1.0F);
        if (part == BodyPart::Brow)
            side *= 2;
        Vec3 way = normalized(out * style.lift + face_ * -style.back + side * 0.35F + r_.direction() * style.mess);
        Vec3 p = root;
        const float phase = r_.between(0, 6.28F);
        const Vec3 tie = centre_ + Vec3{0, 0.02F, 0} - face_ * (skull_ * 1.15F);
        for (int i = 0; i <= pieces; ++i) {
            const float t = static_cast<float>(i) / static_cast<float>(pieces);
            const float thick = style.radius * (1 - 0.6F * t);
            push(p, moved, thick);
            if (i == pieces)
                break;
            strands_.pieces.push_back(static_cast<std::uint32_t>(strands_.points.size() - 1));
            strands_.normals.push_back(place_.axes.outward(normalized(p - centre_)));
            if (style.tail && t < 0.5F) {
                way = normalized(tie - p + Vec3{0, 0.0001F, 0});
                p += way * std::min(length(tie - p), skull_ * 0.6F);
            } else {
                way = normalized(way + Vec3{0, -18 * piece * style.fall, 0} + r_.direction() * (0.3F * style.mess));
                p += way * piece;
            }
            if (style.wave > 0)
                p += Vec3{std::sin(phase + 5 * static_cast<float>(i)), 0, std::cos(phase + 5 * static_cast<float>(i))} *
                     style.wave * 0.5F;
            keepOut(p, part);
        }
    }

    /// Hair lies on the skull and on the shoulders, not in them.
    void keepOut(Vec3& p, BodyPart part) const
    {
        if (part != BodyPart::Scalp)
            return;
        const Vec3 d = p - centre_;
        const float away = length(d);
        const float ahead = dot(d, face_);
        const float aside = dot(d, right_);
        const float least = skull_ * (d.y < 0 && ahead > 0 ? 0.9F : 1.04F);
        if (away < least)
            p = centre_ + d * (least / std::max(away, 1e-4F));
        // The face stays free.
        if (ahead > 0.25F * skull_ && d.y < 0.25F * skull_ && std::abs(aside) < 0.8F * skull_)
            p += right_ * ((aside > 0 ? 0.8F : -0.8F) * skull_ - aside);
        if (d.y < -skull_ && std::hypot(d.x, d.z) < 0.075F) { // the neck
            const float k = 0.075F / std::max(std::hypot(d.x, d.z), 1e-4F);
            p.x = centre_.x + d.x * k;
            p.z = centre_.z + d.z * k;
        }
    }

    void push(Vec3 p, Vec3 moved, float radius)
    {
        // Far from the root the hair follows the head as a whole.
        const Vec3 now = place_.point(p);
        const Vec3 then = place_.point(p + mix(moved, later_ - centre_, 0.5F));
        strands_.points.push_back({now.x, now.y, now.z, radius});
        last_.push_back({then.x, then.y, then.z, radius});
    }

    StageBuilder& b_;
    Random& r_;
    const BodyPlan& plan_;
    const BodyShape& body_;
    Placement place_;
    Vec3 centre_;
    Vec3 later_;
    Vec3 face_;  ///< level, the way the face looks
    Vec3 right_; ///< level, square to it
    float skull_ = 0.1F;
    Strands strands_;
    std::vector<std::array<float, 4>> last_;
};

std::uint32_t hairFinish(StageBuilder& b, Vec3 color)
{
    Finish f;
    f.pattern.pattern = Pattern::Stripes; // strands differ in tone
    f.pattern.colors = {color, color * b.random().between(0.5F, 0.9F), color, color};
    f.pattern.period = 1.7F;
    f.gloss = b.random().chance(0.6F) ? 0.03F : 0;
    f.roughness = 0.4F;
    return b.stage().add(f);
}

} // namespace

void growHair(StageBuilder& b, const BodyShape& body, const Placement& place, Part part, Vec3 color)
{
    Random& r = b.random();
    Cut cut = static_cast<Cut>(r.below(static_cast<int>(Cut::Count)));
    if (body.male > 0.5F && r.chance(0.7F))
        cut = r.chance(0.75F) ? Cut::Short : Cut::Medium;
    if (body.male < 0.5F && r.chance(0.4F))
        cut = r.chance(0.6F) ? Cut::Long : Cut::Tail;
    Barber barber(b, body, place);
    barber.grow(BodyPart::Scalp, styleOf(cut, r));
    Style brow;
    brow.length = r.between(0.006F, 0.011F);
    brow.lift = 0.25F;
    brow.back = 0.1F;
    brow.fall = 0;
    brow.strands = 120 + r.below(250);
    brow.radius = 0.0005F;
    barber.grow(BodyPart::Brow, brow);
    if (body.male > 0.5F && body.years > 17 && r.chance(0.35F)) {
        Style beard;
        beard.length = r.logBetween(0.003F, 0.06F);
        beard.lift = 0.6F;
        beard.back = 0;
        beard.fall = 1.2F;
        beard.strands = 1500;
        beard.radius = 0.0006F;
        barber.grow(BodyPart::Beard, beard);
    }
    barber.finish(hairFinish(b, color), part);
}

} // namespace unividx::scene
