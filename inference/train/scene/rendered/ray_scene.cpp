#include "inference/train/scene/rendered/ray_scene.h"

#include "core/base/error.h"
#include "inference/train/scene/random.h"

#include <embree3/rtcore.h>

#include <cstring>
#include <limits>

namespace unividx::scene {

namespace {

/// A fraction that depends on where a ray meets a surface alone, so that see-through parts look the same every time.
float placeHash(Vec3 p)
{
    std::uint32_t bits[3];
    std::memcpy(bits, &p, sizeof bits);
    return unitHash(static_cast<int>(bits[0] >> 3), static_cast<int>(bits[1] >> 3), bits[2] >> 3);
}

TextureUv uvAt(const Mesh& mesh, const MeshTriangle& t, float u, float v)
{
    const TextureUv a = mesh.uvs[t.corners[0]];
    const TextureUv b = mesh.uvs[t.corners[1]];
    const TextureUv c = mesh.uvs[t.corners[2]];
    const float w = 1 - u - v;
    return {w * a.u + u * b.u + v * c.u, w * a.v + u * b.v + v * c.v};
}

Vec3 normalAt(const Mesh& mesh, const MeshTriangle& t, float u, float v)
{
    return normalized(mesh.normals[t.corners[0]] * (1 - u - v) + mesh.normals[t.corners[1]] * u +
                      mesh.normals[t.corners[2]] * v);
}

struct Geometry {
    const Body* body = nullptr;
    const StagedScene* stage = nullptr;
    std::vector<Vec3> normals[2]; ///< a moving mesh's at the shutter's two moments
};

/// Lets a ray through where a texture is transparent or a finish is clear.
void letThrough(const RTCFilterFunctionNArguments* arguments)
{
    if (arguments->valid[0] == 0)
        return;
    const auto& geometry = *static_cast<const Geometry*>(arguments->geometryUserPtr);
    RTCHitN* hit = arguments->hit;
    RTCRayN* ray = arguments->ray;
    const Mesh& mesh = geometry.body->mesh;
    const MeshTriangle& t = mesh.triangles[RTCHitN_primID(hit, 1, 0)];
    const Finish& finish = geometry.stage->finishes[t.finish];
    if (finish.clearness > 0) {
        const float d = RTCRayN_tfar(ray, 1, 0);
        const Vec3 p{RTCRayN_org_x(ray, 1, 0) + d * RTCRayN_dir_x(ray, 1, 0),
                     RTCRayN_org_y(ray, 1, 0) + d * RTCRayN_dir_y(ray, 1, 0),
                     RTCRayN_org_z(ray, 1, 0) + d * RTCRayN_dir_z(ray, 1, 0)};
        if (placeHash(p) < finish.clearness)
            arguments->valid[0] = 0;
    } else if (finishCoverage(finish, uvAt(mesh, t, RTCHitN_u(hit, 1, 0), RTCHitN_v(hit, 1, 0))) < 0.5F) {
        arguments->valid[0] = 0;
    }
}

bool needsFilter(const StagedScene& stage, const Mesh& mesh)
{
    for (const MeshTriangle& t : mesh.triangles) {
        const Finish& finish = stage.finishes[t.finish];
        if (finish.clearness > 0 || finish.texture.channels == 4)
            return true;
    }
    return false;
}

/// Throws what Embree has to say since the last call.
void check(RTCDevice device)
{
    const RTCError code = rtcGetDeviceError(device);
    if (code != RTC_ERROR_NONE)
        throw Error(ErrorKind::Internal, "Embree failed with code " + std::to_string(static_cast<int>(code)));
}

} // namespace

struct RayScene::Parts {
    const StagedScene& stage;
    RTCDevice device = rtcNewDevice("threads=1");
    RTCScene set = nullptr;
    RTCScene subject = nullptr;
    RTCScene world = nullptr;
    std::vector<std::unique_ptr<Geometry>> setThings;
    std::vector<std::unique_ptr<Geometry>> subjectThings;

    explicit Parts(const StagedScene& s) : stage(s) { check(device); }
    ~Parts()
    {
        for (RTCScene scene : {world, subject, set}) {
            if (scene != nullptr)
                rtcReleaseScene(scene);
        }
        rtcReleaseDevice(device);
    }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    Placement subjectPlace(float moment) const
    {
        const Placement& a = stage.subjectFirst;
        const Placement& b = stage.subjectLast;
        Placement p;
        p.origin = mix(a.origin, b.origin, moment);
        p.axes.y = normalized(mix(a.axes.y, b.axes.y, moment));
        p.axes.x = normalized(cross(p.axes.y, cross(mix(a.axes.x, b.axes.x, moment), p.axes.y)));
        p.axes.z = cross(p.axes.x, p.axes.y);
        return p;
    }

    /// Fills a buffer with where a body's vertices are at a moment of the clip.
    void fillPositions(float* out, const Body& body, float moment, const Placement& place) const
    {
        const auto& a = body.mesh.positions;
        const auto& b = body.lastPositions.empty() ? a : body.lastPositions;
        for (std::size_t i = 0; i < a.size(); ++i) {
            const Vec3 p = place.point(mix(a[i], b[i], moment));
            out[3 * i] = p.x;
            out[3 * i + 1] = p.y;
            out[3 * i + 2] = p.z;
        }
    }

    void fillPoints(float* out, const Body& body, float moment, const Placement& place) const
    {
        const auto& a = body.strands.points;
        const auto& b = body.lastPoints.empty() ? a : body.lastPoints;
        for (std::size_t i = 0; i < a.size(); ++i) {
            const Vec3 p = place.point(mix(Vec3{a[i][0], a[i][1], a[i][2]}, Vec3{b[i][0], b[i][1], b[i][2]}, moment));
            out[4 * i] = p.x;
            out[4 * i + 1] = p.y;
            out[4 * i + 2] = p.z;
            out[4 * i + 3] = a[i][3];
        }
    }

    std::unique_ptr<Geometry> attach(RTCScene scene, const Body& body, const std::vector<float>& moments) const
    {
        auto thing = std::make_unique<Geometry>();
        thing->body = &body;
        thing->stage = &stage;
        const bool hair = !body.strands.points.empty();
        RTCGeometry g =
            rtcNewGeometry(device, hair ? RTC_GEOMETRY_TYPE_ROUND_LINEAR_CURVE : RTC_GEOMETRY_TYPE_TRIANGLE);
        rtcSetGeometryTimeStepCount(g, static_cast<unsigned>(moments.size()));
        const std::size_t count = hair ? body.strands.points.size() : body.mesh.positions.size();
        for (std::size_t k = 0; k < moments.size(); ++k) {
            const Placement place = moments.size() > 1 ? subjectPlace(moments[k]) : Placement{};
            auto* out = static_cast<float*>(rtcSetNewGeometryBuffer(g, RTC_BUFFER_TYPE_VERTEX, static_cast<unsigned>(k),
                                                                    hair ? RTC_FORMAT_FLOAT4 : RTC_FORMAT_FLOAT3,
                                                                    (hair ? 4 : 3) * sizeof(float), count));
            if (hair)
                fillPoints(out, body, moments[k], place);
            else
                fillPositions(out, body, moments[k], place);
            if (moments.size() > 1)
                thing->normals[k] = hair ? std::vector<Vec3>{} : movedNormals(body, moments[k], place);
        }
        if (hair) {
            auto* out = static_cast<unsigned*>(rtcSetNewGeometryBuffer(g, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT,
                                                                       sizeof(unsigned), body.strands.pieces.size()));
            std::copy(body.strands.pieces.begin(), body.strands.pieces.end(), out);
        } else {
            auto* out = static_cast<unsigned*>(rtcSetNewGeometryBuffer(
                g, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3, 3 * sizeof(unsigned), body.mesh.triangles.size()));
            for (const MeshTriangle& t : body.mesh.triangles)
                out = std::copy(t.corners.begin(), t.corners.end(), out);
            if (needsFilter(stage, body.mesh)) {
                rtcSetGeometryUserData(g, thing.get());
                rtcSetGeometryIntersectFilterFunction(g, letThrough);
                rtcSetGeometryOccludedFilterFunction(g, letThrough);
            }
        }
        rtcCommitGeometry(g);
        rtcAttachGeometry(scene, g);
        rtcReleaseGeometry(g);
        return thing;
    }

    /// Normals of a body at a moment. They turn with the subject; a changing pose makes them anew.
    static std::vector<Vec3> movedNormals(const Body& body, float moment, const Placement& place)
    {
        std::vector<Vec3> normals;
        if (body.lastPositions.empty()) {
            for (const Vec3 n : body.mesh.normals)
                normals.push_back(place.axes.outward(n));
            return normals;
        }
        normals.resize(body.mesh.positions.size());
        std::vector<Vec3> sums(normals.size());
        const auto at = [&](std::uint32_t i) { return mix(body.mesh.positions[i], body.lastPositions[i], moment); };
        for (const MeshTriangle& t : body.mesh.triangles) {
            const Vec3 a = at(t.corners[0]);
            const Vec3 face = cross(at(t.corners[1]) - a, at(t.corners[2]) - a);
            for (const std::uint32_t c : t.corners)
                sums[body.seam.empty() ? c : body.seam[c]] += face;
        }
        for (std::size_t i = 0; i < normals.size(); ++i) {
            const Vec3 sum = sums[body.seam.empty() ? i : body.seam[i]];
            normals[i] = place.axes.outward(dot(sum, sum) > 1e-24F ? normalized(sum) : body.mesh.normals[i]);
        }
        return normals;
    }

    RTCScene newScene(RTCBuildQuality quality) const
    {
        RTCScene scene = rtcNewScene(device);
        rtcSetSceneBuildQuality(scene, quality);
        return scene;
    }

    /// Without a subject the set alone is everything, and a level of instances is saved.
    RTCScene sceneOf(Visible visible) const
    {
        return visible == Visible::Everything && !stage.subject.empty() ? world : set;
    }

    Hit hitOf(const RTCRayHit& r) const
    {
        const bool ofSubject = r.hit.instID[0] == 1;
        const Geometry& thing = *(ofSubject ? subjectThings : setThings)[r.hit.geomID];
        const Vec3 direction{r.ray.dir_x, r.ray.dir_y, r.ray.dir_z};
        Hit hit;
        hit.subject = ofSubject;
        hit.distance = r.ray.tfar;
        hit.position = Vec3{r.ray.org_x, r.ray.org_y, r.ray.org_z} + direction * r.ray.tfar;
        hit.flat = normalized({r.hit.Ng_x, r.hit.Ng_y, r.hit.Ng_z});
        if (!thing.body->strands.points.empty()) {
            const Strands& s = thing.body->strands;
            const std::uint32_t piece = r.hit.primID;
            const Placement place = ofSubject ? subjectPlace(0) : Placement{};
            hit.normal = normalized(hit.flat + place.axes.outward(s.normals[piece]) * 1.5F);
            hit.uv = {static_cast<float>(piece) * 0.37F, r.hit.u};
            hit.finish = &stage.finishes[s.finish];
        } else {
            const Mesh& mesh = thing.body->mesh;
            const MeshTriangle& t = mesh.triangles[r.hit.primID];
            hit.uv = uvAt(mesh, t, r.hit.u, r.hit.v);
            hit.finish = &stage.finishes[t.finish];
            hit.normal = ofSubject ? movingNormal(thing, t, r) : normalAt(mesh, t, r.hit.u, r.hit.v);
        }
        if (dot(hit.flat, direction) > 0)
            hit.flat = -hit.flat;
        if (dot(hit.normal, hit.flat) < 0)
            hit.normal = -hit.normal;
        const float facing = -dot(hit.normal, direction);
        if (facing < 0.02F)
            hit.normal = normalized(hit.normal - direction * (0.03F - facing));
        return hit;
    }

    static Vec3 movingNormal(const Geometry& thing, const MeshTriangle& t, const RTCRayHit& r)
    {
        Vec3 sum;
        const float weights[3] = {1 - r.hit.u - r.hit.v, r.hit.u, r.hit.v};
        for (std::size_t i = 0; i < 3; ++i)
            sum += mix(thing.normals[0][t.corners[i]], thing.normals[1][t.corners[i]], r.ray.time) * weights[i];
        return normalized(sum);
    }
};

RayScene::RayScene(const StagedScene& stage) : parts_(std::make_unique<Parts>(stage))
{
    Parts& p = *parts_;
    p.set = p.newScene(RTC_BUILD_QUALITY_MEDIUM);
    for (const Body& body : stage.set)
        p.setThings.push_back(p.attach(p.set, body, {0}));
    rtcCommitScene(p.set);
    check(p.device);
    setFrame(0, 0);
}

RayScene::~RayScene() = default;

void RayScene::setFrame(float opens, float closes)
{
    Parts& p = *parts_;
    for (RTCScene scene : {p.world, p.subject}) {
        if (scene != nullptr)
            rtcReleaseScene(scene);
    }
    p.subjectThings.clear();
    p.subject = p.newScene(RTC_BUILD_QUALITY_LOW);
    p.world = p.newScene(RTC_BUILD_QUALITY_LOW);
    for (const Body& body : p.stage.subject)
        p.subjectThings.push_back(p.attach(p.subject, body, {opens, closes}));
    rtcCommitScene(p.subject);
    for (RTCScene part : {p.set, p.subject}) {
        RTCGeometry g = rtcNewGeometry(p.device, RTC_GEOMETRY_TYPE_INSTANCE);
        rtcSetGeometryInstancedScene(g, part);
        rtcSetGeometryTimeStepCount(g, 1);
        rtcCommitGeometry(g);
        rtcAttachGeometry(p.world, g);
        rtcReleaseGeometry(g);
    }
    rtcCommitScene(p.world);
    check(p.device);
}

std::optional<Hit> RayScene::trace(Vec3 origin, Vec3 direction, float time, Visible visible) const
{
    RTCRayHit r{};
    r.ray.org_x = origin.x;
    r.ray.org_y = origin.y;
    r.ray.org_z = origin.z;
    r.ray.dir_x = direction.x;
    r.ray.dir_y = direction.y;
    r.ray.dir_z = direction.z;
    r.ray.tnear = 1e-4F;
    r.ray.tfar = std::numeric_limits<float>::infinity();
    r.ray.time = time;
    r.ray.mask = 0xFFFFFFFFU;
    r.hit.geomID = RTC_INVALID_GEOMETRY_ID;
    r.hit.instID[0] = RTC_INVALID_GEOMETRY_ID;
    RTCIntersectContext context;
    rtcInitIntersectContext(&context);
    rtcIntersect1(parts_->sceneOf(visible), &context, &r);
    if (r.hit.geomID == RTC_INVALID_GEOMETRY_ID)
        return std::nullopt;
    return parts_->hitOf(r);
}

bool RayScene::blocked(Vec3 origin, Vec3 direction, float distance, float time, Visible visible) const
{
    RTCRay r{};
    r.org_x = origin.x;
    r.org_y = origin.y;
    r.org_z = origin.z;
    r.dir_x = direction.x;
    r.dir_y = direction.y;
    r.dir_z = direction.z;
    r.tnear = 1e-4F;
    r.tfar = distance;
    r.time = time;
    r.mask = 0xFFFFFFFFU;
    RTCIntersectContext context;
    rtcInitIntersectContext(&context);
    rtcOccluded1(parts_->sceneOf(visible), &context, &r);
    return r.tfar < 0;
}

} // namespace unividx::scene
