#include "inference/train/scene/scene_clip.h"

#include "core/base/error.h"
#include "inference/train/scene/degrade.h"
#include "inference/train/scene/matte.h"
#include "inference/train/scene/plate.h"
#include "inference/train/scene/room.h"
#include "inference/train/scene/srgb.h"

#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace unividx::scene {

namespace {

/// Runs `work(0..count-1)` on some threads; the first failure is thrown here.
void forEachFrame(int count, int threads, const std::function<void(int)>& work)
{
    std::atomic<int> next{0};
    std::exception_ptr failure;
    std::mutex guard;
    const auto run = [&] {
        try {
            for (int i = next++; i < count; i = next++)
                work(i);
        } catch (...) {
            const std::lock_guard lock(guard);
            failure = std::current_exception();
            next = count;
        }
    };
    std::vector<std::thread> others;
    for (int i = 1; i < std::min(threads, count); ++i)
        others.emplace_back(run);
    run();
    for (std::thread& t : others)
        t.join();
    if (failure)
        std::rethrow_exception(failure);
}

using Pixels = std::vector<float>;

/// The mean of each pixel's samples.
Seen averaged(const std::vector<Seen>& plate, int width, int samples, int x, int y)
{
    Seen sum;
    for (int j = 0; j < samples; ++j) {
        const Seen* row = plate.data() +
                          static_cast<std::size_t>(y * samples + j) * static_cast<std::size_t>(width * samples) +
                          static_cast<std::size_t>(x * samples);
        for (int i = 0; i < samples; ++i) {
            sum.albedo += row[i].albedo;
            sum.irradiance += row[i].irradiance;
            sum.rgb += row[i].rgb;
            sum.normal += row[i].normal;
        }
    }
    const float share = 1.0F / static_cast<float>(samples * samples);
    sum.albedo *= share;
    sum.irradiance *= share;
    sum.rgb *= share;
    sum.normal = normalized(sum.normal);
    return sum;
}

void putEncoded(Pixels& pixels, std::size_t pixel, Vec3 linear)
{
    pixels[3 * pixel] = srgbEncode(linear.x);
    pixels[3 * pixel + 1] = srgbEncode(linear.y);
    pixels[3 * pixel + 2] = srgbEncode(linear.z);
}

/// A room ready to be filmed.
struct Set {
    const World& world;
    ShapeTree atFirst;
    LightField field;
    bool moves;
    float exposure;

    Set(const World& w, float aspect, float target)
        : world(w), atFirst(w.shapesAt(0)), field(w, atFirst), moves(w.motions.size() > 1),
          exposure(meterExposure(w, atFirst, field, viewAt(w.camera, 0), w.camera.halfTangent, aspect, target))
    {
    }

    std::vector<Seen> film(float seconds, Resolution grid) const
    {
        const View view = viewAt(world.camera, seconds);
        const PlateOptions options{grid, true, exposure};
        if (!moves)
            return renderPlate(world, atFirst, field, view, world.camera.halfTangent, options);
        return renderPlate(world, ShapeTree(world.shapesAt(seconds)), field, view, world.camera.halfTangent, options);
    }
};

SceneClip renderIntrinsic(Random& random, const SceneOptions& options)
{
    const Room room = makeRoom(random, {});
    const Resolution size = options.resolution;
    const Resolution grid{size.width * options.samples, size.height * options.samples};
    const Set set(room.world, static_cast<float>(size.width) / static_cast<float>(size.height),
                  random.logBetween(0.14F, 0.62F));
    const Degradation degradation = options.degrade ? randomDegradation(random) : Degradation{};
    SceneClip clip;
    clip.caption = room.world.caption + ", " + room.light;
    const auto frames = static_cast<std::size_t>(options.frames);
    for (auto& layer : clip.layers)
        layer.resize(frames);
    forEachFrame(options.frames, options.threads, [&](int frame) {
        const std::vector<Seen> plate = set.film(static_cast<float>(frame) / options.frameRate, grid);
        const std::size_t count = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
        std::array<Pixels, 4> pixels;
        pixels.fill(Pixels(3 * count));
        std::size_t at = 0;
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x, ++at) {
                const Seen seen = averaged(plate, size.width, options.samples, x, y);
                putEncoded(pixels[0], at, seen.rgb);
                putEncoded(pixels[1], at, seen.albedo);
                putEncoded(pixels[2], at, seen.irradiance);
                pixels[3][3 * at] = seen.normal.x * 0.5F + 0.5F;
                pixels[3][3 * at + 1] = seen.normal.y * 0.5F + 0.5F;
                pixels[3][3 * at + 2] = seen.normal.z * 0.5F + 0.5F;
            }
        }
        degradePixels(pixels[0], size, degradation, frame);
        for (std::size_t row = 0; row < 4; ++row)
            clip.layers[row][static_cast<std::size_t>(frame)] = Image(size, 3, std::move(pixels[row]));
    });
    return clip;
}

SceneClip renderAlpha(Random& random, const SceneOptions& options)
{
    const Room room = makeRoom(random, {.stage = true});
    const Subject subject(room, random);
    const Resolution size = options.resolution;
    const Resolution grid{size.width * options.samples, size.height * options.samples};
    const Set set(room.world, static_cast<float>(size.width) / static_cast<float>(size.height),
                  random.logBetween(0.2F, 0.62F));
    // Edges need more samples than surfaces do.
    const int fine = std::max(2, options.samples);
    Softness softness;
    if (random.chance(0.4F))
        softness.defocus = random.logBetween(0.001F, 0.008F);
    if (random.chance(0.5F))
        softness.shutter = random.between(0.2F, 1.0F);
    const float depthOfField = random.chance(0.45F) ? random.logBetween(0.002F, 0.025F) : 0;
    const Degradation degradation = options.degrade ? randomDegradation(random) : Degradation{};
    SceneClip clip;
    clip.caption = subject.words() + ", the background is " + room.world.caption + ", " + room.light;
    for (auto& layer : clip.layers)
        layer.resize(static_cast<std::size_t>(options.frames));
    forEachFrame(options.frames, options.threads, [&](int frame) {
        const float seconds = static_cast<float>(frame) / options.frameRate;
        const std::size_t count = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
        std::array<Pixels, 4> pixels;
        pixels[3].resize(3 * count);
        {
            const std::vector<Seen> plate = set.film(seconds, grid);
            for (std::size_t i = 0; i < count; ++i) {
                const int x = static_cast<int>(i % static_cast<std::size_t>(size.width));
                const int y = static_cast<int>(i / static_cast<std::size_t>(size.width));
                putEncoded(pixels[3], i, averaged(plate, size.width, options.samples, x, y).rgb);
            }
        }
        if (depthOfField > 0)
            blurPixels(pixels[3], size, 3, depthOfField * static_cast<float>(size.width));
        const Cutout cutout = renderCutout(subject, seconds, set.field, viewAt(room.world.camera, seconds),
                                           set.exposure, size, fine, softness, 1 / options.frameRate);
        splitCutout(cutout, 3, pixels[1], pixels[2]);
        pixels[0].resize(3 * count);
        for (std::size_t i = 0; i < 3 * count; ++i)
            pixels[0][i] = pixels[1][i] * pixels[2][i] + (1 - pixels[1][i]) * pixels[3][i];
        degradePixels(pixels[0], size, degradation, frame);
        for (std::size_t row = 0; row < 4; ++row)
            clip.layers[row][static_cast<std::size_t>(frame)] = Image(size, 3, std::move(pixels[row]));
    });
    return clip;
}

} // namespace

SceneClip renderScene(const Family& family, const SceneOptions& options)
{
    if (options.frames < 1 || options.resolution.width < 1 || options.resolution.height < 1 || options.frameRate <= 0)
        throw Error(ErrorKind::Usage, "a scene needs at least one frame and one pixel, and a frame rate above zero");
    if (options.samples < 1 || options.samples > 4)
        throw Error(ErrorKind::Usage, "a scene is rendered with 1 to 4 samples a side of a pixel");
    // The families' scenes differ even for one seed.
    Random random(options.seed * 2 + (&family == &alphaFamily ? 1 : 0));
    return &family == &alphaFamily ? renderAlpha(random, options) : renderIntrinsic(random, options);
}

} // namespace unividx::scene
