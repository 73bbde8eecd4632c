#include "app/cli/published_config.h"

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/text_file.h"
#include "core/base/yaml_text.h"
#include "core/run/layer_files.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>

namespace unividx::cli {

namespace {

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& sentence)
{
    throw Error(ErrorKind::Input, file.string() + ": " + sentence);
}

template <typename Value>
std::optional<Value> optionalValue(const YAML::Node& root, const std::string& key, const std::filesystem::path& file)
{
    const YAML::Node node = root[key];
    if (!node.IsDefined() || node.IsNull())
        return std::nullopt;
    try {
        return node.as<Value>();
    } catch (const YAML::Exception&) {
        fail(file, "'" + key + "' in line " + std::to_string(node.Mark().line + 1) + " has a value of the wrong kind");
    }
}

std::string located(const std::string& path, const std::filesystem::path& config)
{
    const std::filesystem::path given(path);
    const std::filesystem::path folder = std::filesystem::absolute(config).parent_path();
    const std::array<std::filesystem::path, 3> candidates{given, folder / given, folder.parent_path() / given};
    for (const auto& candidate : candidates) {
        std::error_code unreadable; // counts as absent; whoever opens the path says what is wrong with it
        if (std::filesystem::exists(candidate, unreadable))
            return candidate.string();
    }
    return path;
}

std::vector<std::string> weightsOf(const YAML::Node& root, const std::filesystem::path& file)
{
    std::vector<std::string> weights;
    const YAML::Node model = root["model"];
    if (!model.IsDefined() || !model.IsMap() || !model["params"].IsDefined() || !model["params"].IsMap())
        return weights;
    const YAML::Node params = model["params"];
    if (const auto list = optionalValue<std::string>(params, "model_paths", file)) {
        // A list written as JSON inside a string.
        const auto parsed = parseJson(*list, file.string() + ": 'model_paths'");
        if (!parsed.is_array())
            fail(file, "'model_paths' is not a list of files");
        for (const auto& entry : parsed) {
            if (entry.is_string())
                weights.push_back(entry.get<std::string>());
        }
    }
    if (const auto adapters = optionalValue<std::string>(params, "resume_from_checkpoint", file))
        weights.push_back(*adapters);
    return weights;
}

YAML::Node parsed(const std::filesystem::path& file)
{
    const std::string text = readTextFile(file);
    checkYaml(text, file.string());
    YAML::Node root = YAML::Load(text);
    if (!root.IsMap())
        fail(file, "this is not an inference configuration: it has no keys");
    return root;
}

void checkModelName(const YAML::Node& root, const Family& family, const std::filesystem::path& file)
{
    const YAML::Node model = root["model"];
    if (!model.IsDefined() || !model.IsMap())
        return;
    const auto name = optionalValue<std::string>(model, "name", file);
    const std::string expected = &family == &alphaFamily ? "UniVidAlpha" : "UniVidIntrinsic";
    if (name && *name != expected)
        fail(file, "the mode belongs to " + expected + ", but 'model.name' is '" + *name + "'");
}

} // namespace

PublishedConfig readPublishedConfig(const std::filesystem::path& file)
{
    const YAML::Node root = parsed(file);
    PublishedConfig config;
    const auto mode = optionalValue<std::string>(root, "mode", file);
    if (!mode)
        fail(file, "this is not an inference configuration: 'mode' is missing");
    const auto task = findTask(*mode);
    if (!task)
        fail(file, "there is no mode '" + *mode + "' (unividx tasks lists all 30)");
    config.task = *task;
    checkModelName(root, *task->family, file);

    std::vector<std::string> known{"mode", "experiment_name",     "prompt",    "negative_prompt", "model",
                                   "seed", "num_inference_steps", "cfg_scale", "num_frames",      "height",
                                   "width"};
    for (std::size_t row = 0; row < 4; ++row) {
        const std::string key = "inference_" + publishedName(*task->family, row) + "_path";
        known.push_back(key);
        const auto path = optionalValue<std::string>(root, key, file);
        if (path && !path->empty())
            config.inputs.push_back({std::string(task->family->modalities[row].name), located(*path, file)});
    }
    for (const auto& entry : root) {
        const auto key = entry.first.as<std::string>();
        if (std::find(known.begin(), known.end(), key) == known.end())
            config.unknownKeys.push_back(key);
    }

    config.experiment = optionalValue<std::string>(root, "experiment_name", file).value_or(file.stem().string());
    config.prompt = optionalValue<std::string>(root, "prompt", file).value_or("");
    config.negativePrompt = optionalValue<std::string>(root, "negative_prompt", file);
    config.seed = optionalValue<std::uint64_t>(root, "seed", file);
    config.steps = optionalValue<int>(root, "num_inference_steps", file);
    config.guidance = optionalValue<float>(root, "cfg_scale", file);
    config.frameCount = optionalValue<std::int64_t>(root, "num_frames", file).value_or(config.frameCount);
    if (config.frameCount < 1)
        fail(file, "'num_frames' must be 1 or more");
    const auto width = optionalValue<int>(root, "width", file);
    const auto height = optionalValue<int>(root, "height", file);
    if (width.has_value() != height.has_value())
        fail(file, "'width' and 'height' go together; one is missing");
    if (width)
        config.size = Resolution{*width, *height};
    config.weights = weightsOf(root, file);
    return config;
}

} // namespace unividx::cli
