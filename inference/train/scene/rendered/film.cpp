#include "inference/train/scene/rendered/film.h"

#include <algorithm>
#include <array>

namespace unividx::scene {

namespace {

constexpr float pi = 3.14159265F;
constexpr int mostSamples = 64;

struct CameraView {
    Vec3 position;
    Axes axes; ///< x right, y up, z backwards
};

CameraView viewAt(const StageCamera& camera, float moment)
{
    CameraView view;
    view.position = mix(camera.first.position, camera.last.position, moment);
    const Vec3 target = mix(camera.first.target, camera.last.target, moment);
    view.axes.z = normalized(view.position - target);
    const Vec3 right = normalized(cross({0, 1, 0}, view.axes.z));
    const Vec3 up = cross(view.axes.z, right);
    const float roll = mix(camera.first.roll, camera.last.roll, moment);
    view.axes.x = right * std::cos(roll) + up * std::sin(roll);
    view.axes.y = up * std::cos(roll) - right * std::sin(roll);
    return view;
}

/// Sums of one layer of one pixel.
struct LayerSums {
    int count = 0;
    int glowing = 0;
    int lit = 0;
    Vec3 albedo;
    Vec3 glow;
    Vec3 normal;
    Vec3 light;
    Vec3 gloss;
    float luminance = 0;
    float squares = 0;
    std::array<float, mostSamples> depths{};
    int depthCount = 0;

    FilmPixel pixel(int samples)
    {
        FilmPixel p;
        p.share = static_cast<float>(count) / static_cast<float>(samples);
        if (count == 0)
            return p;
        p.glowing = static_cast<float>(glowing) / static_cast<float>(count);
        if (count > glowing)
            p.albedo = albedo / static_cast<float>(count - glowing);
        if (glowing > 0)
            p.glow = glow / static_cast<float>(glowing);
        // Mostly sky: neither a normal nor a depth.
        p.normal = 2 * depthCount > count ? normalized(normal) : Vec3{};
        if (2 * depthCount > count) {
            const auto middle = depths.begin() + depthCount / 2;
            std::nth_element(depths.begin(), middle, depths.begin() + depthCount);
            p.depth = *middle;
        }
        if (lit > 0) {
            const float k = 1 / static_cast<float>(lit);
            p.light = light * k;
            p.gloss = gloss * k;
            p.noise = std::max(squares * k - luminance * k * luminance * k, 0.0F) * k;
            if (lit < 2)
                p.noise = luminance * luminance;
        }
        return p;
    }
};

/// One camera ray and where on the screen it goes.
struct CameraRay {
    Vec3 origin;
    Vec3 direction;
    float screenX = 0; ///< 0 to 1 from the left
    float screenY = 0; ///< 0 to 1 from the top
    float time = 0;
};

/// Tells pixels that show one flat piece of one surface, where four samples are enough.
class Evenness {
public:
    void add(const std::optional<Hit>& hit)
    {
        const Finish* finish = hit ? hit->finish : nullptr;
        if (!first_) {
            first_ = true;
            finish_ = finish;
            subject_ = hit && hit->subject;
            normal_ = hit ? hit->normal : Vec3{0, 0, 1};
            return;
        }
        even_ = even_ && finish == finish_ && (hit && hit->subject) == subject_ &&
                (!hit || dot(hit->normal, normal_) > 0.995F);
    }
    bool converged(int samples) const { return samples >= 4 && even_; }

private:
    bool first_ = false;
    bool even_ = true;
    bool subject_ = false;
    const Finish* finish_ = nullptr;
    Vec3 normal_;
};

class FrameRenderer {
public:
    FrameRenderer(const StagedScene& stage, const RayScene& rays, float opens, float closes, const FilmOptions& options)
        : stage_(stage), rays_(rays), shading_(stage, rays),
          options_(options), views_{viewAt(stage.camera, opens), viewAt(stage.camera, closes)},
          pixel_(2 * stage.camera.halfTangent / static_cast<float>(options.size.width))
    {
    }

    void render(int x, int y, std::uint64_t seed, FilmPixel& subject, FilmPixel& set) const
    {
        Random random(seed);
        LayerSums front;
        LayerSums back;
        const int stride = std::max(1, options_.samples / options_.lightSamples);
        const int shift = random.below(stride);
        const Vec3 start{random.unit(), random.unit(), random.unit()};
        int samples = 0;
        for (Evenness even; samples < options_.samples && !even.converged(samples); ++samples) {
            const CameraRay ray = rayThrough(x, y, samples, start);
            const bool lit = samples % stride == shift || (samples < 4 && samples >= 4 - options_.lightSamples);
            std::optional<Hit> hit = rays_.trace(ray.origin, ray.direction, ray.time, Visible::Everything);
            even.add(hit);
            if (hit && hit->subject) {
                // The first sample of a layer is always lit, or thin parts would be black.
                add(front, ray, hit, lit || front.lit == 0, Visible::Everything, random);
                hit = rays_.trace(ray.origin, ray.direction, ray.time, Visible::SetOnly);
            }
            add(back, ray, hit, lit || (back.lit == 0 && hit.has_value()),
                stage_.subjectShadow ? Visible::Everything : Visible::SetOnly, random);
        }
        subject = front.pixel(samples);
        set = back.pixel(samples);
    }

private:
    CameraRay rayThrough(int x, int y, int sample, Vec3 start) const
    {
        CameraRay ray;
        // Additive recurrences from a random start cover pixel, time and lens evenly with any number of samples.
        // Source: Martin Roberts, The Unreasonable Effectiveness of Quasirandom Sequences, 2018.
        const auto spread = [sample](float first, float step) {
            const float v = first + step * static_cast<float>(sample);
            return v - std::floor(v);
        };
        const float jx = spread(start.x, 0.7548777F);
        const float jy = spread(start.y, 0.5698403F);
        ray.time = spread(start.z + start.x, 0.6710436F);
        ray.screenX = (static_cast<float>(x) + jx) / static_cast<float>(options_.size.width);
        ray.screenY = (static_cast<float>(y) + jy) / static_cast<float>(options_.size.height);
        CameraView view = views_[0];
        view.position = mix(views_[0].position, views_[1].position, ray.time);
        view.axes.x = mix(views_[0].axes.x, views_[1].axes.x, ray.time);
        view.axes.y = mix(views_[0].axes.y, views_[1].axes.y, ray.time);
        view.axes.z = mix(views_[0].axes.z, views_[1].axes.z, ray.time);
        const float tall = static_cast<float>(options_.size.height) / static_cast<float>(options_.size.width);
        const float tangent = stage_.camera.halfTangent;
        const Vec3 local{(2 * ray.screenX - 1) * tangent, (1 - 2 * ray.screenY) * tangent * tall, -1};
        Vec3 lens;
        if (stage_.camera.lens > 0) {
            const float r = stage_.camera.lens * std::sqrt(spread(start.z + start.y, 0.5497005F));
            const float angle = 2 * pi * (start.z + 0.618034F * static_cast<float>(sample));
            lens = {r * std::cos(angle), r * std::sin(angle), 0};
        }
        ray.origin = view.position + view.axes.outward(lens);
        ray.direction = normalized(view.axes.outward(local * stage_.camera.focus - lens));
        return ray;
    }

    void add(LayerSums& sums, const CameraRay& ray, const std::optional<Hit>& hit, bool lit, Visible casters,
             Random& random) const
    {
        ++sums.count;
        if (!hit) {
            ++sums.glowing;
            sums.glow += skyView(stage_.sky, ray.direction, ray.screenX, ray.screenY);
            return;
        }
        const Axes& axes = views_[0].axes;
        sums.normal += axes.inward(hit->normal);
        sums.depths[static_cast<std::size_t>(sums.depthCount++)] = -dot(axes.z, hit->position - views_[0].position);
        const Vec3 albedo = finishAlbedo(*hit->finish, hit->uv, 0.7F * pixel_ * hit->distance);
        if (hit->finish->glows) {
            ++sums.glowing;
            sums.glow += albedo;
            return;
        }
        sums.albedo += albedo;
        if (!lit)
            return;
        const PointLight light = shading_.at(*hit, -ray.direction, ray.time, casters, random);
        ++sums.lit;
        sums.light += light.diffuse;
        sums.gloss += light.gloss;
        const float l = luminance(light.diffuse);
        sums.luminance += l;
        sums.squares += l * l;
    }

    const StagedScene& stage_;
    const RayScene& rays_;
    Shading shading_;
    FilmOptions options_;
    CameraView views_[2];
    float pixel_;
};

} // namespace

FilmFrame renderFilm(const StagedScene& stage, RayScene& rays, float moment, float step, int frame,
                     const FilmOptions& options)
{
    const float closes = std::min(moment + step * stage.camera.shutter, 1.0F);
    rays.setFrame(moment, closes);
    const FrameRenderer renderer(stage, rays, moment, closes, options);
    FilmFrame film;
    film.size = options.size;
    const std::size_t count =
        static_cast<std::size_t>(options.size.width) * static_cast<std::size_t>(options.size.height);
    film.subject.resize(count);
    film.set.resize(count);
    std::size_t at = 0;
    for (int y = 0; y < options.size.height; ++y) {
        for (int x = 0; x < options.size.width; ++x, ++at)
            renderer.render(x, y, splitMix(options.seed ^ splitMix(static_cast<std::uint64_t>(frame) << 32U | at)),
                            film.subject[at], film.set[at]);
    }
    return film;
}

} // namespace unividx::scene
