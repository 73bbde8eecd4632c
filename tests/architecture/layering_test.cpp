// Holds the rules of who may see whom: core <- inference, core <- ui, app sees all; every library behind its door.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path root = UNIVIDX_SOURCE_DIR;

struct Include {
    std::string file; ///< from the root: "core/task/task.cpp"
    int line = 0;
    std::string target; ///< what stands between the marks
    bool quoted = false;

    std::string text() const { return file + ":" + std::to_string(line) + " includes " + target; }
};

bool startsWith(std::string_view text, std::string_view start)
{
    return text.substr(0, start.size()) == start;
}

bool startsWithAny(std::string_view text, const std::vector<std::string_view>& starts)
{
    return std::any_of(starts.begin(), starts.end(), [&](auto start) { return startsWith(text, start); });
}

bool isSource(const fs::path& path)
{
    const auto extension = path.extension();
    return extension == ".h" || extension == ".cpp" || extension == ".inc" || extension == ".cu" || extension == ".cuh";
}

std::vector<Include> includesOf(const fs::path& path)
{
    static const std::regex pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::vector<Include> includes;
    std::ifstream file(path);
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        std::smatch match;
        if (std::regex_search(line, match, pattern))
            includes.push_back({fs::relative(path, root).generic_string(), number, match[2], match[1] == "\""});
    }
    return includes;
}

const std::vector<Include>& allIncludes()
{
    static const std::vector<Include> all = [] {
        std::vector<Include> includes;
        for (const char* folder : {"app", "core", "inference", "ui", "tests"}) {
            if (!fs::exists(root / folder))
                continue;
            for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
                if (!entry.is_regular_file() || !isSource(entry.path()))
                    continue;
                for (Include& include : includesOf(entry.path()))
                    includes.push_back(std::move(include));
            }
        }
        return includes;
    }();
    return all;
}

std::string fileName(const Include& include)
{
    return fs::path(include.file).filename().string();
}

/// A library's door: what its includes look like, and the files that may have them.
struct Door {
    const char* library;
    std::vector<std::string_view> includes;
    bool (*open)(const Include&);
};

bool isTest(const Include& include)
{
    return startsWith(include.file, "tests/");
}

const std::array<Door, 7>& doors()
{
    static const std::array<Door, 7> all{
        Door{"FFmpeg",
             {"libavcodec/", "libavformat/", "libavutil/", "libavfilter/", "libswscale/", "libswresample/"},
             [](const Include& include) {
                 return startsWith(include.file, "core/") && startsWith(fileName(include), "ffmpeg_");
             }},
        Door{"OpenImageIO and OpenEXR",
             {"OpenImageIO/", "OpenEXR/", "Imath/", "Imf", "half.h"},
             [](const Include& include) { // the sources of libunividx-pictures.so, which is opened late
                 return startsWithAny(include.file, {"core/media/exr_file.", "core/media/half_row.",
                                                     "core/media/picture_", "core/media/png_file."});
             }},
        Door{"OpenColorIO",
             {"OpenColorIO/"},
             [](const Include& include) { return startsWith(include.file, "core/color/"); }},
        Door{"LibTorch",
             {"torch/", "ATen/", "c10/"},
             [](const Include& include) { return startsWith(include.file, "inference/"); }},
        Door{"Qt",
             {"Q", "Qt"},
             [](const Include& include) {
                 return startsWithAny(include.file, {"ui/", "app/studio/"});
             }},
        Door{"SQLite",
             {"sqlite3"},
             [](const Include& include) {
                 return startsWith(include.file, "core/") && startsWith(fileName(include), "sqlite_");
             }},
        Door{"Embree",
             {"embree3/"},
             [](const Include& include) { return include.file == "inference/train/scene/rendered/ray_scene.cpp"; }},
    };
    return all;
}

bool belongsTo(const Include& include, const Door& door)
{
    // Qt's headers are Q and a capital, or a module's folder: QWidget, QtCore/QString.
    if (std::string_view(door.library) == "Qt") {
        return !include.quoted && include.target.size() > 1 && include.target[0] == 'Q' &&
               (std::isupper(static_cast<unsigned char>(include.target[1])) || include.target[1] == 't');
    }
    return startsWithAny(include.target, door.includes);
}

TEST(Layering, ThereIsSomethingToRead)
{
    EXPECT_GT(allIncludes().size(), 100u);
}

TEST(Layering, RoomsSeeOnlyTheRoomsBelowThem)
{
    const std::array<std::pair<std::string_view, std::vector<std::string_view>>, 5> rules{{
        {"core/", {"core/"}},
        {"inference/", {"core/", "inference/"}},
        {"ui/", {"core/", "ui/"}},
        {"app/engine/", {"core/", "inference/", "app/engine/"}},
        {"app/cli/", {"core/", "inference/", "app/cli/", "app/engine/"}},
    }};
    for (const Include& include : allIncludes()) {
        if (!startsWithAny(include.target, {"app/", "core/", "inference/", "ui/"}))
            continue;
        for (const auto& [room, seen] : rules) {
            if (startsWith(include.file, room)) {
                EXPECT_TRUE(startsWithAny(include.target, seen)) << include.text();
            }
        }
    }
}

/// The folder below a room: "media" of "core/media/exr_file.cpp". Empty for a file of the room itself.
std::string folderBelow(std::string_view path, std::string_view room)
{
    const std::string_view below = path.substr(room.size());
    const std::size_t slash = below.find('/');
    return slash == std::string_view::npos ? std::string() : std::string(below.substr(0, slash));
}

/// Folders of a room from the bottom up: each may include those before it.
struct FolderOrder {
    std::string_view room;
    std::vector<std::string_view> folders;
};

const std::array<FolderOrder, 3>& folderOrders()
{
    static const std::array<FolderOrder, 3> orders{{
        {"core/",
         {"time", "base", "image", "task", "color", "media", "layers", "comp", "engine", "run", "project", "export",
          "queue", "farm", "settings"}},
        {"inference/",
         {"weights", "nn", "text", "vae", "dit", "sampling", "people", "predictor", "engine", "train", "metrics",
          "evaluation"}},
        {"ui/",
         {"common", "project", "frames", "audio", "media_pool", "viewer", "comp", "relight", "layers", "task", "queue",
          "timeline", "export", "window"}},
    }};
    return orders;
}

std::ptrdiff_t placeOf(const FolderOrder& order, const std::string& folder)
{
    return std::find(order.folders.begin(), order.folders.end(), folder) - order.folders.begin();
}

TEST(Layering, FoldersIncludeOnlyFoldersBelow)
{
    for (const Include& include : allIncludes()) {
        for (const FolderOrder& order : folderOrders()) {
            if (order.folders.empty() || !startsWith(include.file, order.room) ||
                !startsWith(include.target, order.room))
                continue;
            const std::ptrdiff_t from = placeOf(order, folderBelow(include.file, order.room));
            const std::ptrdiff_t to = placeOf(order, folderBelow(include.target, order.room));
            EXPECT_LT(to, std::ssize(order.folders)) << include.text() << ": the folder has no place in the order";
            EXPECT_LE(to, from) << include.text() << ", which is a folder above";
        }
    }
}

TEST(Layering, EveryLibraryIsBehindItsDoor)
{
    for (const Include& include : allIncludes()) {
        for (const Door& door : doors()) {
            // Tests may look at what is written with the library that reads it; Qt and Torch stay in their rooms'
            // tests.
            if (belongsTo(include, door) && !isTest(include)) {
                EXPECT_TRUE(door.open(include)) << include.text() << ", which is " << door.library;
            }
        }
    }
}

/// The files of inference/weights and inference/text that make tensors. All others there are parsers, which other
/// compilers and fuzzers build without LibTorch.
bool makesTensors(std::string_view file)
{
    constexpr std::array<std::string_view, 9> makers{
        "inference/text/text_encoder.",      "inference/text/umt5.",
        "inference/weights/adapter_report.", "inference/weights/package_pack.",
        "inference/weights/packed_tensors.", "inference/weights/read_weights.",
        "inference/weights/safetensors.",    "inference/weights/tensor_view.",
        "inference/weights/weight_source."};
    return std::any_of(makers.begin(), makers.end(), [&](std::string_view maker) { return startsWith(file, maker); });
}

/// How a file's includes reach LibTorch, as "a.h -> b.h -> torch/types.h"; empty if they do not.
std::string pathToTorch(const std::string& file)
{
    static const std::map<std::string, std::vector<const Include*>> byFile = [] {
        std::map<std::string, std::vector<const Include*>> map;
        for (const Include& include : allIncludes())
            map[include.file].push_back(&include);
        return map;
    }();
    static const Door& torch = *std::find_if(
        doors().begin(), doors().end(), [](const Door& door) { return std::string_view(door.library) == "LibTorch"; });
    std::map<std::string, std::string> paths{{file, file}}; // how each file was reached
    std::vector<std::string> open{file};
    while (!open.empty()) {
        const std::string from = open.back();
        open.pop_back();
        const auto includes = byFile.find(from);
        if (includes == byFile.end())
            continue;
        for (const Include* include : includes->second) {
            const std::string path = paths.at(from) + " -> " + include->target;
            if (belongsTo(*include, torch))
                return path;
            if (include->quoted && paths.emplace(include->target, path).second)
                open.push_back(include->target);
        }
    }
    return {};
}

TEST(Layering, ParsersReachNoHeaderOfLibTorch)
{
    std::set<std::string> parsers;
    for (const char* folder : {"inference/text", "inference/weights"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            const std::string file = fs::relative(entry.path(), root).generic_string();
            if (isSource(entry.path()) && !makesTensors(file))
                parsers.insert(file);
        }
    }
    EXPECT_GT(parsers.size(), 30U);
    for (const std::string& file : parsers)
        EXPECT_EQ(pathToTorch(file), "");
    EXPECT_NE(pathToTorch("inference/weights/read_weights.cpp"), "");
}

TEST(Layering, TestsOfCoreAndTheCommandLineNeedNeitherTorchNorQt)
{
    for (const Include& include : allIncludes()) {
        if (startsWithAny(include.file, {"tests/core/", "tests/e2e/", "tests/architecture/"})) {
            EXPECT_FALSE(belongsTo(include, doors()[3]) || belongsTo(include, doors()[4])) << include.text();
        }
    }
}

TEST(Layering, ProjectFilesAreIncludedFromTheRootAndExist)
{
    for (const Include& include : allIncludes()) {
        if (!include.quoted)
            continue;
        if (startsWithAny(include.target, {"app/", "core/", "inference/", "ui/", "tests/"})) {
            EXPECT_TRUE(fs::exists(root / include.target)) << include.text();
            continue;
        }
        // A table beside its only reader, and what CMake makes, are the exceptions.
        EXPECT_TRUE(include.target.ends_with(".inc") || include.target.ends_with(".moc") ||
                    startsWith(include.target, "ui_"))
            << include.text() << ": write it from the project's root";
    }
}

TEST(Layering, EveryHeaderIsGuarded)
{
    for (const char* folder : {"app", "core", "inference", "ui"}) {
        if (!fs::exists(root / folder))
            continue;
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            if (entry.path().extension() != ".h")
                continue;
            std::ifstream file(entry.path());
            std::string line;
            bool guarded = false;
            while (!guarded && std::getline(file, line))
                guarded = startsWith(line, "#pragma once");
            EXPECT_TRUE(guarded) << entry.path();
        }
    }
}

} // namespace
