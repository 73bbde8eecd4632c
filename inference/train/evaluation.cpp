#include "inference/train/evaluation.h"

#include "inference/train/scene/scene_clip.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace unividx {

namespace {

using Layers = std::array<std::vector<Image>, 4>;

scene::SceneClip heldOut(const Family& family, const EvaluationOptions& options, std::int64_t seed)
{
    scene::SceneOptions scene;
    scene.seed = static_cast<std::uint64_t>(seed);
    scene.resolution = options.resolution;
    scene.frames = options.frames;
    scene.samples = 2;
    scene.threads = 2;
    return scene::renderScene(family, scene);
}

/// Runs a task whose one condition is the rgb row.
Layers generate(Engine& engine, const Task& task, const scene::SceneClip& clip, const EvaluationOptions& options,
                std::int64_t seed, const CancelToken& cancel)
{
    GenerateRequest request;
    request.task = task;
    request.frames = {0, options.frames};
    request.modelSize = options.resolution;
    request.steps = options.steps;
    request.seed = static_cast<std::uint64_t>(seed);
    std::array<FrameSource, 4> sources;
    sources[0] = [&](std::int64_t frame) { return clip.layers[0][static_cast<std::size_t>(frame)]; };
    Layers made;
    JobContext job(cancel);
    engine.run(
        request, sources,
        [&](std::int64_t, const std::array<Image, 4>& layers) {
            for (std::size_t row = 0; row < 4; ++row)
                made[row].push_back(layers[row]);
        },
        job);
    return made;
}

/// Display-encoded normals (n * 0.5 + 0.5) as unit vectors.
std::vector<Image> asVectors(const std::vector<Image>& encoded)
{
    std::vector<Image> vectors;
    for (const Image& image : encoded) {
        const std::size_t count =
            static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height()) * 3;
        std::vector<float> values(count);
        std::transform(image.data(), image.data() + count, values.begin(), [](float v) { return v * 2.0F - 1.0F; });
        vectors.emplace_back(image.resolution(), 3, std::move(values));
    }
    return vectors;
}

std::vector<Image> asGrey(const std::vector<Image>& colored)
{
    std::vector<Image> grey;
    for (const Image& image : colored) {
        const std::size_t pixels = static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height());
        std::vector<float> values(pixels * 3);
        for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
            const float* rgb = image.data() + pixel * 3;
            std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(pixel * 3), 3, (rgb[0] + rgb[1] + rgb[2]) / 3.0F);
        }
        grey.emplace_back(image.resolution(), 3, std::move(values));
    }
    return grey;
}

/// The mean absolute error of the value that minimises it: the median.
double constantMatteError(const std::vector<Image>& wanted)
{
    std::vector<float> values;
    for (const Image& image : wanted) {
        for (int pixel = 0; pixel < image.width() * image.height(); ++pixel)
            values.push_back(image.data()[pixel * image.channels()]);
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    const double median = *middle;
    double sum = 0;
    for (const float value : values)
        sum += std::abs(static_cast<double>(value) - median);
    return sum / static_cast<double>(values.size());
}

template <typename Figures, typename Get>
double meanOf(const std::vector<Figures>& all, const Get& get)
{
    double sum = 0;
    for (const Figures& figures : all)
        sum += get(figures);
    return all.empty() ? 0 : sum / static_cast<double>(all.size());
}

std::string line(const char* format, auto... values)
{
    std::array<char, 160> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return text.data();
}

DecomposeFigures meanFigures(const std::vector<DecomposeFigures>& all)
{
    DecomposeFigures mean;
    mean.normals.meanDegrees = meanOf(all, [](const auto& f) { return f.normals.meanDegrees; });
    mean.normals.medianDegrees = meanOf(all, [](const auto& f) { return f.normals.medianDegrees; });
    mean.normals.within11 = meanOf(all, [](const auto& f) { return f.normals.within11; });
    mean.constantNormals.meanDegrees = meanOf(all, [](const auto& f) { return f.constantNormals.meanDegrees; });
    mean.albedo = meanOf(all, [](const auto& f) { return f.albedo; });
    mean.rgbAsAlbedo = meanOf(all, [](const auto& f) { return f.rgbAsAlbedo; });
    mean.irradiance = meanOf(all, [](const auto& f) { return f.irradiance; });
    mean.greyAsIrradiance = meanOf(all, [](const auto& f) { return f.greyAsIrradiance; });
    return mean;
}

MatteFigures meanFigures(const std::vector<MatteFigures>& all)
{
    MatteFigures mean;
    mean.matte.mad = meanOf(all, [](const auto& f) { return f.matte.mad; });
    mean.matte.mse = meanOf(all, [](const auto& f) { return f.matte.mse; });
    mean.matte.dtssd = meanOf(all, [](const auto& f) { return f.matte.dtssd; });
    mean.constant = meanOf(all, [](const auto& f) { return f.constant; });
    return mean;
}

std::string row(const std::string& name, const DecomposeFigures& f)
{
    return line("%-10s  %7.2f %7.2f %6.1f%% %9.2f   %7.2f %7.2f   %7.2f %7.2f\n", name.c_str(), f.normals.meanDegrees,
                f.normals.medianDegrees, f.normals.within11 * 100, f.constantNormals.meanDegrees, f.albedo,
                f.rgbAsAlbedo, f.irradiance, f.greyAsIrradiance);
}

std::string row(const std::string& name, const MatteFigures& f)
{
    return line("%-10s  %8.4f %8.4f %8.4f %9.4f\n", name.c_str(), f.matte.mad, f.matte.mse, f.matte.dtssd, f.constant);
}

nlohmann::json json(const DecomposeFigures& f)
{
    return {{"seed", f.seed},
            {"normal_mean_degrees", f.normals.meanDegrees},
            {"normal_median_degrees", f.normals.medianDegrees},
            {"normal_within_11_25", f.normals.within11},
            {"normal_within_22_5", f.normals.within22},
            {"normal_within_30", f.normals.within30},
            {"constant_normal_mean_degrees", f.constantNormals.meanDegrees},
            {"albedo_psnr", f.albedo},
            {"rgb_as_albedo_psnr", f.rgbAsAlbedo},
            {"irradiance_psnr", f.irradiance},
            {"grey_as_irradiance_psnr", f.greyAsIrradiance}};
}

nlohmann::json json(const MatteFigures& f)
{
    return {{"seed", f.seed},
            {"mad", f.matte.mad},
            {"mse", f.matte.mse},
            {"dtssd", f.matte.dtssd},
            {"constant_mad", f.constant}};
}

} // namespace

EvaluationReport evaluate(Engine& engine, const EvaluationOptions& options, const CancelToken& cancel)
{
    EvaluationReport report;
    for (int clip = 0; clip < options.clips; ++clip) {
        const std::int64_t seed = options.firstSeed + clip;
        const scene::SceneClip room = heldOut(intrinsicFamily, options, seed);
        const Layers parts = generate(engine, taskNamed("R2AIN"), room, options, seed, cancel);
        DecomposeFigures figures;
        figures.seed = seed;
        const std::vector<Image> normals = asVectors(room.layers[3]);
        figures.normals = normalErrors(parts[3], normals);
        figures.constantNormals = bestConstantNormalErrors(normals);
        figures.albedo = psnr(parts[1], room.layers[1]);
        figures.rgbAsAlbedo = psnr(room.layers[0], room.layers[1]);
        figures.irradiance = psnr(parts[2], room.layers[2]);
        figures.greyAsIrradiance = psnr(asGrey(room.layers[0]), room.layers[2]);
        report.decompose.push_back(figures);

        const scene::SceneClip subject = heldOut(alphaFamily, options, seed);
        const Layers cut = generate(engine, taskNamed("R2PFB"), subject, options, seed, cancel);
        report.matte.push_back({seed, matteErrors(cut[1], subject.layers[1]), constantMatteError(subject.layers[1])});
    }
    return report;
}

std::string asTable(const EvaluationReport& report)
{
    std::string text = "Decompose   normals (degrees)                albedo (dB)        irradiance (dB)\n"
                       "seed           mean  median  <11.25  constant     model     rgb     model    grey\n";
    for (const DecomposeFigures& figures : report.decompose)
        text += row(std::to_string(figures.seed), figures);
    text += row("mean", meanFigures(report.decompose));
    text += "\nMatte            MAD      MSE    dtSSD  constant\n";
    for (const MatteFigures& figures : report.matte)
        text += row(std::to_string(figures.seed), figures);
    return text + row("mean", meanFigures(report.matte));
}

std::string asJson(const EvaluationReport& report, const EvaluationOptions& options)
{
    nlohmann::json all;
    all["frames"] = options.frames;
    all["resolution"] = {options.resolution.width, options.resolution.height};
    for (const DecomposeFigures& figures : report.decompose)
        all["decompose"].push_back(json(figures));
    for (const MatteFigures& figures : report.matte)
        all["matte"].push_back(json(figures));
    all["mean"] = {{"decompose", json(meanFigures(report.decompose))}, {"matte", json(meanFigures(report.matte))}};
    return all.dump(2);
}

} // namespace unividx
