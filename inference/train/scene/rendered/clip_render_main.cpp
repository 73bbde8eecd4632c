// clip_render: renders clips of path-traced scenes with their exact layers into safetensors files.

#include "core/base/error.h"
#include "inference/train/scene/rendered/clip_shard.h"

#include <charconv>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace unividx;

constexpr const char* usage =
    "clip_render --assets FILE --out DIR [--kind NAME] [--seed N] [--shards N] [--clips N] [--frames N] [--size WxH]\n"
    "            [--samples N] [--light-samples N] [--subjects] [--clean]\n"
    "Writes DIR/<kind>_<seed>.safetensors, one file for each shard of --clips clips. Clip i of a shard has seed + i; "
    "the\n"
    "next shard continues the numbers. Existing files are kept. --subjects renders only scenes with a subject;\n"
    "--clean leaves out the camera's faults.\n"
    "Kinds: room, kitchen, table, stairs, corridor, street, park, workshop, backdrop; without one, all of them.\n";

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
    std::map<std::string, std::string> values{
        {"--assets", ""}, {"--out", ""},     {"--kind", ""},        {"--seed", "1"},     {"--shards", "1"},
        {"--clips", "8"}, {"--frames", "3"}, {"--size", "256x192"}, {"--samples", "10"}, {"--light-samples", "2"}};
    scene::RenderedOptions options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--clean")
            options.cameraFaults = false;
        else if (arguments[i] == "--subjects")
            options.needsSubject = true;
        else if (values.contains(arguments[i]) && i + 1 < arguments.size()) {
            const std::string& name = arguments[i];
            values[name] = arguments[++i];
        } else
            throw Error(ErrorKind::Usage, "'" + arguments[i] + "' is not understood\n" + usage);
    }
    const std::size_t cross = values["--size"].find('x');
    if (values["--assets"].empty() || values["--out"].empty() || cross == std::string::npos)
        throw Error(ErrorKind::Usage, usage);
    options.size = {static_cast<int>(number(values["--size"].substr(0, cross))),
                    static_cast<int>(number(values["--size"].substr(cross + 1)))};
    options.frames = static_cast<int>(number(values["--frames"]));
    options.samples = static_cast<int>(number(values["--samples"]));
    options.lightSamples = static_cast<int>(number(values["--light-samples"]));
    options.kind = values["--kind"];

    const scene::AssetPack pack = scene::AssetPack::open(values["--assets"]);
    const scene::Catalog catalog(pack);
    const std::filesystem::path out = values["--out"];
    std::filesystem::create_directories(out);
    const std::string kind = !options.kind.empty() ? options.kind : options.needsSubject ? "subjects" : "mixed";
    const std::uint64_t clips = number(values["--clips"]);
    std::uint64_t seed = number(values["--seed"]);
    for (std::uint64_t shard = number(values["--shards"]); shard > 0; --shard, seed += clips) {
        const std::filesystem::path path = out / (kind + "_" + std::to_string(seed) + ".safetensors");
        if (std::filesystem::exists(path))
            continue;
        scene::ClipShard file;
        for (std::uint64_t i = 0; i < clips; ++i)
            file.add(scene::renderClip(seed + i, pack, catalog, options));
        file.write(path, kind, seed);
        std::cout << path.string() << std::endl;
    }
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
