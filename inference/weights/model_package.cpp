#include "inference/weights/model_package.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/text_file.h"
#include "inference/weights/json_entries.h"
#include "inference/weights/weight_files.h"

#include <algorithm>
#include <system_error>

namespace unividx {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int currentFormat = 1;

fs::path resolved(const fs::path& folder, const std::string& name)
{
    const fs::path path = fs::path(reinterpret_cast<const char8_t*>(name.c_str()));
    return path.is_absolute() ? path : folder / path;
}

GenerationDefaults readDefaults(const fs::path& file, const Json& json, const std::string& where)
{
    GenerationDefaults defaults;
    JsonEntries entries(file, json, where);
    entries.read("width", defaults.width);
    entries.read("height", defaults.height);
    entries.read("frames", defaults.frames);
    entries.read("steps", defaults.steps);
    entries.read("guidance", defaults.guidance);
    entries.read("shift", defaults.shift);
    entries.read("seed", defaults.seed);
    entries.read("tiled_decode", defaults.tiledDecode);
    entries.read("tile_height", defaults.tileHeight);
    entries.read("tile_width", defaults.tileWidth);
    entries.read("stride_height", defaults.strideHeight);
    entries.read("stride_width", defaults.strideWidth);
    entries.finish();
    if (defaults.width < 16 || defaults.width % 16 != 0 || defaults.height < 16 || defaults.height % 16 != 0)
        throw entries.fail("asks for a size that is no multiple of 16");
    if (defaults.frames < 1 || defaults.frames % 4 != 1)
        throw entries.fail("asks for a number of frames that is not 4k + 1");
    if (defaults.steps < 1 || !(defaults.guidance >= 0) || !(defaults.shift > 0))
        throw entries.fail("has steps, guidance or shift out of range");
    if (defaults.strideHeight < 1 || defaults.strideWidth < 1 || defaults.tileHeight < defaults.strideHeight ||
        defaults.tileWidth < defaults.strideWidth)
        throw entries.fail("has tiles smaller than their stride");
    return defaults;
}

ModelQuirks readQuirks(const fs::path& file, const Json& json)
{
    ModelQuirks quirks;
    JsonEntries entries(file, json, "quirks");
    entries.read("bf16_timesteps", quirks.bf16Timesteps);
    entries.read("alpha_first_adapter", quirks.alphaFirstAdapter);
    entries.read("zero_start", quirks.zeroStart);
    entries.read("settle_layers", quirks.reconcileLayers);
    entries.read("area_resize", quirks.areaResize);
    entries.read("frames_alone", quirks.framesAlone);
    entries.read("refine_mattes", quirks.refineMattes);
    entries.read("ffn_adapter", quirks.ffnAdapter);
    entries.finish();
    if (quirks.ffnAdapter != "last" && quirks.ffnAdapter != "gated")
        throw entries.fail("has an 'ffn_adapter' that is neither 'last' nor 'gated'");
    return quirks;
}

std::vector<ConditionAugmentation> readViews(const fs::path& file, const Json& json, const Family& family,
                                             const std::string& where)
{
    constexpr double softest = 8; // pixels of the model's size; there is little left to see then
    const auto fail = [&](const std::string& sentence) {
        return Error(ErrorKind::Model, file.string() + ": '" + where + "' " + sentence);
    };
    if (!json.is_array() || json.empty())
        throw fail("is no list of views");
    std::vector<ConditionAugmentation> views;
    ModalitySet seen;
    for (const Json& value : json) {
        ConditionAugmentation view;
        JsonEntries entries(file, value, where);
        entries.read("mirrored", view.mirrored);
        entries.read("softness", view.softness);
        if (!(view.softness >= 0 && view.softness <= softest))
            throw fail("has a 'softness' that is not from 0 to 8");
        const Json* layers = entries.find("layers");
        entries.finish();
        for (const Json& layer : layers ? *layers : Json::array()) {
            const auto row = layer.is_string() ? family.rowOf(layer.get<std::string>()) : std::nullopt;
            if (!row)
                throw fail("names a layer that the family has not: " + layer.dump());
            view.layers.emplace_back(family.modalities[*row].name);
            seen.set(*row);
        }
        if (view.layers.empty())
            seen.set();
        views.push_back(view);
    }
    if (!seen.all())
        throw fail("has no view for some layer");
    return views;
}

Json toJson(const std::vector<ConditionAugmentation>& views)
{
    Json json = Json::array();
    for (const ConditionAugmentation& view : views) {
        json.push_back({{"mirrored", view.mirrored}, {"softness", view.softness}});
        if (!view.layers.empty())
            json.back()["layers"] = view.layers;
    }
    return json;
}

std::map<std::string, ModelPackage::FamilyFiles> readFamilies(const fs::path& file, const Json* json)
{
    if (!json || !json->is_object() || json->empty())
        throw Error(ErrorKind::Model, file.string() + ": it names no 'families'");
    std::map<std::string, ModelPackage::FamilyFiles> families;
    for (const auto& [name, value] : json->items()) {
        if (!findFamily(name))
            throw Error(ErrorKind::Model, file.string() + ": the family '" + name + "' is unknown");
        JsonEntries entries(file, value, "families." + name);
        ModelPackage::FamilyFiles files;
        files.lora = resolved(file.parent_path(), entries.need("lora"));
        if (const Json* defaults = entries.find("defaults"))
            files.defaults = readDefaults(file, *defaults, "families." + name + ".defaults");
        if (const Json* views = entries.find("views"))
            files.views = readViews(file, *views, *findFamily(name), "families." + name + ".views");
        entries.finish();
        families[name] = files;
    }
    return families;
}

PredictorModel readPredictor(const fs::path& file, const Json& json)
{
    PredictorModel predictor;
    JsonEntries entries(file, json, "predictor");
    predictor.file = resolved(file.parent_path(), entries.need("file"));
    entries.read("width", predictor.width);
    entries.read("height", predictor.height);
    entries.read("frames", predictor.frames);
    entries.read("settle_layers", predictor.reconcileLayers);
    predictor.source = entries.need("source");
    predictor.license = entries.need("license");
    predictor.hash = entries.need("hash");
    if (const Json* tasks = entries.find("tasks")) {
        for (const Json& name : *tasks) {
            const auto task = name.is_string() ? findTask(name.get<std::string>()) : std::nullopt;
            if (!task || task->conditions.none())
                throw entries.fail("names a task that it cannot answer: " + name.dump());
            predictor.tasks.push_back(task->name());
        }
    }
    const auto scaleFrom = [&](const Json& scale) {
        if (!scale.is_number() || !(scale.get<double>() >= 0.25 && scale.get<double>() <= 2))
            throw entries.fail("asks for a scale that is not between 0.25 and 2");
        return scale.get<double>();
    };
    if (const Json* detail = entries.find("detail_scale"))
        predictor.detailScale = scaleFrom(*detail);
    if (const Json* scales = entries.find("scales")) {
        predictor.scales.clear();
        for (const Json& scale : *scales)
            predictor.scales.push_back(scaleFrom(scale));
        if (predictor.scales.empty())
            throw entries.fail("asks for no scale");
    }
    const auto& scales = predictor.scales;
    if (predictor.detailScale && std::find(scales.begin(), scales.end(), *predictor.detailScale) == scales.end())
        throw entries.fail("takes its detail from a scale that it does not answer at");
    entries.finish();
    if (predictor.width < 32 || predictor.width % 32 != 0 || predictor.height < 32 || predictor.height % 32 != 0)
        throw entries.fail("asks for a size that is no multiple of 32");
    if (predictor.frames < 1 || predictor.frames % 4 != 1)
        throw entries.fail("asks for a number of frames that is not 4k + 1");
    return predictor;
}

PeopleModel readPeople(const fs::path& file, const Json& json)
{
    PeopleModel people;
    JsonEntries entries(file, json, "people");
    people.file = resolved(file.parent_path(), entries.need("file"));
    people.source = entries.need("source");
    people.license = entries.need("license");
    people.hash = entries.need("hash");
    entries.finish();
    return people;
}

std::vector<fs::path> readBaseNames(const fs::path& file, const Json* json)
{
    std::vector<fs::path> paths;
    if (json && json->is_string())
        paths.push_back(resolved(file.parent_path(), json->get<std::string>()));
    for (const Json& entry : json && json->is_array() ? *json : Json::array()) {
        if (!entry.is_string())
            throw Error(ErrorKind::Model, file.string() + ": 'base' holds something other than file names");
        paths.push_back(resolved(file.parent_path(), entry.get<std::string>()));
    }
    if (paths.empty())
        throw Error(ErrorKind::Model, file.string() + ": it names no 'base' weights");
    return paths;
}

void needFile(const fs::path& path)
{
    std::error_code unreadable; // a name that cannot be looked up, however odd, is no file of the model
    if (!fs::is_regular_file(path, unreadable))
        throw Error(ErrorKind::Model, path.string() + ": this file of the model is missing");
}

std::string storedPath(const fs::path& folder, const fs::path& path)
{
    const fs::path relative = path.lexically_relative(folder);
    const bool isBelow = !relative.empty() && *relative.begin() != "..";
    const std::u8string text = (isBelow ? relative : fs::absolute(path)).generic_u8string();
    return {text.begin(), text.end()};
}

Json toJson(const GenerationDefaults& defaults)
{
    return {{"width", defaults.width},
            {"height", defaults.height},
            {"frames", defaults.frames},
            {"steps", defaults.steps},
            {"guidance", defaults.guidance},
            {"shift", defaults.shift},
            {"seed", defaults.seed},
            {"tiled_decode", defaults.tiledDecode},
            {"tile_height", defaults.tileHeight},
            {"tile_width", defaults.tileWidth},
            {"stride_height", defaults.strideHeight},
            {"stride_width", defaults.strideWidth}};
}

} // namespace

const ModelPackage::FamilyFiles& ModelPackage::filesFor(const Family& family) const
{
    const auto found = families.find(std::string(family.name));
    if (found != families.end())
        return found->second;
    std::string offered;
    for (const auto& [familyName, files] : families)
        offered += (offered.empty() ? "" : ", ") + familyName;
    throw Error(ErrorKind::Model, "the model '" + name + "' has no weights for " + std::string(family.name) +
                                      " tasks; it offers " + offered);
}

ModelPackage openModelPackage(const fs::path& folder)
{
    const fs::path file = folder / "model.json";
    std::error_code unreadable; // counts as absent
    if (!fs::is_regular_file(file, unreadable))
        throw Error(ErrorKind::Model, file.string() + ": there is no such file; this folder is no model package");
    const Json json = parseJson(readTextFile(file, ErrorKind::Model), file.string(), ErrorKind::Model);
    JsonEntries entries(file, json, "");
    int format = 0;
    entries.read("format", format);
    if (format != currentFormat)
        throw entries.fail("has the format " + std::to_string(format) + "; this program reads format " +
                           std::to_string(currentFormat));
    ModelPackage package;
    package.folder = folder;
    package.name = entries.need("name");
    package.title = package.name;
    entries.read("title", package.title);
    entries.read("architecture", package.architecture);
    if (!package.architecture.empty() && package.architecture != "published-14b")
        throw entries.fail("names the unknown architecture '" + package.architecture + "'");
    package.families = readFamilies(file, entries.find("families"));
    package.base = readBaseNames(file, entries.find("base"));
    package.vae = resolved(folder, entries.need("vae"));
    package.textEncoder = resolved(folder, entries.need("text_encoder"));
    package.tokenizer = resolved(folder, entries.need("tokenizer"));
    if (const Json* people = entries.find("people"))
        package.people = readPeople(file, *people);
    entries.read("text_length", package.textLength);
    entries.read("heads", package.heads);
    if (package.textLength < 1 || package.heads < 0)
        throw entries.fail("has a text length or a number of heads out of range");
    if (const Json* quirks = entries.find("quirks"))
        package.quirks = readQuirks(file, *quirks);
    if (const Json* predictor = entries.find("predictor"))
        package.predictor = readPredictor(file, *predictor);
    entries.read("hash", package.hash);
    entries.read("license", package.license);
    entries.read("card", package.card);
    entries.finish();

    for (const fs::path& base : package.base) {
        for (const fs::path& part : weightFiles(base))
            needFile(part);
    }
    for (const fs::path& path : {package.vae, package.textEncoder, package.tokenizer})
        needFile(path);
    for (const auto& [name, files] : package.families)
        needFile(files.lora);
    if (package.predictor)
        needFile(package.predictor->file);
    if (package.people)
        needFile(package.people->file);
    return package;
}

void writeModelPackage(const ModelPackage& package)
{
    Json json{{"format", currentFormat},
              {"name", package.name},
              {"title", package.title},
              {"vae", storedPath(package.folder, package.vae)},
              {"text_encoder", storedPath(package.folder, package.textEncoder)},
              {"tokenizer", storedPath(package.folder, package.tokenizer)},
              {"text_length", package.textLength},
              {"quirks",
               {{"bf16_timesteps", package.quirks.bf16Timesteps},
                {"alpha_first_adapter", package.quirks.alphaFirstAdapter},
                {"zero_start", package.quirks.zeroStart},
                {"settle_layers", package.quirks.reconcileLayers},
                {"area_resize", package.quirks.areaResize},
                {"frames_alone", package.quirks.framesAlone},
                {"refine_mattes", package.quirks.refineMattes},
                {"ffn_adapter", package.quirks.ffnAdapter}}}};
    for (const fs::path& base : package.base)
        json["base"].push_back(storedPath(package.folder, base));
    for (const auto& [name, files] : package.families)
        json["families"][name] = {{"lora", storedPath(package.folder, files.lora)},
                                  {"defaults", toJson(files.defaults)},
                                  {"views", toJson(files.views)}};
    if (package.predictor)
        json["predictor"] = {{"file", storedPath(package.folder, package.predictor->file)},
                             {"width", package.predictor->width},
                             {"height", package.predictor->height},
                             {"frames", package.predictor->frames},
                             {"tasks", package.predictor->tasks},
                             {"scales", package.predictor->scales},
                             {"settle_layers", package.predictor->reconcileLayers},
                             {"source", package.predictor->source},
                             {"license", package.predictor->license},
                             {"hash", package.predictor->hash}};
    if (package.predictor && package.predictor->detailScale)
        json["predictor"]["detail_scale"] = *package.predictor->detailScale;
    if (package.people)
        json["people"] = {{"file", storedPath(package.folder, package.people->file)},
                          {"source", package.people->source},
                          {"license", package.people->license},
                          {"hash", package.people->hash}};
    if (package.heads > 0)
        json["heads"] = package.heads;
    for (const auto& [key, text] : {std::pair("architecture", &package.architecture), std::pair("hash", &package.hash),
                                    std::pair("license", &package.license), std::pair("card", &package.card)}) {
        if (!text->empty())
            json[key] = *text;
    }
    writeFileAtomically(package.folder / "model.json", json.dump(2) + "\n");
}

} // namespace unividx
