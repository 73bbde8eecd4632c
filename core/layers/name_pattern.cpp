#include "core/layers/name_pattern.h"

#include "core/base/error.h"
#include "core/layers/shot_name.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <span>
#include <system_error>
#include <utility>

namespace unividx {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 9> knownTokens{"project", "shot",      "layer", "version", "frame",
                                                      "preset",  "extension", "width", "height"};

/// A piece of a file's name.
struct Piece {
    enum class Kind { Text, Frame, Version, Any };
    Kind kind = Kind::Text;
    std::string text;
};

/// The name of one folder or file.
using Component = std::vector<Piece>;

/// What a token without a value stands for.
enum class Absent { Empty, AnyText };

// Calls `text` for what stands between tokens and `token` for their names; false if a brace is not closed.
bool walk(std::string_view pattern, const std::function<void(std::string_view)>& text,
          const std::function<void(std::string_view)>& token)
{
    while (!pattern.empty()) {
        const std::size_t open = pattern.find('{');
        text(pattern.substr(0, open));
        if (open == std::string_view::npos)
            return true;
        const std::size_t close = pattern.find('}', open);
        if (close == std::string_view::npos)
            return false;
        token(pattern.substr(open + 1, close - open - 1));
        pattern.remove_prefix(close + 1);
    }
    return true;
}

std::string valueOf(std::string_view token, const PatternValues& values)
{
    const auto found = values.tokens.find(std::string(token));
    return found == values.tokens.end() ? std::string() : found->second;
}

void addText(Component& component, std::string_view text)
{
    if (text.empty())
        return;
    if (component.empty() || component.back().kind != Piece::Kind::Text)
        component.push_back({});
    component.back().text += text;
}

/// A name that a value begins is neither hidden nor empty.
std::string safeValue(const std::string& value, bool begins)
{
    const std::string portable = portableName(value);
    const bool hidden = portable.empty() || portable.front() == '.';
    return begins && hidden ? "_" + portable : portable;
}

Component componentOf(std::string_view pattern, const PatternValues& values, Absent absent)
{
    Component component;
    walk(
        pattern, [&](std::string_view text) { addText(component, text); },
        [&](std::string_view token) {
            if (token == "frame")
                component.push_back({Piece::Kind::Frame, {}});
            else if (token == "version")
                component.push_back({Piece::Kind::Version, {}});
            else if (absent == Absent::AnyText && !values.tokens.contains(std::string(token)))
                component.push_back({Piece::Kind::Any, {}});
            else
                addText(component, safeValue(valueOf(token, values), component.empty()));
        });
    if (component.size() == 1 && (component.front().text == "." || component.front().text == ".."))
        component.front().text.insert(0, "_"); // its text and its values together led out of the folder
    return component;
}

/// Throws: Usage naming the first problem.
std::vector<Component> componentsOf(std::string_view pattern, const PatternValues& values,
                                    Absent absent = Absent::Empty)
{
    const auto problems = findPatternProblems(pattern);
    if (!problems.empty())
        throw Error(ErrorKind::Usage, "the file names \"" + std::string(pattern) + "\": " + problems.front());
    std::vector<Component> components;
    while (!pattern.empty()) {
        const std::size_t slash = pattern.find('/');
        const std::string_view name = pattern.substr(0, slash);
        if (!name.empty() && name != ".")
            components.push_back(componentOf(name, values, absent));
        pattern.remove_prefix(slash == std::string_view::npos ? pattern.size() : slash + 1);
    }
    return components;
}

std::string frameText(const PatternValues& values)
{
    return values.frame ? paddedNumber(*values.frame, values.padding)
                        : std::string(static_cast<std::size_t>(std::max(1, values.padding)), '#');
}

std::string versionOrMarks(const PatternValues& values)
{
    return values.version ? versionText(*values.version) : "v###";
}

std::string nameOf(const Component& component, const PatternValues& values)
{
    std::string name;
    for (const Piece& piece : component) {
        if (piece.kind == Piece::Kind::Text)
            name += piece.text;
        else
            name += piece.kind == Piece::Kind::Frame ? frameText(values) : versionOrMarks(values);
    }
    return name;
}

fs::path pathOf(std::span<const Component> components, const PatternValues& values)
{
    fs::path path;
    for (const Component& component : components)
        path /= nameOf(component, values);
    return path;
}

bool hasVersion(const Component& component)
{
    return std::any_of(component.begin(), component.end(),
                       [](const Piece& piece) { return piece.kind == Piece::Kind::Version; });
}

/// How many components there are up to and including the first that has the version.
std::size_t countToVersion(const std::vector<Component>& components)
{
    const auto found = std::find_if(components.begin(), components.end(), hasVersion);
    return static_cast<std::size_t>(found - components.begin()) + (found == components.end() ? 0 : 1);
}

std::optional<std::int64_t> numberIn(std::string_view digits)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size() ? std::optional(number) : std::nullopt;
}

/// Reads the numbers in a name that fits the component from `place` on; false, with `values` as they were, if it does
/// not.
bool readNumbers(const Component& component, std::size_t place, std::string_view rest, PatternValues& values)
{
    if (place == component.size())
        return rest.empty();
    const Piece& piece = component[place];
    if (piece.kind == Piece::Kind::Text)
        return rest.starts_with(piece.text) &&
               readNumbers(component, place + 1, rest.substr(piece.text.size()), values);
    if (piece.kind == Piece::Kind::Any) {
        std::size_t end = rest.starts_with('.') && place == 0 ? rest.size() : 0; // never a hidden file
        while (++end <= rest.size()) {
            if (readNumbers(component, place + 1, rest.substr(end), values))
                return true;
        }
        return false;
    }
    const bool isFrame = piece.kind == Piece::Kind::Frame;
    const std::string marks = isFrame ? frameText({{}, {}, {}, values.padding}) : "v###";
    if (rest.starts_with(marks) && readNumbers(component, place + 1, rest.substr(marks.size()), values))
        return true;
    std::size_t begin = 0; // of the digits
    if (rest.starts_with(isFrame ? '-' : 'v'))
        begin = 1;
    else if (!isFrame)
        return false;
    std::size_t end = begin;
    while (end < rest.size() && rest[end] >= '0' && rest[end] <= '9')
        ++end;
    auto& value = isFrame ? values.frame : values.version;
    for (; end > begin; --end) {
        const auto number = numberIn(rest.substr(isFrame ? 0 : begin, isFrame ? end : end - begin));
        const std::string written = !number   ? std::string()
                                    : isFrame ? paddedNumber(*number, values.padding)
                                              : versionText(*number);
        if (!number || (value && *value != *number) || rest.substr(0, end) != written)
            continue;
        const auto before = std::exchange(value, number);
        if (readNumbers(component, place + 1, rest.substr(end), values))
            return true;
        value = before;
    }
    return false;
}

/// Finds what is named by the components, in `folder` and those below it.
class PatternSearch {
public:
    PatternSearch(std::span<const Component> components, Reservations reservations)
        : components_(components), reservations_(reservations)
    {
    }

    std::vector<PatternFile> run(const fs::path& folder, const PatternValues& values)
    {
        lookIn(folder, 0, values);
        return std::move(found_);
    }

private:
    void lookIn(const fs::path& folder, std::size_t place, const PatternValues& values)
    {
        std::error_code gone; // a folder that is not there, or cannot be read, has no files of ours
        for (fs::directory_iterator entry(folder, gone), end; !gone && entry != end; entry.increment(gone)) {
            const std::string name = entry->path().filename().string();
            PatternValues read = values;
            if (!fits(name, place, read))
                continue;
            if (place + 1 == components_.size())
                found_.push_back({entry->path(), read.frame, read.version});
            else
                lookIn(entry->path(), place + 1, read);
        }
    }

    bool fits(std::string_view name, std::size_t place, PatternValues& values) const
    {
        if (readNumbers(components_[place], 0, name, values))
            return true;
        const bool counts = reservations_ == Reservations::Count && place + 1 == components_.size();
        if (!counts || !name.starts_with('.') || !name.ends_with(reservedSuffix))
            return false;
        name = name.substr(1, name.size() - 1 - reservedSuffix.size());
        return readNumbers(components_[place], 0, name, values);
    }

    std::span<const Component> components_;
    Reservations reservations_;
    std::vector<PatternFile> found_;
};

} // namespace

std::vector<std::string> findPatternProblems(std::string_view pattern, PatternUse use)
{
    std::vector<std::string> problems;
    const bool closed = walk(
        pattern, [](std::string_view) {},
        [&](std::string_view token) {
            if (std::find(knownTokens.begin(), knownTokens.end(), token) != knownTokens.end())
                return;
            std::string known;
            for (const std::string_view each : knownTokens)
                known += (known.empty() ? "{" : ", {") + std::string(each) + "}";
            problems.push_back("{" + std::string(token) + "} is not a token; there are " + known);
        });
    if (!closed)
        problems.emplace_back("a { is not closed");
    if (use == PatternUse::Text)
        return problems;
    const fs::path path(pattern);
    if (pattern.empty() || path.filename().empty() || path.filename() == ".")
        problems.emplace_back("files need a name");
    if (path.is_absolute())
        problems.emplace_back("names are below the output folder; leave the / at the beginning out");
    if (std::find(path.begin(), path.end(), "..") != path.end())
        problems.emplace_back("names stay below the output folder; .. leads out of it");
    return problems;
}

std::vector<std::string> findNameProblems(std::string_view pattern, const NamedFiles& files)
{
    std::vector<std::string> problems;
    if (files.sequence && !usesToken(pattern, "frame"))
        problems.emplace_back("the names of a sequence's files need {frame}");
    if (!files.sequence && usesToken(pattern, "frame"))
        problems.emplace_back("a movie or a sheet holds all frames: its name cannot have {frame}");
    if (files.severalLayers && !usesToken(pattern, "layer"))
        problems.emplace_back("files of several layers need {layer} in their names");
    return problems;
}

bool usesToken(std::string_view pattern, std::string_view token)
{
    bool uses = false;
    walk(
        pattern, [](std::string_view) {}, [&](std::string_view each) { uses = uses || each == token; });
    return uses;
}

std::string expandText(std::string_view pattern, const PatternValues& values)
{
    std::string result;
    walk(
        pattern, [&](std::string_view text) { result += text; },
        [&](std::string_view token) {
            if (token == "frame")
                result += frameText(values);
            else
                result += token == "version" ? versionOrMarks(values) : valueOf(token, values);
        });
    return result;
}

fs::path expandPath(std::string_view pattern, const PatternValues& values)
{
    return pathOf(componentsOf(pattern, values), values);
}

fs::path versionPath(std::string_view pattern, const PatternValues& values)
{
    const std::vector<Component> components = componentsOf(pattern, values);
    return pathOf(std::span(components).first(countToVersion(components)), values);
}

std::vector<PatternFile> findPatternFiles(const fs::path& folder, std::string_view pattern, const PatternValues& values)
{
    const std::vector<Component> components = componentsOf(pattern, values, Absent::AnyText);
    return PatternSearch(components, Reservations::Skip).run(folder, values);
}

std::vector<std::int64_t> findVersions(const fs::path& folder, std::string_view pattern, const PatternValues& values,
                                       Reservations reservations)
{
    const std::vector<Component> components = componentsOf(pattern, values);
    PatternValues open = values;
    open.version.reset();
    open.frame.reset();
    std::vector<std::int64_t> versions;
    const auto searched = std::span(components).first(countToVersion(components));
    for (const PatternFile& file : PatternSearch(searched, reservations).run(folder, open)) {
        if (file.version)
            versions.push_back(*file.version);
    }
    return versions;
}

std::string paddedNumber(std::int64_t number, int padding)
{
    std::string digits = std::to_string(number < 0 ? -number : number);
    const auto wanted = static_cast<std::size_t>(std::max(1, padding));
    if (digits.size() < wanted)
        digits.insert(0, wanted - digits.size(), '0');
    return (number < 0 ? "-" : "") + digits;
}

std::string versionText(std::int64_t version)
{
    return "v" + paddedNumber(version, 3);
}

} // namespace unividx
