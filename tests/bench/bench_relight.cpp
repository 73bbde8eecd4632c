// bench_relight MODEL SCENE...: how close a model's render of edited light comes to the truth, as it stands and by the
// ratio of two renders. A scene is a folder that `scene_render --out` wrote, so its layers are exact and the
// compositor's own picture of them (A * I' and what was left over) is what the edited light gives. Not a test: see
// RESULTS.md.

#include "core/base/error.h"
#include "core/color/srgb.h"
#include "core/export/model_render.h"
#include "core/layers/frame_path.h"
#include "core/layers/open_layer.h"
#include "core/media/media_reader.h"
#include "inference/engine/torch_engine.h"
#include "inference/metrics/psnr.h"
#include "inference/metrics/ssim.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace unividx;
namespace fs = std::filesystem;

/// Scene-linear light as a screen shows it.
Image displayed(const Image& light)
{
    std::vector<float> values(static_cast<std::size_t>(light.width() * light.height()) * 3);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float value = light.data()[i / 3 * static_cast<std::size_t>(light.channels()) + i % 3];
        values[i] = std::clamp(linearToSrgb(value), 0.0F, 1.0F);
    }
    return Image(light.resolution(), 3, std::move(values));
}

struct Meters {
    PsnrMeter psnr;
    double similarity = 0;
    int frames = 0;

    void add(const Image& made, const Image& wanted)
    {
        psnr.add(made, wanted);
        similarity += ssim(made, wanted);
        ++frames;
    }
};

CompStack stackOf(const LightPreset& preset)
{
    RelightNode relight;
    relight.space = ProductSpace::Linear;
    relight.keepOriginal = preset.keepOriginal;
    relight.lights = preset.lights;
    CompStack stack;
    stack.nodes.push_back({{}, false, relight, {}});
    return stack;
}

CompFiles filesOf(const fs::path& scene)
{
    const auto sequence = [&](const char* layer) { return scene / layer / "####.png"; };
    CompFiles files;
    files.source = sequence("rgb");
    files.layers = {{CompLayer::Albedo, sequence("albedo")},
                    {CompLayer::Irradiance, sequence("irradiance")},
                    {CompLayer::Normal, sequence("normal")}};
    return files;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        const auto engine = makeTorchEngine(argc > 1 ? argv[1] : "");
        const fs::path work = fs::temp_directory_path() / "bench_relight";
        for (const LightPreset& preset : lightPresets()) {
            Meters shot;
            Meters direct;
            Meters ratio;
            for (int place = 2; place < argc; ++place) {
                Composite composite(stackOf(preset), filesOf(argv[place]), CompositePictures::PictureAlone);
                for (const bool transfers : {false, true}) {
                    fs::remove_all(work);
                    ModelRender render;
                    render.frames = composite.info().frames;
                    render.transferRatio = transfers;
                    CancelToken token;
                    JobContext job(token);
                    renderWithModel(composite, render, *engine, exportRequestOf(composite, work, "shot"), job);
                    const auto made = openLayer(framePattern(work, "shot", "rgb", ".exr"), "rgb");
                    for (std::int64_t frame = render.frames.first; frame < render.frames.end(); ++frame) {
                        const Image wanted = displayed(composite.pictures(frame).front());
                        (transfers ? ratio : direct).add(displayed(made->read(frame)), wanted);
                        if (!transfers)
                            shot.add(openMedia(composite.files().source)->read(frame), wanted);
                    }
                }
            }
            std::printf("%-12s", std::string(preset.name).c_str());
            for (const Meters* meters : {&shot, &direct, &ratio})
                std::printf("  %6.2f dB %.3f", meters->psnr.decibels(),
                            meters->similarity / std::max(1, meters->frames));
            std::printf("\n");
        }
        fs::remove_all(work);
        return 0;
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
