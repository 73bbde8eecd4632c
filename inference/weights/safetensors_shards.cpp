#include "inference/weights/safetensors_header.h"

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/text_file.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>

namespace unividx {

namespace {

namespace fs = std::filesystem;

struct ShardName {
    std::string stem; ///< `diffusion_pytorch_model`
    int count = 0;
};

bool isFile(const fs::path& path)
{
    std::error_code unreadable; // a name that cannot be looked up, however odd, is no file of the model
    return fs::exists(path, unreadable);
}

/// `STEM-00001-of-00002.safetensors`
std::optional<ShardName> parseShardName(const std::string& name)
{
    constexpr std::string_view form = "-ddddd-of-ddddd.safetensors";
    if (name.size() <= form.size())
        return std::nullopt;
    const std::size_t begin = name.size() - form.size();
    for (std::size_t i = 0; i < form.size(); ++i) {
        const char c = name[begin + i];
        if (form[i] == 'd' && i < form.size() - 12 ? c < '0' || c > '9' : c != form[i])
            return std::nullopt;
    }
    return ShardName{name.substr(0, begin), std::stoi(name.substr(begin + 10, 5))};
}

std::vector<fs::path> shardSet(const fs::path& folder, const ShardName& set)
{
    std::vector<fs::path> shards;
    for (int index = 1; index <= set.count; ++index) {
        char number[48];
        std::snprintf(number, sizeof number, "-%05d-of-%05d.safetensors", index, set.count);
        shards.push_back(folder / (set.stem + number));
        if (!isFile(shards.back()))
            throw Error(ErrorKind::Model, shards.back().string() + ": this shard is missing (" + std::to_string(index) +
                                              " of " + std::to_string(set.count) + ")");
    }
    return shards;
}

std::vector<fs::path> indexedShards(const fs::path& index)
{
    const auto json = parseJson(readTextFile(index, ErrorKind::Model), index.string(), ErrorKind::Model);
    if (!json.is_object() || !json.contains("weight_map") || !json["weight_map"].is_object())
        throw Error(ErrorKind::Model, index.string() + ": is not a safetensors index (no weight_map)");
    std::set<std::string> names;
    for (const auto& [tensor, file] : json["weight_map"].items()) {
        // A shard lies beside its index; anything else would let an index reach out of the model's folder.
        if (!file.is_string() || fs::path(file.get<std::string>()).filename() != file.get<std::string>())
            throw Error(ErrorKind::Model, index.string() + ": '" + tensor + "' is mapped to no plain file name");
        names.insert(file.get<std::string>());
    }
    std::vector<fs::path> shards;
    for (const std::string& name : names) {
        shards.push_back(index.parent_path() / name);
        if (!isFile(shards.back()))
            throw Error(ErrorKind::Model, shards.back().string() + ": this shard is missing");
    }
    return shards;
}

/// The one checkpoint among `folder`'s files whose names begin with `prefix`.
std::vector<fs::path> shardsIn(const fs::path& folder, const std::string& prefix)
{
    std::vector<fs::path> files;
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
        const fs::directory_entry& entry = *entries;
        const std::string name = entry.path().filename().string();
        if (name.rfind(prefix, 0) != 0)
            continue;
        if (name.size() > 11 && name.compare(name.size() - 11, 11, ".index.json") == 0)
            return indexedShards(entry.path());
        if (entry.path().extension() == ".safetensors" && name[0] != '.')
            files.push_back(entry.path());
    }
    if (error)
        throw Error(ErrorKind::Model, folder.string() + ": the folder cannot be read (" + error.message() + ")");
    std::sort(files.begin(), files.end());
    if (files.empty())
        throw Error(ErrorKind::Model, folder.string() + ": holds no '" + prefix + "*.safetensors' file");
    const auto set = parseShardName(files.front().filename().string());
    if (set) {
        const auto shards = shardSet(folder, *set);
        if (shards == files)
            return shards;
    } else if (files.size() == 1) {
        return files;
    }
    throw Error(ErrorKind::Model, folder.string() + ": holds several checkpoints; name one of the files");
}

} // namespace

std::vector<fs::path> safetensorsShards(const fs::path& path)
{
    const std::string name = path.filename().string();
    std::error_code unreadable; // then it is no folder, and whoever opens the file says what is wrong with it
    if (fs::is_directory(path, unreadable))
        return shardsIn(path, "");
    const std::size_t star = name.find('*');
    if (star != std::string::npos)
        return shardsIn(path.parent_path().empty() ? "." : path.parent_path(), name.substr(0, star));
    if (name.size() > 11 && name.compare(name.size() - 11, 11, ".index.json") == 0)
        return indexedShards(path);
    if (const auto set = parseShardName(name))
        return shardSet(path.parent_path(), *set);
    return {path};
}

} // namespace unividx
