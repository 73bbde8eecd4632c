#include "inference/train/scene/rendered/stage_maker.h"

#include "core/base/error.h"
#include "inference/train/scene/rendered/people.h"
#include "inference/train/scene/rendered/ray_scene.h"
#include "inference/train/scene/rendered/sunbeam.h"

#include <array>
#include <set>

namespace unividx::scene {

namespace {

constexpr float sunbeamShare = 0.55F; ///< of the rooms

/// How much of a person the frame shows.
enum class Framing : std::uint8_t { Portrait, Half, Whole, Distant };

struct Candidate {
    CameraKey key;
    float halfTangent = 0.5F;
    float focus = 2;
};

const SetKind& chooseKind(Random& r, const std::string& name)
{
    const std::vector<SetKind>& kinds = setKinds();
    if (!name.empty()) {
        for (const SetKind& k : kinds) {
            if (k.name == name)
                return k;
        }
        std::string names;
        for (const SetKind& k : kinds)
            names += (names.empty() ? "" : ", ") + k.name;
        throw Error(ErrorKind::Usage, "'" + name + "' is not a kind of scene; the kinds are " + names);
    }
    float total = 0;
    for (const SetKind& k : kinds)
        total += k.share;
    float pick = r.unit() * total;
    for (const SetKind& k : kinds) {
        if (pick < k.share)
            return k;
        pick -= k.share;
    }
    return kinds.back();
}

/// Cameras that show a person with one framing.
void addPersonViews(StageBuilder& b, const PersonPlace& person, Framing framing, float aspect,
                    std::vector<Candidate>& candidates)
{
    Random& r = b.random();
    for (int i = 0; i < 12; ++i) {
        float tall = person.height * r.between(1.05F, 1.7F);
        Vec3 aim = person.head - Vec3{0, 0.48F * person.height, 0};
        if (framing == Framing::Portrait) {
            tall = r.between(0.34F, 0.75F);
            aim = person.head - Vec3{0, tall * r.between(-0.06F, 0.3F), 0};
        } else if (framing == Framing::Half) {
            tall = r.between(0.75F, 1.25F);
            aim = mix(person.head, person.chest, r.between(0.5F, 1.1F));
        } else if (framing == Framing::Distant) {
            tall = person.height * r.between(1.8F, 4.0F);
        }
        Candidate c;
        c.halfTangent = framing == Framing::Portrait ? r.logBetween(0.16F, 0.6F) : r.logBetween(0.25F, 0.8F);
        const float distance = 0.5F * tall * aspect / c.halfTangent;
        const float yaw = r.chance(0.7F) ? 0.45F * r.normal() : r.between(-3.1F, 3.1F);
        const float pitch = r.chance(0.8F) ? r.between(-0.12F, 0.2F) : r.between(-0.45F, 0.6F);
        const Vec3 level = turned(yaw).outward(person.facing);
        const Vec3 away = normalized(level * std::cos(pitch) + Vec3{0, std::sin(pitch), 0});
        const Vec3 right = normalized(cross({0, 1, 0}, away));
        c.key.position = aim + away * distance;
        c.key.position.y = std::max(c.key.position.y, 0.12F);
        // The person need not be in the middle.
        c.key.target = aim + right * (r.normal() * 0.12F * tall * aspect) + Vec3{0, r.normal() * 0.03F * tall, 0};
        c.key.roll = r.chance(0.2F) ? r.between(-0.15F, 0.15F) : 0;
        c.focus = distance;
        candidates.push_back(c);
    }
}

void addSetViews(StageBuilder& b, const SetPlan& plan, std::vector<Candidate>& candidates)
{
    for (const CameraKey& key : plan.views)
        candidates.push_back({key, b.random().logBetween(0.28F, 1.0F), length(key.target - key.position)});
}

/// How good a camera is, from a few rays. Higher is better; negative: useless.
float judge(const RayScene& rays, const Candidate& c, float aspect, bool wantsSubject)
{
    constexpr int columns = 20;
    constexpr int rows = 15;
    const Vec3 back = normalized(c.key.position - c.key.target);
    const Vec3 right = normalized(cross({0, 1, 0}, back));
    const Vec3 up = cross(back, right);
    std::set<const Finish*> finishes;
    std::set<int> normals;
    int near = 0;
    int subject = 0;
    int missed = 0;
    for (int y = 0; y < rows; ++y) {
        for (int x = 0; x < columns; ++x) {
            const float sx = (2 * (static_cast<float>(x) + 0.5F) / columns - 1) * c.halfTangent;
            const float sy = (1 - 2 * (static_cast<float>(y) + 0.5F) / rows) * c.halfTangent / aspect;
            const std::optional<Hit> hit =
                rays.trace(c.key.position, normalized(right * sx + up * sy - back), 0, Visible::Everything);
            if (!hit) {
                ++missed;
                continue;
            }
            finishes.insert(hit->finish);
            const Vec3 n = hit->normal;
            normals.insert(static_cast<int>(std::lround(2 * n.x)) * 25 + static_cast<int>(std::lround(2 * n.y)) * 5 +
                           static_cast<int>(std::lround(2 * n.z)));
            near += hit->distance < 0.18F ? 1 : 0;
            subject += hit->subject ? 1 : 0;
        }
    }
    constexpr float all = columns * rows;
    if (static_cast<float>(near) > 0.06F * all)
        return -1;
    const float seen = static_cast<float>(subject) / all;
    if (wantsSubject && (seen < 0.015F || seen > 0.85F))
        return -1;
    if (!wantsSubject && (finishes.size() < 4 || missed > all * 0.7F))
        return -1;
    return static_cast<float>(finishes.size()) + 0.4F * static_cast<float>(normals.size()) +
           (wantsSubject ? 30 * std::min(seen, 0.4F) : 0);
}

/// One of the three best cameras.
bool chooseCamera(StagedScene& stage, Random& r, const std::vector<Candidate>& candidates, float aspect,
                  bool wantsSubject)
{
    const RayScene rays(stage);
    std::vector<std::pair<float, std::size_t>> ranked;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const float score = judge(rays, candidates[i], aspect, wantsSubject);
        if (score > 0)
            ranked.push_back({-score, i});
    }
    if (ranked.empty())
        return false;
    std::sort(ranked.begin(), ranked.end());
    const std::size_t among = std::min<std::size_t>(ranked.size(), 4);
    const Candidate& c = candidates[ranked[static_cast<std::size_t>(r.below(static_cast<int>(among)))].second];
    stage.camera.first = c.key;
    stage.camera.halfTangent = c.halfTangent;
    stage.camera.focus = c.focus;
    return true;
}

/// Camera work and the subject's motion over the clip; a clip of a few frames lasts a fraction of a second.
void setMotion(StagedScene& stage, Random& r)
{
    StageCamera& camera = stage.camera;
    camera.last = camera.first;
    const float far = camera.focus;
    const float pace = r.chance(0.25F) ? 0 : r.logBetween(0.002F, 0.06F);
    camera.last.position += r.direction() * (pace * far);
    camera.last.target += r.direction() * (pace * far * r.between(0.2F, 1.5F));
    camera.last.roll += r.normal() * 0.2F * pace;
    camera.shutter = r.chance(0.4F) ? 0 : r.between(0.15F, 0.9F);
    if (r.chance(0.45F))
        camera.lens = r.logBetween(0.0015F, 0.02F) * std::min(far, 3.0F) / 1.5F;
    camera.focus *= r.chance(0.8F) ? 1.0F : r.between(0.7F, 1.5F);
    stage.subjectLast = stage.subjectFirst;
    if (r.chance(0.75F)) {
        const float step = r.logBetween(0.004F, 0.12F);
        Vec3 way = r.direction();
        way.y *= 0.1F;
        stage.subjectLast.origin += way * step;
    }
}

Framing chooseFraming(Random& r)
{
    const float pick = r.unit();
    return pick < 0.48F   ? Framing::Portrait
           : pick < 0.73F ? Framing::Half
           : pick < 0.93F ? Framing::Whole
                          : Framing::Distant;
}

std::optional<PersonPlace> castPerson(StageBuilder& b, const Spot& spot)
{
    if (spot.seated) {
        if (const AssetModel* seat = b.pick(Role::Seat); seat != nullptr)
            b.putModel(*seat, {spot.place.origin - spot.place.axes.z * 0.05F, spot.place.axes});
    }
    return putPerson(b, spot.seated ? Posture::Seated : Posture::Standing, spot.place, Part::Subject);
}

/// People in the set, the first of them the main one.
std::optional<PersonPlace> castPeople(StageBuilder& b, const SetPlan& plan)
{
    Random& r = b.random();
    const Spot& spot = plan.spots[static_cast<std::size_t>(r.below(static_cast<int>(plan.spots.size())))];
    const std::optional<PersonPlace> person = castPerson(b, spot);
    if (person && r.chance(0.18F)) {
        for (int i = 1 + r.below(2); i > 0; --i) {
            const float side = r.sign() * r.between(0.5F, 0.9F);
            Placement place{spot.place.point({side * static_cast<float>(i), 0, r.between(-0.6F, 0.3F)}),
                            turned(r.between(-0.7F, 0.7F)).within(spot.place.axes)};
            castPerson(b, {place, false});
        }
    }
    return person;
}

/// A thing as the subject.
bool castThing(StageBuilder& b, const SetPlan& plan, PersonPlace& where)
{
    Random& r = b.random();
    static constexpr Role roles[] = {Role::Animal,  Role::Seat,      Role::Plant,
                                     Role::Machine, Role::TableLamp, Role::Vehicle};
    const AssetModel* model = b.pick(roles[r.below(plan.indoors ? 5 : 6)]);
    if (model == nullptr)
        return false;
    const Spot& spot = plan.spots[static_cast<std::size_t>(r.below(static_cast<int>(plan.spots.size())))];
    b.putModel(*model, spot.place, 1, Part::Subject);
    where.height = std::max(model->size().y, 0.6F * std::max(model->size().x, model->size().z));
    where.head = spot.place.point({0, 0.5F * model->size().y + 0.48F * where.height, 0});
    where.chest = spot.place.point({0, 0.5F * model->size().y, 0});
    where.facing = spot.place.axes.z;
    return true;
}

/// A lamp near the camera's side of a person, as sets of films have.
void addKeyLight(StageBuilder& b, const PersonPlace& person)
{
    Random& r = b.random();
    if (!r.chance(0.45F))
        return;
    StageLight key;
    key.radius = r.logBetween(0.04F, 0.5F);
    const float yaw = r.between(-1.4F, 1.4F);
    key.position =
        person.head + turned(yaw).outward(person.facing) * r.between(0.8F, 2.0F) + Vec3{0, r.between(-0.2F, 1.2F), 0};
    key.strength = mix(Vec3{0.8F, 0.95F, 1.3F}, Vec3{1.5F, 1, 0.55F}, r.unit()) *
                   (r.logBetween(0.3F, 4.0F) / (key.radius * key.radius));
    b.stage().lights.push_back(key);
}

bool tryStage(Random& r, const AssetPack& pack, const Catalog& catalog, const SetKind& kind, const StageWish& wish,
              StagedScene& stage)
{
    StageBuilder b(r, pack, catalog);
    const SetPlan plan = kind.build(b);
    std::vector<Candidate> candidates;
    bool subject = false;
    const bool peopled = r.chance(kind.people);
    if (!plan.spots.empty() && (peopled || wish.needsSubject)) {
        if (r.chance(0.88F)) {
            if (const auto person = castPeople(b, plan)) {
                subject = true;
                const Framing framing = chooseFraming(r);
                addPersonViews(b, *person, framing, wish.aspect, candidates);
                if (framing == Framing::Distant)
                    addSetViews(b, plan, candidates);
                addKeyLight(b, *person);
            }
        } else {
            PersonPlace where;
            subject = castThing(b, plan, where);
            if (subject)
                addPersonViews(b, where, Framing::Whole, wish.aspect, candidates);
        }
    }
    if (!subject && wish.needsSubject)
        return false;
    if (!subject)
        addSetViews(b, plan, candidates);
    stage = std::move(b.stage());
    stage.kind = kind.name;
    if (r.chance(0.3F))
        stage.subjectShadow = false;
    if (!chooseCamera(stage, r, candidates, wish.aspect, subject))
        return false;
    setMotion(stage, r);
    return true;
}

} // namespace

const std::vector<SetKind>& setKinds()
{
    static const std::vector<SetKind> kinds{
        {"room", buildRoom, 0.2F, 0.5F},          {"kitchen", buildKitchen, 0.17F, 0.3F},
        {"table", buildTabletop, 0.15F, 0.12F},   {"stairs", buildStairs, 0.1F, 0.4F},
        {"corridor", buildCorridor, 0.06F, 0.5F}, {"street", buildStreet, 0.1F, 0.5F},
        {"park", buildPark, 0.07F, 0.6F},         {"workshop", buildWorkshop, 0.07F, 0.35F},
        {"backdrop", buildBackdrop, 0.08F, 1.0F}};
    return kinds;
}

StagedScene makeStage(std::uint64_t seed, const AssetPack& pack, const Catalog& catalog, const StageWish& wish)
{
    Random random(seed);
    const SetKind& chosen = chooseKind(random, wish.kind);
    constexpr int tries = 60; // a set in which no camera finds its subject is built anew
    for (int i = 0; i < tries; ++i) {
        Random r(splitMix(seed) + static_cast<std::uint64_t>(i));
        StagedScene stage;
        if (tryStage(r, pack, catalog, chosen, wish, stage)) {
            Random light(splitMix(seed ^ 0x5B3A11ULL)); // apart from the scene's, which stays as it is
            if (light.chance(sunbeamShare))
                addSunbeam(stage, light, wish.aspect);
            return stage;
        }
    }
    throw Error(ErrorKind::Internal,
                "seed " + std::to_string(seed) + " gives no scene of kind '" + chosen.name + "' that a camera can see");
}

} // namespace unividx::scene
