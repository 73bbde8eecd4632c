// Compositing, export and the guided filter against OpenImageIO doing the same, in one run:
// bench_comp [repeats] [composite] [exr] [guided] [evaluate] [extreme]

#include "core/base/parallel.h"
#include "core/comp/evaluate.h"
#include "core/image/guided_filter.h"
#include "core/media/exr_writer.h"

#include <OpenImageIO/imagebufalgo.h>
#include <OpenImageIO/imageio.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace unividx;
namespace iba = OIIO::ImageBufAlgo;

constexpr Resolution size{1920, 1080};

/// By the clock, and of all processors together, children included: the first is what one waits for, the second is not
/// disturbed by what else the machine does.
struct Seconds {
    double wall = 1e9;
    double processor = 1e9;

    void keepLess(const Seconds& other)
    {
        wall = std::min(wall, other.wall);
        processor = std::min(processor, other.processor);
    }
};

double processorSeconds()
{
    double sum = 0.0;
    for (const auto whose : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage usage{};
        ::getrusage(whose, &usage);
        sum += static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
               1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
    }
    return sum;
}

Seconds secondsOf(const std::function<void()>& work)
{
    const auto start = std::chrono::steady_clock::now();
    const double processor = processorSeconds();
    work();
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
            processorSeconds() - processor};
}

/// Both in turns, so that other load hits both; the best of each.
struct Pair {
    Seconds ours;
    Seconds theirs;

    void print(const char* what) const
    {
        std::printf("%s: ours %.0f ms (processor %.0f), theirs %.0f ms (%.0f): %.2f times (%.2f)\n", what,
                    1e3 * ours.wall, 1e3 * ours.processor, 1e3 * theirs.wall, 1e3 * theirs.processor,
                    theirs.wall / ours.wall, theirs.processor / ours.processor);
        std::fflush(stdout);
    }
};

Pair inTurns(int repeats, const std::function<void()>& ours, const std::function<void()>& theirs)
{
    Pair best;
    for (int i = 0; i < repeats; ++i) {
        best.ours.keepLess(secondsOf(ours));
        best.theirs.keepLess(secondsOf(theirs));
    }
    return best;
}

Image made(int channels, const std::function<float(int, int, int)>& value)
{
    std::vector<float> pixels;
    pixels.reserve(static_cast<std::size_t>(size.width) * size.height * channels);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            for (int c = 0; c < channels; ++c)
                pixels.push_back(value(x, y, c));
        }
    }
    return Image(size, channels, std::move(pixels));
}

OIIO::ImageBuf bufferOf(const Image& image)
{
    OIIO::ImageBuf buffer(OIIO::ImageSpec(image.width(), image.height(), image.channels(), OIIO::TypeDesc::FLOAT));
    buffer.set_pixels(OIIO::ROI::All(), OIIO::TypeDesc::FLOAT, image.data());
    return buffer;
}

struct Scene {
    CompFrame frame;
    CompStack stack;
    OIIO::ImageBuf source, albedo, irradiance, normal, alpha, plate;
};

constexpr int radius = 4;
constexpr float epsilon = 1e-4f;
constexpr float keep = 0.3f;

CompNode nodeOf(NodeSettings settings)
{
    CompNode node;
    node.settings = std::move(settings);
    return node;
}

RelightNode relightNode()
{
    RelightNode relight;
    relight.space = ProductSpace::Linear; // sums and products alone, which OpenImageIO has
    relight.keepOriginal = keep;
    for (int i = 0; i < 3; ++i) {
        Light light;
        light.azimuth = -60.0f + 60.0f * static_cast<float>(i);
        light.elevation = 20.0f + 10.0f * static_cast<float>(i);
        light.intensity = -0.5f * static_cast<float>(i);
        relight.lights.push_back(light);
    }
    return relight;
}

Scene makeScene()
{
    Scene scene;
    std::mt19937 random(1);
    std::uniform_real_distribution<float> noise(-0.02f, 0.02f);
    const Image source = made(3, [&](int x, int y, int c) {
        return 0.4f + 0.3f * std::sin(0.01f * static_cast<float>(x + 200 * c)) * std::cos(0.013f * y) + noise(random);
    });
    scene.frame.frame = 1001;
    scene.frame.source = premultiply(straightPicture(source));
    scene.frame.albedo = made(3, [&](int x, int, int c) { return 0.5f + 0.2f * std::sin(0.02f * (x + 30 * c)); });
    scene.frame.irradiance = made(3, [&](int, int y, int) { return 0.6f + 0.2f * std::cos(0.02f * y); });
    scene.frame.normal = made(3, [&](int x, int y, int c) {
        const float nx = 0.6f * std::sin(0.005f * x);
        const float ny = 0.6f * std::sin(0.006f * y);
        return c == 0 ? nx : (c == 1 ? ny : std::sqrt(1.0f - nx * nx - ny * ny));
    });
    scene.frame.alpha = made(1, [&](int x, int y, int) {
        return std::clamp(400.0f - std::hypot(x - 960.0f, y - 540.0f), 0.0f, 3.0f) / 3.0f;
    });
    scene.frame.plate = premultiply(straightPicture(made(3, [](int x, int, int) { return 0.0004f * x; })));
    scene.source = bufferOf(source);
    scene.albedo = bufferOf(scene.frame.albedo);
    scene.irradiance = bufferOf(scene.frame.irradiance);
    scene.normal = bufferOf(scene.frame.normal);
    scene.alpha = bufferOf(scene.frame.alpha);
    scene.plate = bufferOf(scene.frame.plate.image());
    scene.plate.specmod().alpha_channel = 3;
    return scene;
}

CompStack ourStack(bool refine)
{
    MatteNode matte;
    matte.refineRadius = refine ? static_cast<float>(radius) : 0.0f;
    matte.refineEpsilon = epsilon;
    GradeNode grade;
    grade.liftRed = 0.01f;
    grade.gainGreen = 1.2f;
    grade.gammaRed = grade.gammaGreen = grade.gammaBlue = 1.1f;
    grade.saturation = 0.9f;
    BackgroundNode background;
    background.from = BackgroundNode::From::File;
    return {{nodeOf(matte), nodeOf(DespillNode{}), nodeOf(relightNode()), nodeOf(grade), nodeOf(background)}};
}

OIIO::ImageBuf boxOf(const OIIO::ImageBuf& image)
{
    static const OIIO::ImageBuf across = iba::make_kernel("box", 2 * radius + 1, 1);
    static const OIIO::ImageBuf down = iba::make_kernel("box", 1, 2 * radius + 1);
    return iba::convolve(iba::convolve(image, across), down);
}

// The guided filter with a guide of one channel: a third of the moments ours takes.
OIIO::ImageBuf theirRefine(const OIIO::ImageBuf& matte, const OIIO::ImageBuf& source)
{
    const float weights[3] = {0.2126f, 0.7152f, 0.0722f};
    const OIIO::ImageBuf guide = iba::pow(iba::channel_sum(iba::clamp(source, 0.0f, 1.0f), weights), 1.0f / 2.2f);
    const OIIO::ImageBuf meanGuide = boxOf(guide);
    const OIIO::ImageBuf meanMatte = boxOf(matte);
    const OIIO::ImageBuf variance = iba::sub(boxOf(iba::mul(guide, guide)), iba::mul(meanGuide, meanGuide));
    const OIIO::ImageBuf covariance = iba::sub(boxOf(iba::mul(guide, matte)), iba::mul(meanGuide, meanMatte));
    const OIIO::ImageBuf gradient = iba::div(covariance, iba::add(variance, epsilon));
    const OIIO::ImageBuf offset = iba::sub(meanMatte, iba::mul(gradient, meanGuide));
    return iba::clamp(iba::mad(boxOf(gradient), guide, boxOf(offset)), 0.0f, 1.0f);
}

OIIO::ImageBuf theirDespill(const OIIO::ImageBuf& rgb)
{
    const auto channel = [&](int c) { return iba::channels(rgb, 1, c); };
    const OIIO::ImageBuf limit = iba::mul(iba::add(channel(0), channel(2)), 0.5f);
    const OIIO::ImageBuf green = iba::min(channel(1), limit);
    return iba::channel_append(iba::channel_append(channel(0), green), channel(2));
}

OIIO::ImageBuf theirRelight(const OIIO::ImageBuf& rgb, const Scene& scene, const RelightNode& relight)
{
    OIIO::ImageBuf light = iba::mul(scene.irradiance, keep);
    for (const Light& each : relight.lights) {
        const float azimuth = each.azimuth.constant * 3.14159265f / 180.0f;
        const float elevation = each.elevation.constant * 3.14159265f / 180.0f;
        const float direction[3] = {std::sin(azimuth) * std::cos(elevation), std::sin(elevation),
                                    std::cos(azimuth) * std::cos(elevation)};
        const OIIO::ImageBuf lit = iba::max(iba::channel_sum(scene.normal, direction), 0.0f);
        const int grey[3] = {0, 0, 0};
        light = iba::mad(iba::channels(lit, 3, grey), std::exp2(each.intensity.constant), light);
    }
    // R' = A I' + keep (R - A I)
    const OIIO::ImageBuf residual = iba::sub(rgb, iba::mul(scene.albedo, scene.irradiance));
    return iba::mad(scene.albedo, light, iba::mul(residual, keep));
}

OIIO::ImageBuf theirGrade(const OIIO::ImageBuf& rgb)
{
    const std::vector<float> gradient{0.99f, 1.2f, 1.0f};
    const std::vector<float> lift{0.01f, 0.0f, 0.0f};
    const OIIO::ImageBuf graded = iba::pow(iba::mad(rgb, gradient, lift), 1.0f / 1.1f);
    const float weights[3] = {0.2126f, 0.7152f, 0.0722f};
    const int grey[3] = {0, 0, 0};
    const OIIO::ImageBuf luminance = iba::channels(iba::channel_sum(graded, weights), 3, grey);
    return iba::mad(iba::sub(graded, luminance), 0.9f, luminance);
}

OIIO::ImageBuf theirComposite(const Scene& scene, const RelightNode& relight, bool refine)
{
    const OIIO::ImageBuf matte = refine ? theirRefine(scene.alpha, scene.source) : scene.alpha;
    const OIIO::ImageBuf rgb = theirGrade(theirRelight(theirDespill(scene.source), scene, relight));
    const int grey[3] = {0, 0, 0};
    OIIO::ImageBuf front = iba::channel_append(iba::mul(rgb, iba::channels(matte, 3, grey)), matte);
    front.specmod().alpha_channel = 3;
    return iba::over(front, scene.plate);
}

void benchComposite(int repeats)
{
    const Scene scene = makeScene();
    const PreparedFrame prepared = prepareFrame(scene.frame, size);
    const RelightNode relight = relightNode();

    const Image ours = evaluate(ourStack(false), prepared).picture.image();
    const OIIO::ImageBuf theirs = theirComposite(scene, relight, false);
    double largest = 0.0;
    for (int y = 0; y < size.height; y += 7) {
        for (int x = 0; x < size.width; x += 5) {
            for (int c = 0; c < 4; ++c)
                largest =
                    std::max(largest, std::fabs(static_cast<double>(ours.at(x, y, c)) - theirs.getchannel(x, y, 0, c)));
        }
    }
    std::printf("composite without refinement: largest difference %.1e\n", largest);
    const CompStack stack = ourStack(true);
    inTurns(
        repeats, [&] { evaluate(stack, prepared); }, [&] { theirComposite(scene, relight, true); })
        .print("composite 1080p (refine, despill, relight with 3 lights, grade, merge)");
    const CompStack plain = ourStack(false);
    inTurns(
        repeats, [&] { evaluate(plain, prepared); }, [&] { theirComposite(scene, relight, false); })
        .print("the same without refinement");
}

void benchEvaluate(int repeats)
{
    const Scene scene = makeScene();
    RelightNode relight = relightNode();
    relight.space = ProductSpace::Display;
    const CompStack stack{{nodeOf(relight)}};
    for (const int share : {1, 2, 3, 4}) { // a third is the viewer's proxy
        const Resolution room{size.width / share, size.height / share};
        const PreparedFrame prepared = prepareFrame(scene.frame, room);
        Seconds best;
        for (int i = 0; i < repeats; ++i)
            best.keepLess(secondsOf([&] { evaluate(stack, prepared); }));
        std::printf("relight with 3 lights, display product, %dx%d: %.1f ms (processor %.1f)\n", room.width,
                    room.height, 1e3 * best.wall, 1e3 * best.processor);
    }
}

// What nobody should ask of it: 4K, sixteen lights, fifty strokes, a matte that is refined, and layers full of what is
// no number.
void benchExtreme()
{
    constexpr Resolution large{3840, 2160};
    const auto image = [&](int channels, float offset) {
        std::vector<float> pixels(static_cast<std::size_t>(large.width) * large.height * channels);
        for (std::size_t i = 0; i < pixels.size(); ++i)
            pixels[i] = offset + 0.4f * std::sin(0.001f * static_cast<float>(i % 7919));
        for (std::size_t i = 0; i < pixels.size(); i += 97)
            pixels[i] = i % 2 ? std::numeric_limits<float>::quiet_NaN() : -0.25f;
        return Image(large, channels, std::move(pixels));
    };
    CompFrame frame;
    frame.frame = 1001;
    frame.source = premultiply(straightPicture(image(3, 0.5f)));
    frame.albedo = image(3, 0.5f);
    frame.irradiance = image(3, 0.6f);
    frame.normal = image(3, 0.3f);
    frame.alpha = image(1, 0.5f);
    frame.plate = frame.source;
    MatteNode matte;
    matte.refineRadius = static_cast<float>(radius);
    for (int i = 0; i < 50; ++i) {
        Stroke stroke;
        stroke.frame = 1001;
        stroke.radius = 40.0f;
        for (int p = 0; p < 40; ++p)
            stroke.points.push_back({0.02f * static_cast<float>(i), 0.025f * static_cast<float>(p)});
        matte.strokes.push_back(stroke);
    }
    RelightNode relight;
    for (int i = 0; i < 16; ++i) {
        Light light;
        light.kind = static_cast<LightKind>(i % 6);
        light.x = 0.2f * static_cast<float>(i) - 1.6f;
        light.azimuth = 20.0f * static_cast<float>(i);
        relight.lights.push_back(light);
    }
    BackgroundNode background;
    background.from = BackgroundNode::From::File;
    background.wrap = 0.3f;
    const CompStack stack{{nodeOf(matte), nodeOf(EdgeNode{}), nodeOf(relight), nodeOf(background)}};
    for (const Resolution room : {large, Resolution{640, 360}}) {
        PreparedFrame prepared;
        const Seconds preparing = secondsOf([&] { prepared = prepareFrame(frame, room); });
        CompResult result;
        const Seconds making = secondsOf([&] { result = evaluate(stack, prepared); });
        const Image& picture = result.picture.image();
        const std::size_t values = picture.byteSize() / sizeof(float);
        const bool finite =
            std::all_of(picture.data(), picture.data() + values, [](float v) { return std::isfinite(v); });
        std::printf(
            "4K, 16 lights, 50 strokes at %dx%d: prepared %.0f ms (processor %.0f, %lld values were no numbers), "
            "made %.0f ms (processor %.0f), %s\n",
            room.width, room.height, 1e3 * preparing.wall, 1e3 * preparing.processor,
            static_cast<long long>(prepared.replaced), 1e3 * making.wall, 1e3 * making.processor,
            finite ? "all finite" : "NOT FINITE");
    }
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("most memory: %ld MB\n", usage.ru_maxrss / 1024);
}

/// Reads a file's pixels as OpenImageIO's tool does, and writes them with our writer. `layers`: what the file holds.
void readAndWrite(const std::filesystem::path& folder, int frame, const std::vector<ExrLayer>& layers,
                  const ExrOptions& options)
{
    const std::string number = "000" + std::to_string(frame) + ".exr"; // as oiiotool counts
    const auto input = OIIO::ImageInput::open((folder / ("in." + number)).string());
    const int all = input->spec().nchannels;
    std::vector<std::vector<float>> pixels;
    for (const ExrLayer& layer : layers)
        pixels.emplace_back(static_cast<std::size_t>(size.width) * size.height * layer.image.channels());
    constexpr int strip = 64; // once, as theirs does; a layer each is how ours has its pictures
    std::vector<float> together(static_cast<std::size_t>(size.width) * strip * all);
    for (int y = 0; y < size.height; y += strip) {
        const int lines = std::min(strip, size.height - y);
        input->read_scanlines(0, 0, y, y + lines, 0, 0, all, OIIO::TypeDesc::FLOAT, together.data());
        int first = 0;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const int channels = layers[i].image.channels();
            float* target = pixels[i].data() + static_cast<std::size_t>(y) * size.width * channels;
            for (int x = 0; x < lines * size.width; ++x) {
                for (int c = 0; c < channels; ++c)
                    *target++ = together[static_cast<std::size_t>(x) * all + first + c];
            }
            first += channels;
        }
    }
    std::vector<ExrLayer> read = layers;
    for (std::size_t i = 0; i < layers.size(); ++i)
        read[i].image = Image(size, layers[i].image.channels(), std::move(pixels[i]));
    writeExr(folder / ("ours." + number), read, {}, options);
}

void benchExr(int repeats)
{
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("unividx-bench-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const Scene scene = makeScene();
    constexpr int frames = 4;
    const std::vector<ExrLayer> layers{{"rgba", {"R", "G", "B", "A"}, scene.frame.source.image(), false},
                                       {"albedo", {"albedo.R", "albedo.G", "albedo.B"}, scene.frame.albedo, false},
                                       {"N", {"N.X", "N.Y", "N.Z"}, scene.frame.normal, true}};
    ExrOptions plain;
    plain.compression = ExrCompression::None;
    plain.depth = ExrDepth::Float;
    plain.existing = ExistingFile::Replace;
    for (int frame = 1; frame <= frames; ++frame)
        writeExr(folder / ("in.000" + std::to_string(frame) + ".exr"), layers, {}, plain);
    ExrOptions zip = plain;
    zip.compression = ExrCompression::Zip;
    zip.depth = ExrDepth::Half;
    const std::string in = (folder / "in.#.exr").string();
    const std::string out = (folder / "out.#.exr").string();
    const std::string range = "oiiotool --frames 1-" + std::to_string(frames) + " ";
    const std::string write = range + in + " -d half --compression zip -o " + out;
    const auto command = [](const std::string& text) {
        if (std::system(text.c_str()) != 0)
            std::printf("failed: %s\n", text.c_str());
    };
    const Pair both = inTurns(
        repeats,
        [&] {
            for (int frame = 1; frame <= frames; ++frame)
                readAndWrite(folder, frame, layers, zip);
        },
        [&] { command(write); });
    both.print("EXR, 4 files of 10 channels 1080p, float read, half zip written (ours also read back and compared)");
    Seconds alone;
    for (int i = 0; i < repeats; ++i)
        alone.keepLess(secondsOf([&] { writeExr(folder / "alone.exr", layers, {}, zip); }));
    std::printf("our writing alone: %.0f ms a file (processor %.0f)\n", 1e3 * alone.wall, 1e3 * alone.processor);
    std::filesystem::remove_all(folder);
}

// A guided filter cannot be faster than the window means it takes: of 13 products of guide and matte, then of the 4
// coefficients. The bound is what OpenImageIO takes for as many channels.
void benchGuided(int repeats)
{
    const Scene scene = makeScene();
    const OIIO::ImageBuf moments =
        iba::channel_append(iba::channel_append(iba::channel_append(scene.source, scene.albedo),
                                                iba::channel_append(scene.irradiance, scene.normal)),
                            scene.alpha);
    const Image guide = scene.frame.albedo;
    inTurns(
        repeats,
        [&] {
            guidedFilter(scene.frame.alpha, guide, {radius, epsilon});
        },
        [&] {
            boxOf(moments);
            boxOf(scene.plate);
        })
        .print("guided filter 1080p, colour guide, against 17 channels of OpenImageIO's separable box filter");
}

} // namespace

int main(int argc, char** argv)
{
    const int repeats = argc > 1 ? std::max(1, std::atoi(argv[1])) : 3;
    std::set<std::string> wanted(argv + std::min(argc, 2), argv + argc);
    const auto runs = [&](const char* name) { return wanted.empty() || wanted.contains(name); };
    OIIO::attribute("threads", parallelism());
    OIIO::attribute("exr_threads", parallelism());
    std::printf("%d threads\n", parallelism());
    if (runs("composite"))
        benchComposite(repeats);
    if (runs("evaluate"))
        benchEvaluate(repeats);
    if (runs("extreme"))
        benchExtreme();
    if (runs("exr"))
        benchExr(repeats);
    if (runs("guided"))
        benchGuided(repeats);
    return 0;
}
