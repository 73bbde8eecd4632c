#include "core/run/run_json.h"

#include "core/run/run_fields.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <type_traits>
#include <utility>

namespace unividx::detail {

namespace {

using Ordered = nlohmann::ordered_json;

enum class Dialect { Run, Project };

constexpr std::array<std::string_view, 4> origins{"shot", "media", "take", "file"};

// What each type of value looks like in JSON.

template <typename T>
void put(Ordered& object, const std::string& key, const T& value)
{
    object[key] = value;
}

void put(Ordered& object, const std::string& key, const std::filesystem::path& value)
{
    object[key] = pathText(value);
}

void put(Ordered& object, const std::string& key, Quality value)
{
    object[key] = nameOf(value);
}

void put(Ordered& object, const std::string& key, LayerFileFormat value)
{
    object[key] = nameOf(value);
}

void put(Ordered& object, const std::string& key, FileNames value)
{
    object[key] = value == FileNames::Published;
}

void put(Ordered& object, const std::string& key, FrameRange value)
{
    object[key] = rangeJson(value);
}

void put(Ordered& object, const std::string& key, FrameRate value)
{
    object[key] = Ordered::array({value.numerator, value.denominator});
}

void put(Ordered& object, const std::string& key, Resolution value)
{
    object[key] = Ordered::array({value.width, value.height});
}

template <typename T>
void put(Ordered& object, const std::string& key, const std::optional<T>& value)
{
    if (value)
        put(object, key, *value);
}

int smallInteger(ObjectReader& reader, const std::string& key)
{
    const std::int64_t value = reader.integer(key);
    if (value < -1'000'000 || value > 1'000'000)
        reader.fail(key, "is far too large");
    return static_cast<int>(value);
}

void get(ObjectReader& reader, const std::string& key, bool& value)
{
    value = reader.flag(key);
}

void get(ObjectReader& reader, const std::string& key, int& value)
{
    value = smallInteger(reader, key);
}

void get(ObjectReader& reader, const std::string& key, std::int64_t& value)
{
    value = reader.integer(key);
}

void get(ObjectReader& reader, const std::string& key, std::uint64_t& value)
{
    value = reader.natural(key, value);
}

void get(ObjectReader& reader, const std::string& key, float& value)
{
    value = static_cast<float>(*reader.numberIfThere(key));
}

void get(ObjectReader& reader, const std::string& key, std::string& value)
{
    value = reader.text(key);
}

void get(ObjectReader& reader, const std::string& key, std::filesystem::path& value)
{
    value = pathFrom(reader.text(key));
}

void get(ObjectReader& reader, const std::string& key, Quality& value)
{
    const auto quality = findQuality(reader.text(key));
    if (!quality)
        reader.fail(key, "is a word that this version does not know");
    value = *quality;
}

void get(ObjectReader& reader, const std::string& key, LayerFileFormat& value)
{
    const auto format = findLayerFileFormat(reader.text(key));
    if (!format)
        reader.fail(key, "is not one of this version's formats");
    value = *format;
}

void get(ObjectReader& reader, const std::string& key, FileNames& value)
{
    value = reader.flag(key) ? FileNames::Published : FileNames::Shot;
}

void get(ObjectReader& reader, const std::string& key, FrameRange& value)
{
    value = reader.range(key);
}

void get(ObjectReader& reader, const std::string& key, FrameRate& value)
{
    value = reader.rate(key);
}

void get(ObjectReader& reader, const std::string& key, Resolution& value)
{
    const Json& pair = reader.require(key);
    const auto isSide = [](const Json& side) {
        return side.is_number_unsigned() && side.get<std::uint64_t>() <= 1'000'000;
    };
    if (!pair.is_array() || pair.size() != 2 || !isSide(pair[0]) || !isSide(pair[1]))
        reader.fail(key, "is not [width, height]");
    value = {pair[0].get<int>(), pair[1].get<int>()};
}

template <typename T>
void get(ObjectReader& reader, const std::string& key, std::optional<T>& value)
{
    get(reader, key, value.emplace());
}

bool isPart(const RunField& field)
{
    return std::holds_alternative<RunPart>(field.value);
}

/// What a project writes by other rules than one key a field.
bool isOfProjectQuality(const RunField& field)
{
    return field.key == "quality" || field.key == "own_numbers";
}

std::string keyOf(const RunField& field, Dialect dialect)
{
    return std::string(dialect == Dialect::Project && !field.projectKey.empty() ? field.projectKey : field.key);
}

/// "farm" and "memory" of "farm.memory"; the first is empty for a key of the run itself.
std::pair<std::string, std::string> splitKey(const std::string& key)
{
    const std::size_t dot = key.find('.');
    return dot == std::string::npos ? std::pair(std::string(), key)
                                    : std::pair(key.substr(0, dot), key.substr(dot + 1));
}

void putField(Ordered& object, const RunField& field, RunSpec& spec, Dialect dialect)
{
    const bool always = dialect == Dialect::Run ? field.alwaysInRuns : field.alwaysInProjects;
    if (!always && textsOf(field, spec).empty())
        return;
    const auto keys = splitKey(keyOf(field, dialect));
    Ordered& target = keys.first.empty() ? object : object[keys.first];
    std::visit(
        [&](auto held) {
            if constexpr (!std::is_same_v<decltype(held), RunPart>)
                put(target, keys.second, held(spec));
        },
        field.value);
}

void putFields(Ordered& object, RunSpec spec, Dialect dialect)
{
    for (const RunField& field : runFields()) {
        if (!isPart(field) && !(dialect == Dialect::Project && isOfProjectQuality(field)))
            putField(object, field, spec, dialect);
    }
    if (dialect == Dialect::Project || !spec.modelSize)
        return;
    object.erase("size"); // two keys since version 0.1.0
    object["width"] = spec.modelSize->width;
    object["height"] = spec.modelSize->height;
}

void getFields(ObjectReader& reader, RunSpec& spec, Dialect dialect)
{
    std::map<std::string, ObjectReader> inners;
    for (const RunField& field : runFields()) {
        if (isPart(field) || (dialect == Dialect::Project && isOfProjectQuality(field)))
            continue;
        const auto [outer, inner] = splitKey(keyOf(field, dialect));
        ObjectReader* source = &reader;
        if (!outer.empty()) {
            const Json* object = reader.find(outer);
            if (!object)
                continue;
            source = &inners.try_emplace(outer, *object, reader.place() + outer).first->second;
        }
        if (!source->find(inner))
            continue;
        std::visit(
            [&, key = inner](auto held) {
                if constexpr (!std::is_same_v<decltype(held), RunPart>)
                    get(*source, key, held(spec));
            },
            field.value);
        const std::string sentence =
            field.check && field.unset == RunField::Unset::Default ? field.check(spec) : std::string();
        if (!sentence.empty())
            source->fail(inner, "is out of range: " + sentence);
    }
    for (const auto& [name, inner] : inners) {
        if (const std::string rest = inner.rest(); !rest.empty())
            inner.fail(rest, "is not known to this version");
    }
}

Ordered lockJson(const LockedInput& lock)
{
    Ordered object{{"from", origins[static_cast<std::size_t>(lock.from)]}};
    if (lock.media)
        object["media"] = lock.media.value;
    if (lock.take)
        object["take"] = lock.take.value;
    if (!lock.path.empty())
        object["path"] = lock.path;
    if (!lock.layer.empty())
        object["layer"] = lock.layer;
    if (!lock.colorSpace.empty())
        object["color_space"] = lock.colorSpace;
    return object;
}

LockedInput readLock(ObjectReader& reader, LockedInput::From usual)
{
    LockedInput lock;
    const std::string word = reader.text("from", std::string(origins[static_cast<std::size_t>(usual)]));
    const auto* const origin = std::find(origins.begin(), origins.end(), word);
    if (origin == origins.end())
        reader.fail("from", "is a word that this version does not know");
    lock.from = static_cast<LockedInput::From>(origin - origins.begin());
    lock.media.value = reader.integerIfThere("media").value_or(0);
    lock.take.value = reader.integerIfThere("take").value_or(0);
    lock.path = reader.text("path");
    lock.layer = reader.text("layer");
    lock.colorSpace = reader.text("color_space");
    return lock;
}

std::size_t readRow(ObjectReader& reader, const std::string& key, const RunSpec& spec, const std::string& name)
{
    const auto row = spec.family->rowOf(name);
    if (!row)
        reader.fail(key, "names the layer '" + name + "', which the family has not");
    return *row;
}

void readKept(ObjectReader& reader, RunSpec& spec)
{
    if (!reader.find("kept"))
        return;
    spec.kept.reset();
    for (const std::string& name : reader.texts("kept"))
        spec.kept.set(readRow(reader, "kept", spec, name));
}

void readHints(ObjectReader& reader, RunSpec& spec)
{
    if (!reader.find("hints"))
        return;
    for (ObjectReader& object : reader.objects("hints")) {
        LayerHint hint{readRow(object, "name", spec, object.text("name")), object.text("path"),
                       object.integerIfThere("frame")};
        if (hint.path.empty())
            object.fail("path", "is missing");
        spec.hints.push_back(std::move(hint));
    }
}

void putHints(Ordered& object, const RunSpec& spec)
{
    for (const LayerHint& hint : spec.hints) {
        Ordered row{{"name", spec.family->modalities[hint.row].name}, {"path", hint.path}};
        if (hint.frame)
            row["frame"] = *hint.frame;
        object["hints"].push_back(std::move(row));
    }
}

Ordered keptJson(const RunSpec& spec)
{
    Ordered kept = Ordered::array();
    for (std::size_t row = 0; row < 4; ++row) {
        if (spec.kept[row])
            kept.push_back(spec.family->modalities[row].name);
    }
    return kept;
}

void readTaskAndFamily(ObjectReader& reader, RunSpec& spec)
{
    spec.family = findFamily(reader.text("family", std::string(spec.family->name)));
    if (!spec.family)
        reader.fail("family", "is not a family this version knows");
    const std::string task = reader.text("task");
    try {
        setTask(spec, task);
    } catch (const Error& error) {
        reader.fail("task", std::string("is unknown: ") + error.what());
    }
}

/// Version 0.1.0 stored a quality as its share of the package's steps. Gives the quality of the nearest share.
Quality qualityOfShare(double share)
{
    Quality nearest = Quality::Standard;
    double least = std::numeric_limits<double>::infinity();
    for (const Quality quality : {Quality::Preview, Quality::Standard, Quality::Full}) {
        RunSpec spec;
        spec.quality = quality;
        const double known = requestOf(spec, {}, {}).stepsShare;
        const double distance = std::abs(std::log(std::max(share, 1e-9) / known));
        if (distance < least) {
            least = distance;
            nearest = quality;
        }
    }
    return nearest;
}

void readSides(ObjectReader& reader, RunSpec& spec)
{
    if (!reader.has("width") && !reader.has("height"))
        return;
    for (const char* side : {"width", "height"})
        reader.require(side);
    spec.modelSize = Resolution{smallInteger(reader, "width"), smallInteger(reader, "height")};
}

} // namespace

Ordered runJson(const RunSpec& spec)
{
    Ordered object = Ordered::object();
    if (spec.task.empty())
        object["family"] = spec.family->name;
    else
        object["task"] = spec.task;
    object["inputs"] = Ordered::array();
    for (std::size_t row = 0; row < spec.locks.size(); ++row) {
        if (!spec.locks[row])
            continue;
        Ordered input{{"name", spec.family->modalities[row].name}};
        input.update(lockJson(*spec.locks[row]));
        if (spec.locks[row]->from == LockedInput::From::File)
            input.erase("from");
        object["inputs"].push_back(std::move(input));
    }
    putHints(object, spec);
    if (!spec.kept.all())
        object["kept"] = keptJson(spec);
    putFields(object, spec, Dialect::Run);
    return object;
}

RunSpec readRun(ObjectReader reader)
{
    RunSpec spec;
    readTaskAndFamily(reader, spec);
    for (ObjectReader& input : reader.objects("inputs")) {
        const std::size_t row = readRow(input, "name", spec, input.text("name"));
        LockedInput lock = readLock(input, LockedInput::From::File);
        if (lock.from == LockedInput::From::File && lock.path.empty())
            input.fail("path", "is missing");
        if (spec.locks[row])
            input.fail("name", "is given twice");
        spec.locks[row] = std::move(lock);
    }
    readHints(reader, spec);
    readKept(reader, spec);
    if (const auto share = reader.numberIfThere("steps_share"))
        spec.quality = qualityOfShare(*share);
    readSides(reader, spec);
    getFields(reader, spec, Dialect::Run);
    if (const std::string rest = reader.rest(); !rest.empty())
        throw Error(ErrorKind::Input, reader.place() + "asks for what this version does not know: " + rest);
    return spec;
}

Ordered projectRunJson(const RunSpec& spec)
{
    Ordered object{{"family", spec.family->name}};
    if (!spec.task.empty())
        object["task"] = spec.task;
    object["locks"] = Ordered::object();
    for (std::size_t row = 0; row < spec.locks.size(); ++row) {
        if (spec.locks[row])
            object["locks"][std::string(spec.family->modalities[row].name)] = lockJson(*spec.locks[row]);
    }
    putHints(object, spec);
    object["kept"] = keptJson(spec);
    const bool custom = spec.ownNumbers && spec.quality == Quality::Standard;
    object["quality"] = custom ? std::string_view("custom") : nameOf(spec.quality);
    if (spec.ownNumbers && !custom)
        object["ownNumbers"] = true;
    putFields(object, spec, Dialect::Project);
    addRest(object, spec.extra);
    return object;
}

RunSpec readProjectRun(ObjectReader reader)
{
    RunSpec spec = runOfShot();
    readTaskAndFamily(reader, spec);
    if (const Json* locks = reader.find("locks")) {
        spec.locks = {};
        if (!locks->is_object())
            reader.fail("locks", "is not an object");
        for (const auto& [name, lock] : locks->items()) {
            ObjectReader inner(lock, reader.place() + ".locks." + name);
            spec.locks[readRow(reader, "locks", spec, name)] = readLock(inner, LockedInput::From::Shot);
        }
    }
    readHints(reader, spec);
    readKept(reader, spec);
    spec.ownNumbers = reader.flag("ownNumbers");
    if (reader.text("quality") == "custom")
        spec.ownNumbers = true;
    else if (reader.find("quality"))
        get(reader, "quality", spec.quality);
    getFields(reader, spec, Dialect::Project);
    spec.extra = reader.rest();
    return spec;
}

} // namespace unividx::detail

namespace unividx {

namespace {

/// JSON has no such numbers; they would be left out without a word.
void refuseWhatIsNotFinite(const RunSpec& asked)
{
    RunSpec spec = asked; // the table's members are of a spec that may be changed
    for (const RunField& field : runFields()) {
        const auto* member = std::get_if<RunMember<std::optional<float>>>(&field.value);
        const auto value = member ? (*member)(spec) : std::nullopt;
        if (value && !std::isfinite(*value))
            throw Error(ErrorKind::Usage, std::string(field.option) + " must be a finite number");
    }
}

} // namespace

std::string formatRunSpec(const RunSpec& spec)
{
    refuseWhatIsNotFinite(spec);
    try {
        return detail::runJson(spec).dump();
    } catch (const nlohmann::ordered_json::exception&) {
        throw Error(ErrorKind::Usage, titleOf(spec) + ": a path or a prompt is not UTF-8 text; rename the file");
    }
}

RunSpec parseRunSpec(std::string_view text, const std::string& place)
{
    const detail::Json object = detail::parseJson(text, place);
    return detail::readRun(detail::ObjectReader(object, place + ": "));
}

} // namespace unividx
