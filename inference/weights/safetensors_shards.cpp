#include "inference/weights/safetensors_header.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <optional>
#include <regex>
#include <set>

namespace unividx {

namespace {

namespace fs = std::filesystem;

struct ShardName {
    std::string stem; ///< `diffusion_pytorch_model`
    int count = 0;
};

std::optional<ShardName> parseShardName(const std::string& name)
{
    static const std::regex form(R"((.+)-\d{5}-of-(\d{5})\.safetensors)");
    std::smatch match;
    if (!std::regex_match(name, match, form))
        return std::nullopt;
    return ShardName{match[1], std::stoi(match[2])};
}

std::vector<fs::path> shardSet(const fs::path& folder, const ShardName& set)
{
    std::vector<fs::path> shards;
    for (int index = 1; index <= set.count; ++index) {
        char number[48];
        std::snprintf(number, sizeof number, "-%05d-of-%05d.safetensors", index, set.count);
        shards.push_back(folder / (set.stem + number));
        if (!fs::exists(shards.back()))
            throw Error(ErrorKind::Model, shards.back().string() + ": this shard is missing (" + std::to_string(index) +
                                              " of " + std::to_string(set.count) + ")");
    }
    return shards;
}

std::vector<fs::path> indexedShards(const fs::path& index)
{
    std::ifstream stream(index);
    if (!stream)
        throw Error(ErrorKind::Model, index.string() + ": cannot be opened");
    const auto json = nlohmann::json::parse(stream, nullptr, false);
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
        if (!fs::exists(shards.back()))
            throw Error(ErrorKind::Model, shards.back().string() + ": this shard is missing");
    }
    return shards;
}

/// The one checkpoint among `folder`'s files whose names begin with `prefix`.
std::vector<fs::path> shardsIn(const fs::path& folder, const std::string& prefix)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.rfind(prefix, 0) != 0)
            continue;
        if (name.size() > 11 && name.compare(name.size() - 11, 11, ".index.json") == 0)
            return indexedShards(entry.path());
        if (entry.path().extension() == ".safetensors" && name[0] != '.')
            files.push_back(entry.path());
    }
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
    if (fs::is_directory(path))
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
