#include "core/run/run_options.h"

#include "core/base/error.h"
#include "core/base/json_object.h"

#include <algorithm>

namespace unividx {

namespace {

using Json = nlohmann::ordered_json;
using detail::ObjectReader;

template <typename Value>
void put(Json& object, const char* key, const std::optional<Value>& value)
{
    if (value)
        object[key] = *value;
}

template <typename Value>
void putUnless(Json& object, const char* key, const Value& value, const Value& usual)
{
    if (value != usual)
        object[key] = value;
}

std::string formatName(LayerFileFormat format)
{
    for (const std::string& name : layerFileFormatNames()) {
        if (findLayerFileFormat(name) == format)
            return name;
    }
    throw Error(ErrorKind::Internal, "a layer format has no name");
}

Json deviceJson(const DeviceOptions& device)
{
    Json object = Json::object();
    putUnless(object, "device", device.device, DeviceOptions().device);
    putUnless(object, "dtype", device.dtype, std::string());
    putUnless(object, "threads", device.threads, 0);
    return object;
}

Json farmJson(const FarmOptions& farm)
{
    Json object = {{"engine", farm.engine}, {"windows_per_task", farm.windowsPerTask}};
    putUnless(object, "memory", farm.memory, std::string());
    putUnless(object, "time", farm.time, std::string());
    putUnless(object, "partition", farm.partition, std::string());
    return object;
}

FarmOptions readFarm(ObjectReader reader)
{
    FarmOptions farm;
    farm.engine = reader.text("engine");
    farm.windowsPerTask = reader.integerIfThere("windows_per_task").value_or(farm.windowsPerTask);
    if (farm.windowsPerTask < 1)
        reader.fail("windows_per_task", "is not above 0");
    farm.memory = reader.text("memory");
    farm.time = reader.text("time");
    farm.partition = reader.text("partition");
    return farm;
}

std::optional<int> smallInteger(ObjectReader& reader, const std::string& key)
{
    const auto value = reader.integerIfThere(key);
    if (value && (*value < -1'000'000 || *value > 1'000'000))
        reader.fail(key, "is far too large");
    return value ? std::optional<int>(static_cast<int>(*value)) : std::nullopt;
}

std::optional<float> number(ObjectReader& reader, const std::string& key)
{
    const auto value = reader.numberIfThere(key);
    return value ? std::optional<float>(static_cast<float>(*value)) : std::nullopt;
}

void readInputs(ObjectReader& reader, RunOptions& options)
{
    for (ObjectReader& input : reader.objects("inputs")) {
        NamedPath path{input.text("name"), input.text("path"), input.text("layer")};
        if (path.name.empty() || path.path.empty())
            input.fail("name", "or path is missing");
        options.inputs.push_back(std::move(path));
    }
}

void readFiles(ObjectReader& reader, RunOptions& options)
{
    options.out = detail::pathFrom(reader.text("out"));
    options.shot = reader.text("shot");
    const auto format = findLayerFileFormat(reader.text("format", "exr"));
    if (!format)
        reader.fail("format", "is not one of this version's formats");
    options.format = *format;
    options.names = reader.flag("published_names") ? FileNames::Published : FileNames::Shot;
    if (reader.has("rate"))
        options.rate = reader.rate("rate");
    options.sourceSize = reader.flag("source_size", true);
    options.overwrite = reader.flag("overwrite");
}

void readModel(ObjectReader& reader, RunOptions& options)
{
    options.model = reader.text("model", options.model);
    options.device.device = reader.text("device", options.device.device);
    options.device.dtype = reader.text("dtype");
    options.device.threads = smallInteger(reader, "threads").value_or(0);
    options.prompt = reader.text("prompt");
    if (reader.has("negative_prompt"))
        options.negativePrompt = reader.text("negative_prompt");
    options.steps = smallInteger(reader, "steps");
    options.stepsShare = reader.numberIfThere("steps_share").value_or(1);
    options.guidance = number(reader, "guidance");
    options.shift = number(reader, "shift");
    options.seed = reader.natural("seed", 1);
    const auto width = smallInteger(reader, "width");
    const auto height = smallInteger(reader, "height");
    if (width.has_value() != height.has_value())
        reader.fail(width ? "height" : "width", "is missing");
    if (width)
        options.modelSize = Resolution{*width, *height};
    options.window = reader.integerIfThere("window");
    options.overlap = reader.integerIfThere("overlap");
}

} // namespace

std::string formatRunOptions(const RunOptions& options)
{
    const RunOptions usual;
    Json object = {{"task", options.task}};
    object["inputs"] = Json::array();
    for (const NamedPath& input : options.inputs) {
        Json entry = {{"name", input.name}, {"path", input.path}};
        putUnless(entry, "layer", input.layer, std::string());
        object["inputs"].push_back(std::move(entry));
    }
    putUnless(object, "kept", options.kept, usual.kept);
    object["model"] = options.model;
    object.update(deviceJson(options.device));
    putUnless(object, "prompt", options.prompt, usual.prompt);
    put(object, "negative_prompt", options.negativePrompt);
    if (options.frames)
        object["frames"] = detail::rangeJson(*options.frames);
    put(object, "most_frames", options.mostFrames);
    put(object, "steps", options.steps);
    putUnless(object, "steps_share", options.stepsShare, usual.stepsShare);
    put(object, "guidance", options.guidance);
    put(object, "shift", options.shift);
    object["seed"] = options.seed;
    if (options.modelSize) {
        object["width"] = options.modelSize->width;
        object["height"] = options.modelSize->height;
    }
    put(object, "window", options.window);
    put(object, "overlap", options.overlap);
    object["out"] = detail::pathText(options.out);
    putUnless(object, "shot", options.shot, usual.shot);
    object["format"] = formatName(options.format);
    putUnless(object, "published_names", options.names == FileNames::Published, false);
    if (options.rate)
        object["rate"] = Json::array({options.rate->numerator, options.rate->denominator});
    putUnless(object, "source_size", options.sourceSize, true);
    putUnless(object, "overwrite", options.overwrite, false);
    if (options.farm != FarmOptions())
        object["farm"] = farmJson(options.farm);
    try {
        return object.dump();
    } catch (const Json::exception&) {
        throw Error(ErrorKind::Usage, titleOf(options) + ": a path or a prompt is not UTF-8 text; rename the file");
    }
}

RunOptions parseRunOptions(std::string_view text, const std::string& place)
{
    const detail::Json object = detail::parseJson(text, place);
    ObjectReader reader(object, place + ": ");
    RunOptions options;
    options.task = reader.text("task");
    readInputs(reader, options);
    options.kept = reader.texts("kept");
    readModel(reader, options);
    if (reader.has("frames"))
        options.frames = reader.range("frames");
    options.mostFrames = reader.integerIfThere("most_frames");
    readFiles(reader, options);
    if (const detail::Json* farm = reader.find("farm"))
        options.farm = readFarm(ObjectReader(*farm, place + ": farm"));
    if (const std::string rest = reader.rest(); !rest.empty())
        throw Error(ErrorKind::Input, place + ": asks for what this version does not know: " + rest);
    return options;
}

RunOptions withAbsolutePaths(RunOptions options)
{
    for (NamedPath& input : options.inputs)
        input.path = std::filesystem::absolute(input.path).lexically_normal().string();
    if (!options.out.empty())
        options.out = std::filesystem::absolute(options.out).lexically_normal();
    // A package given as a folder; a name has no slash.
    if (options.model.find('/') != std::string::npos)
        options.model = std::filesystem::absolute(options.model).lexically_normal().string();
    return options;
}

std::string titleOf(const RunOptions& options)
{
    if (options.inputs.empty())
        return options.task;
    const std::filesystem::path path(options.inputs.front().path);
    const std::filesystem::path name = path.filename().empty() ? path.parent_path().filename() : path.filename();
    return name.string() + ": " + options.task;
}

std::filesystem::path usualState(const RunOptions& options)
{
    const std::string name =
        options.shot.empty() ? std::filesystem::path(titleOf(options)).stem().string() : options.shot;
    return options.out / ("." + name + "." + options.task + ".unividx");
}

} // namespace unividx
