#include "inference/evaluation/suite.h"

#include "core/base/parallel.h"
#include "core/engine/depth_predictor.h"
#include "core/engine/window_plan.h"
#include "core/image/resize.h"
#include "inference/evaluation/measure_clip.h"
#include "inference/metrics/depth_errors.h"
#include "inference/metrics/seam_ratio.h"

#include <array>
#include <charconv>
#include <map>
#include <memory>
#include <utility>

namespace unividx {

namespace {

using Layers = std::array<std::vector<Image>, 4>;

FrameSource sourceOf(const std::vector<Image>& frames)
{
    return [&frames](std::int64_t frame) { return frames[static_cast<std::size_t>(frame)]; };
}

/// A finished layer as an engine is given one: what `FrameSource` says.
Image asCondition(const Image& layer, Decoding decoding)
{
    if (decoding != Decoding::UnitNormal)
        return layer;
    std::vector<float> values(layer.data(), layer.data() + layer.byteSize() / sizeof(float));
    for (float& value : values)
        value = value * 0.5F + 0.5F;
    return {layer.resolution(), layer.channels(), std::move(values)};
}

GenerateRequest requestFor(const Task& task, const scene::SceneClip& scene, const SuiteOptions& options,
                           std::int64_t seed)
{
    GenerateRequest request;
    request.task = task;
    request.frames = {0, options.frames};
    request.modelSize = options.resolution;
    request.steps = options.steps;
    request.seed = static_cast<std::uint64_t>(seed);
    request.windowLength = options.window;
    request.windowOverlap = options.overlap;
    if (task.usesText())
        request.prompt = scene.caption;
    return request;
}

Layers generate(Engine& engine, const GenerateRequest& request, const scene::SceneClip& scene,
                const CancelToken& cancel, const JobContext::Observer& observer)
{
    std::array<FrameSource, 4> sources;
    for (std::size_t row = 0; row < 4; ++row) {
        if (request.task.conditions[row])
            sources[row] = sourceOf(scene.layers[row]);
    }
    Layers made;
    JobContext job(cancel, observer);
    engine.run(
        request, sources,
        [&](std::int64_t, const std::array<Image, 4>& layers) {
            for (std::size_t row = 0; row < 4; ++row) {
                if (request.task.targets()[row])
                    made[row].push_back(asCondition(layers[row], request.task.family->modalities[row].decoding));
            }
        },
        job);
    return made;
}

std::optional<std::int64_t> numberIn(const std::vector<std::pair<std::string, std::string>>& entries, const char* key)
{
    for (const auto& [name, text] : entries) {
        std::int64_t number = 0;
        if (name == key && std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc())
            return number;
    }
    return std::nullopt;
}

/// Where the engine joined its windows, as it says itself; nowhere if it does not say.
std::set<std::int64_t> joinsOf(const Engine& engine, const GenerateRequest& request)
{
    const auto entries = engine.provenance(request);
    const auto length = numberIn(entries, "window");
    const auto overlap = numberIn(entries, "overlap");
    if (!length || !overlap)
        return {};
    return joinFrames(planWindows(request.frames, {*length, *overlap}));
}

Figures measure(Engine& engine, const GenerateRequest& request, const scene::SceneClip& scene,
                const CancelToken& cancel, const JobContext::Observer& observer)
{
    const Layers made = generate(engine, request, scene, cancel, observer);
    ClipUnderTest clip;
    clip.family = request.task.family;
    clip.frames = request.frames.count;
    clip.joins = joinsOf(engine, request);
    for (std::size_t row = 0; row < 4; ++row) {
        clip.wanted[row] = sourceOf(scene.layers[row]);
        if (request.task.targets()[row])
            clip.made[row] = sourceOf(made[row]);
    }
    return measureClip(clip, cancel);
}

/// Measures the depth that the engine predicts from the scene's rgb, if it does and the scene's is known.
void addDepth(Figures& figures, Engine& engine, const scene::SceneClip& scene, const CancelToken& cancel,
              const JobContext::Observer& observer)
{
    auto* const predictor = dynamic_cast<DepthPredictor*>(&engine);
    if (!predictor || !predictor->predictsDepth() || scene.depth.empty())
        return;
    DepthMeter meter;
    DepthMeter constant;
    JobContext job(cancel, observer);
    predictor->depth(
        {0, static_cast<std::int64_t>(scene.depth.size())}, sourceOf(scene.layers[*intrinsicFamily.rowOf("rgb")]),
        [&](std::int64_t frame, const RelativeDepth& made) {
            const Image& wanted = scene.depth[static_cast<std::size_t>(frame)];
            const Resolution size = wanted.resolution();
            meter.add(resizeBilinear(made.logDistance, size), wanted);
            constant.add(Image(size, 1, std::vector<float>(wanted.byteSize() / sizeof(float))), wanted);
        },
        job);
    if (meter.errors().pixels == 0)
        return;
    Figure figure{"depth_log_rmse", "depth", "RMSE of log distance", 1, meter.errors().logRmse, {}, "constant"};
    figure.beside = constant.errors().logRmse;
    figures.push_back(figure);
}

} // namespace

SceneMaker proceduralScenes()
{
    return [](const Family& family, const SuiteOptions& options, std::int64_t seed) {
        scene::SceneOptions scene;
        scene.seed = static_cast<std::uint64_t>(seed);
        scene.resolution = options.resolution;
        scene.frames = options.frames;
        scene.samples = 2;
        scene.threads = parallelism();
        return scene::renderScene(family, scene);
    };
}

std::vector<std::int64_t> seedsOf(const SuiteOptions& options)
{
    std::vector<std::int64_t> seeds;
    for (int clip = 0; clip < options.clips; ++clip)
        seeds.push_back(options.firstSeed + clip);
    return seeds;
}

std::vector<FigureGroup> runSuite(Engine& engine, const SuiteOptions& options, const CancelToken& cancel,
                                  const JobContext::Observer& observer)
{
    std::vector<FigureGroup> groups;
    for (const std::string& name : options.tasks) {
        const std::string mode = taskNamed(name).name();
        groups.push_back({name == mode ? mode : name + " (" + mode + ")", {}});
    }
    for (const std::int64_t seed : seedsOf(options)) {
        std::map<const Family*, scene::SceneClip> scenes; // tasks of one family share a scene
        for (std::size_t i = 0; i < options.tasks.size(); ++i) {
            const Task task = taskNamed(options.tasks[i]);
            if (!scenes.contains(task.family))
                scenes.emplace(task.family, options.scenes(*task.family, options, seed));
            const scene::SceneClip& scene = scenes.at(task.family);
            const GenerateRequest request = requestFor(task, scene, options, seed);
            Figures figures = measure(engine, request, scene, cancel, observer);
            if (task.family == &intrinsicFamily && task.conditions == modalitiesOf(intrinsicFamily, "R"))
                addDepth(figures, engine, scene, cancel, observer);
            groups[i].clips.push_back({std::to_string(seed), std::move(figures)});
        }
    }
    return groups;
}

} // namespace unividx
