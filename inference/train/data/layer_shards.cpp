#include "inference/train/data/layer_shards.h"

#include "core/base/error.h"
#include "inference/train/data/training_clip.h"
#include "inference/weights/safetensors.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string>

namespace unividx {

namespace {

constexpr std::uint64_t heldEvery = 16;
constexpr std::int64_t firstHeldSeed = 900000001;
constexpr std::array<const char*, 6> colourNames{"rgb", "albedo", "irradiance", "normal", "foreground", "background"};

std::int64_t number(const std::map<std::string, std::string>& metadata, const std::string& key,
                    const std::filesystem::path& file)
{
    const auto found = metadata.find(key);
    try {
        return std::stoll(found == metadata.end() ? std::string() : found->second);
    } catch (const std::logic_error&) {
        throw Error(ErrorKind::Input, file.string() + ": its metadata lack the number '" + key + "'");
    }
}

/// "1 0 1", "1,0,1", or one value for all.
std::vector<bool> subjectsOf(std::string text, std::int64_t clips, const std::filesystem::path& file)
{
    std::replace_if(
        text.begin(), text.end(), [](char letter) { return letter != '0' && letter != '1'; }, ' ');
    std::istringstream stream(text);
    std::vector<bool> subjects;
    for (std::string word; stream >> word;) {
        for (const char letter : word)
            subjects.push_back(letter == '1');
    }
    if (subjects.size() == 1)
        subjects.resize(static_cast<std::size_t>(clips), subjects.front());
    if (static_cast<std::int64_t>(subjects.size()) != clips)
        throw Error(ErrorKind::Input, file.string() + ": its 'subject' has " + std::to_string(subjects.size()) +
                                          " entries for " + std::to_string(clips) + " clips");
    return subjects;
}

void checkTensor(const TensorMap& tensors, const std::string& name, at::ScalarType type,
                 const std::vector<std::int64_t>& shape, const std::filesystem::path& file)
{
    const auto found = tensors.find(name);
    if (found == tensors.end() || found->second.scalar_type() != type || found->second.sizes().vec() != shape)
        throw Error(ErrorKind::Input, file.string() + ": '" + name + "' is missing, or of another type or shape than " +
                                          "the shard's rgb asks for");
}

void checkTensors(const TensorMap& tensors, std::int64_t pictures, const std::filesystem::path& file)
{
    const auto rgb = tensors.find("rgb");
    if (rgb == tensors.end() || rgb->second.dim() != 4 || rgb->second.size(0) != pictures || pictures < 1)
        throw Error(ErrorKind::Input, file.string() + ": 'rgb' is missing or does not hold clips * frames pictures");
    const std::int64_t height = rgb->second.size(1);
    const std::int64_t width = rgb->second.size(2);
    for (const char* name : colourNames)
        checkTensor(tensors, name, at::kByte, {pictures, height, width, 3}, file);
    checkTensor(tensors, "alpha", at::kByte, {pictures, height, width}, file);
    checkTensor(tensors, "depth", at::kHalf, {pictures, height, width}, file);
}

} // namespace

bool LayerShards::isHeldOut(std::int64_t seed)
{
    return mixedSeed(static_cast<std::uint64_t>(seed), 0) % heldEvery == 0 || seed >= firstHeldSeed;
}

LayerShards::LayerShards(std::vector<std::filesystem::path> folders, Part part)
    : folders_(std::move(folders)), part_(part)
{
    rescan();
}

void LayerShards::rescan()
{
    std::vector<std::filesystem::path> files;
    for (const std::filesystem::path& folder : folders_) {
        if (!std::filesystem::is_directory(folder))
            continue; // the renderer may not have begun
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (name.ends_with(".safetensors") && !name.starts_with("."))
                files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    for (const std::filesystem::path& file : files) {
        if (!seen_.insert(file).second)
            continue;
        try {
            add(file);
        } catch (const Error& error) {
            spdlog::warn("passing over a shard: {}", error.what());
        }
    }
}

void LayerShards::add(const std::filesystem::path& file)
{
    const auto metadata = safetensorsMetadata(file);
    if (isHeldOut(number(metadata, "seed", file)) != (part_ == Part::HeldOut))
        return;
    const std::int64_t clips = number(metadata, "clips", file);
    Shard shard;
    shard.frames = number(metadata, "frames", file);
    if (clips < 1 || shard.frames < 1)
        throw Error(ErrorKind::Input, file.string() + ": it holds no clips");
    const auto subjects = metadata.find("subject");
    shard.subjects = subjectsOf(subjects == metadata.end() ? "0" : subjects->second, clips, file);
    shard.tensors = readSafetensors(file);
    checkTensors(shard.tensors, clips * shard.frames, file);
    for (std::int64_t clip = 0; clip < clips; ++clip)
        places_.push_back({shards_.size(), clip});
    shards_.push_back(std::move(shard));
}

std::int64_t LayerShards::longest() const
{
    std::int64_t frames = 0;
    for (const Shard& shard : shards_)
        frames = std::max(frames, shard.frames);
    return frames;
}

LayerClip LayerShards::clip(std::int64_t index) const
{
    const Place& place = places_.at(static_cast<std::size_t>(index));
    const Shard& shard = shards_[place.shard];
    const auto part = [&](const char* name) {
        return shard.tensors.at(name).narrow(0, place.clip * shard.frames, shard.frames);
    };
    return {part("rgb"),        part("albedo"),     part("irradiance"),
            part("normal"),     part("depth"),      part("alpha"),
            part("foreground"), part("background"), shard.subjects[static_cast<std::size_t>(place.clip)]};
}

} // namespace unividx
