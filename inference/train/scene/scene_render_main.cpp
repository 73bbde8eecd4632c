// scene_render: writes a procedural clip and its exact layers, one folder of PNG files a modality.

#include "core/base/error.h"
#include "core/media/sequence_png.h"
#include "inference/train/scene/scene_clip.h"

#include <charconv>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace unividx;

constexpr const char* usage =
    "scene_render --out DIR [--family intrinsic|alpha] [--seed N] [--size WxH] [--frames N] [--samples N]\n"
    "             [--threads N] [--degrade]\n"
    "Writes DIR/<modality>/0001.png and so on, and DIR/caption.txt.\n";

std::uint64_t number(const std::string& text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        throw Error(ErrorKind::Usage, "'" + text + "' is not a number\n" + usage);
    return value;
}

int run(const std::vector<std::string>& arguments)
{
    std::map<std::string, std::string> values{{"--family", "intrinsic"},
                                              {"--seed", "1"},
                                              {"--size", "640x480"},
                                              {"--frames", "43"},
                                              {"--samples", "2"},
                                              {"--out", ""},
                                              {"--threads", std::to_string(std::thread::hardware_concurrency())}};
    scene::SceneOptions options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& name = arguments[i];
        if (name == "--degrade") {
            options.degrade = true;
        } else if (values.contains(name) && i + 1 < arguments.size()) {
            values[name] = arguments[++i];
        } else {
            throw Error(ErrorKind::Usage, "'" + name + "' is not understood\n" + usage);
        }
    }
    const Family* family = findFamily(values["--family"]);
    const std::size_t cross = values["--size"].find('x');
    if (family == nullptr || cross == std::string::npos || values["--out"].empty())
        throw Error(ErrorKind::Usage, usage);
    options.seed = number(values["--seed"]);
    options.resolution = {static_cast<int>(number(values["--size"].substr(0, cross))),
                          static_cast<int>(number(values["--size"].substr(cross + 1)))};
    options.frames = static_cast<int>(number(values["--frames"]));
    options.samples = static_cast<int>(number(values["--samples"]));
    options.threads = static_cast<int>(number(values["--threads"]));

    const scene::SceneClip clip = scene::renderScene(*family, options);
    const std::filesystem::path out = values["--out"];
    for (std::size_t row = 0; row < clip.layers.size(); ++row) {
        const std::filesystem::path folder = out / family->modalities[row].name;
        std::filesystem::create_directories(folder);
        for (std::size_t frame = 0; frame < clip.layers[row].size(); ++frame) {
            const std::string count = std::to_string(frame + 1);
            writePng(folder / (std::string(4 - std::min<std::size_t>(4, count.size()), '0') + count + ".png"),
                     clip.layers[row][frame]);
        }
    }
    std::cout << clip.caption << '\n';
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        return run({argv + 1, argv + argc});
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
