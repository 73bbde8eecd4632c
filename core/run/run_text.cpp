#include "core/base/error.h"
#include "core/run/run_fields.h"

#include <charconv>
#include <numeric>
#include <type_traits>
#include <utility>

namespace unividx {

namespace {

// What each type of value looks like on a command line. `read` gives nothing for a text that is no such value.

template <typename T>
struct TextForm;

template <typename Number>
struct NumberForm {
    static std::string write(Number value)
    {
        char text[64];
        const auto end = std::to_chars(text, text + sizeof(text), value).ptr;
        return std::string(text, end);
    }
    static std::optional<Number> read(std::string_view text)
    {
        Number value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
    }
    static constexpr std::string_view expected = std::is_floating_point_v<Number> ? "a number" : "a whole number";
};

template <>
struct TextForm<int> : NumberForm<int> {
};
template <>
struct TextForm<std::int64_t> : NumberForm<std::int64_t> {
};
template <>
struct TextForm<std::uint64_t> : NumberForm<std::uint64_t> {
};
template <>
struct TextForm<float> : NumberForm<float> {
};

template <>
struct TextForm<std::string> {
    static std::string write(const std::string& value) { return value; }
    static std::optional<std::string> read(std::string_view text) { return std::string(text); }
    static constexpr std::string_view expected = "a text";
};

template <>
struct TextForm<std::filesystem::path> {
    static std::string write(const std::filesystem::path& value) { return value.string(); }
    static std::optional<std::filesystem::path> read(std::string_view text) { return std::filesystem::path(text); }
    static constexpr std::string_view expected = "a path";
};

template <>
struct TextForm<Quality> {
    static std::string write(Quality value) { return std::string(nameOf(value)); }
    static std::optional<Quality> read(std::string_view text) { return findQuality(text); }
    static constexpr std::string_view expected = "preview, standard or full";
};

template <>
struct TextForm<LayerFileFormat> {
    static std::string write(LayerFileFormat value) { return std::string(nameOf(value)); }
    static std::optional<LayerFileFormat> read(std::string_view text) { return findLayerFileFormat(text); }
    static constexpr std::string_view expected = "exr, exr-multilayer, exr-multipart, png, png16 or mp4";
};

/// The two parts of "24000/1001", "640x480", "1001-1021". A minus sign at the beginning belongs to the first.
template <typename Number>
std::optional<std::pair<Number, Number>> pairIn(std::string_view text, char mark)
{
    const std::size_t at = text.find(mark, 1);
    if (text.empty() || at == std::string_view::npos)
        return std::nullopt;
    const auto first = NumberForm<Number>::read(text.substr(0, at));
    const auto second = NumberForm<Number>::read(text.substr(at + 1));
    return first && second ? std::optional(std::pair(*first, *second)) : std::nullopt;
}

template <>
struct TextForm<Resolution> {
    static std::string write(Resolution value)
    {
        return std::to_string(value.width) + "x" + std::to_string(value.height);
    }
    static std::optional<Resolution> read(std::string_view text)
    {
        const auto sides = pairIn<int>(text, 'x');
        if (!sides || sides->first < 1 || sides->second < 1)
            return std::nullopt;
        return Resolution{sides->first, sides->second};
    }
    static constexpr std::string_view expected = "a size; write WIDTHxHEIGHT, e.g. 640x480";
};

template <>
struct TextForm<FrameRange> {
    static std::string write(FrameRange value)
    {
        return std::to_string(value.first) + "-" + std::to_string(value.last());
    }
    static std::optional<FrameRange> read(std::string_view text)
    {
        constexpr std::int64_t most = 100'000'000;
        if (const auto one = NumberForm<std::int64_t>::read(text))
            return FrameRange{*one, 1};
        const auto ends = pairIn<std::int64_t>(text, '-');
        if (!ends || ends->second < ends->first || ends->second - ends->first >= most)
            return std::nullopt;
        return FrameRange{ends->first, ends->second - ends->first + 1};
    }
    static constexpr std::string_view expected = "a range of frames; write FIRST-LAST, e.g. 1001-1021";
};

template <>
struct TextForm<FrameRate> {
    static std::string write(FrameRate value)
    {
        return std::to_string(value.numerator) + "/" + std::to_string(value.denominator);
    }
    static std::optional<FrameRate> read(std::string_view text)
    {
        constexpr std::int64_t largest = 100'000'000;
        auto parts = pairIn<std::int64_t>(text, '/');
        if (const auto whole = NumberForm<std::int64_t>::read(text))
            parts = {*whole, 1};
        if (!parts || parts->first < 1 || parts->second < 1 || parts->first > largest || parts->second > largest)
            return std::nullopt;
        const std::int64_t common = std::gcd(parts->first, parts->second); // as files keep it
        return FrameRate{parts->first / common, parts->second / common};
    }
    static constexpr std::string_view expected = "a frame rate; write e.g. 24 or 24000/1001";
};

template <typename T>
constexpr bool isFlagType = std::is_same_v<T, bool> || std::is_same_v<T, FileNames>;

template <typename T>
struct Unwrapped {
    using Type = T;
    static constexpr bool optional = false;
};
template <typename T>
struct Unwrapped<std::optional<T>> {
    using Type = T;
    static constexpr bool optional = true;
};

bool turnedOver(bool value)
{
    return !value;
}

FileNames turnedOver(FileNames value)
{
    return value == FileNames::Shot ? FileNames::Published : FileNames::Shot;
}

/// Calls `part` for the parts of a run, `value` with a reference to each other field's value.
template <typename Spec, typename Part, typename Value>
decltype(auto) visitField(const RunField& field, Spec& spec, Part part, Value value)
{
    return std::visit(
        [&](auto held) -> decltype(auto) {
            if constexpr (std::is_same_v<decltype(held), RunPart>)
                return part(held);
            else // a reference to what is never changed where `spec` is const
                return value(held(const_cast<RunSpec&>(spec)));
        },
        field.value);
}

[[noreturn]] void failOn(const RunField& field, const std::string& text, std::string_view expected)
{
    throw Error(ErrorKind::Usage, std::string(field.option) + " '" + text + "' is not " + std::string(expected));
}

std::size_t rowNamed(const RunSpec& spec, std::string_view name)
{
    const auto row = spec.family->rowOf(name);
    if (!row)
        throw Error(ErrorKind::Usage,
                    (spec.task.empty() ? "the family '" + std::string(spec.family->name) : "the task '" + spec.task) +
                        "' has no layer '" + std::string(name) + "'; it has " + namesOf(*spec.family, ~ModalitySet()));
    return *row;
}

/// "albedo=plates/albedo.####.exr"; what follows the first '=' may hold others.
std::pair<std::string, std::string> namedText(const RunField& field, const std::string& text)
{
    const std::size_t mark = text.find('=');
    if (mark == std::string::npos || mark == 0 || mark + 1 == text.size())
        failOn(field, text, "NAME=PATH; write e.g. --in rgb=clip.mp4 or --hint alpha=strokes.png@1001");
    return {text.substr(0, mark), text.substr(mark + 1)};
}

/// "strokes.png@1001": the path, and the frame after the last '@' if digits follow it.
LayerHint hintFrom(std::size_t row, const std::string& text)
{
    const std::size_t mark = text.rfind('@');
    const auto frame = mark == std::string::npos || mark == 0 ? std::optional<std::int64_t>()
                                                              : NumberForm<std::int64_t>::read(text.substr(mark + 1));
    return frame ? LayerHint{row, text.substr(0, mark), frame} : LayerHint{row, text, {}};
}

std::string textOfHint(const LayerHint& hint, const Family& family)
{
    const std::string frame = hint.frame ? "@" + std::to_string(*hint.frame) : "";
    return std::string(family.modalities[hint.row].name) + "=" + hint.path + frame;
}

std::vector<std::string> partTexts(RunPart part, const RunSpec& spec)
{
    std::vector<std::string> texts;
    switch (part) {
    case RunPart::Task:
        if (!spec.task.empty())
            texts.push_back(spec.task);
        break;
    case RunPart::Family:
        if (spec.task.empty())
            texts.emplace_back(spec.family->name);
        break;
    case RunPart::Inputs:
        for (const NamedInput& input : inputsOf(spec))
            texts.push_back(std::string(input.name) + "=" + input.input->path);
        break;
    case RunPart::InputLayers:
        for (const NamedInput& input : inputsOf(spec)) {
            if (!input.input->layer.empty())
                texts.push_back(std::string(input.name) + "=" + input.input->layer);
        }
        break;
    case RunPart::InputColors:
        for (const NamedInput& input : inputsOf(spec)) {
            if (!input.input->colorSpace.empty())
                texts.push_back(std::string(input.name) + "=" + input.input->colorSpace);
        }
        break;
    case RunPart::Hints:
        for (const LayerHint& hint : spec.hints)
            texts.push_back(textOfHint(hint, *spec.family));
        break;
    case RunPart::Kept:
        for (std::size_t row = 0; row < 4 && !spec.kept.all(); ++row) {
            if (spec.kept[row])
                texts.emplace_back(spec.family->modalities[row].name);
        }
        break;
    }
    return texts;
}

void setPart(RunPart part, const RunField& field, RunSpec& spec, const std::string& text)
{
    switch (part) {
    case RunPart::Task:
        setTask(spec, text);
        break;
    case RunPart::Family: {
        const Family* family = findFamily(text);
        if (!family)
            failOn(field, text, "a family; use intrinsic or alpha");
        if (!spec.task.empty() && family != spec.family)
            throw Error(ErrorKind::Usage, "--task and --family are mutually exclusive");
        spec.family = family;
        break;
    }
    case RunPart::Inputs: {
        const auto [name, path] = namedText(field, text);
        const std::size_t row = rowNamed(spec, name);
        if (spec.locks[row])
            throw Error(ErrorKind::Usage, "the input '" + name + "' is given twice");
        spec.locks[row] = LockedInput{LockedInput::From::File, {}, {}, path};
        break;
    }
    case RunPart::InputLayers: {
        const auto [name, layer] = namedText(field, text);
        auto& lock = spec.locks[rowNamed(spec, name)];
        if (!lock)
            throw Error(ErrorKind::Usage, "--in-layer names '" + name + "', which is no input");
        lock->layer = layer;
        break;
    }
    case RunPart::InputColors: {
        const auto [name, space] = namedText(field, text);
        auto& lock = spec.locks[rowNamed(spec, name)];
        if (!lock)
            throw Error(ErrorKind::Usage, "--colorspace names '" + name + "', which is no input");
        lock->colorSpace = space;
        break;
    }
    case RunPart::Hints: {
        const auto [name, picture] = namedText(field, text);
        spec.hints.push_back(hintFrom(rowNamed(spec, name), picture));
        break;
    }
    case RunPart::Kept:
        if (spec.kept.all())
            spec.kept.reset();
        spec.kept.set(rowNamed(spec, text));
        break;
    }
}

template <typename T>
std::string textOfValue(const T& value)
{
    if constexpr (Unwrapped<T>::optional)
        return value ? TextForm<typename Unwrapped<T>::Type>::write(*value) : std::string();
    else if constexpr (isFlagType<T>)
        return {};
    else
        return TextForm<T>::write(value);
}

} // namespace

bool isFlag(const RunField& field)
{
    return std::holds_alternative<RunMember<bool>>(field.value) ||
           std::holds_alternative<RunMember<FileNames>>(field.value);
}

bool isRepeated(const RunField& field)
{
    const auto* part = std::get_if<RunPart>(&field.value);
    return part && *part != RunPart::Task && *part != RunPart::Family;
}

std::vector<std::string> textsOf(const RunField& field, const RunSpec& spec)
{
    RunSpec usual;
    return visitField(
        field, spec, [&](RunPart part) { return partTexts(part, spec); },
        [&](const auto& value) -> std::vector<std::string> {
            using T = std::decay_t<decltype(value)>;
            const T& usualValue = std::get<RunMember<T>>(field.value)(usual);
            if (value == usualValue)
                return {};
            if constexpr (isFlagType<T>)
                return {""};
            else
                return {textOfValue(value)};
        });
}

std::string defaultText(const RunField& field)
{
    RunSpec usual;
    return visitField(
        field, usual, [](RunPart) { return std::string(); }, [](const auto& value) { return textOfValue(value); });
}

void setText(const RunField& field, RunSpec& spec, const std::string& text)
{
    visitField(
        field, spec, [&](RunPart part) { setPart(part, field, spec, text); },
        [&](auto& value) {
            using T = std::decay_t<decltype(value)>;
            if constexpr (isFlagType<T>) {
                RunSpec usual;
                value = turnedOver(std::get<RunMember<T>>(field.value)(usual));
            } else {
                using Form = TextForm<typename Unwrapped<T>::Type>;
                const auto read = Form::read(text);
                if (!read)
                    failOn(field, text, Form::expected);
                value = *read;
            }
        });
    if (field.unset == RunField::Unset::Package || !field.check)
        return; // preflight names these with everything else that is wrong
    if (const std::string sentence = field.check(spec); !sentence.empty())
        throw Error(ErrorKind::Usage, sentence);
}

void reset(const RunField& field, RunSpec& spec)
{
    RunSpec usual;
    visitField(
        field, spec,
        [&](RunPart part) {
            if (part == RunPart::Task)
                spec.task.clear();
            else if (part == RunPart::Inputs)
                spec.locks = {};
            else if (part == RunPart::Hints)
                spec.hints.clear();
            else if (part == RunPart::Kept)
                spec.kept = usual.kept;
        },
        [&](auto& value) { value = std::get<RunMember<std::decay_t<decltype(value)>>>(field.value)(usual); });
}

std::vector<std::string> argumentsOf(const RunSpec& spec)
{
    std::vector<std::string> arguments;
    for (const RunField& field : runFields()) {
        for (const std::string& text : textsOf(field, spec)) {
            const std::string option(field.option);
            if (text.starts_with('-')) {
                arguments.push_back(option + "=" + text);
                continue;
            }
            arguments.push_back(option);
            if (!isFlag(field))
                arguments.push_back(text);
        }
    }
    return arguments;
}

} // namespace unividx
