#include "inference/train/latent_pool.h"

#include "core/base/error.h"
#include "inference/weights/safetensors.h"

#include <ATen/Parallel.h>
#include <torch/utils.h>

#include <array>
#include <cstdio>

namespace unividx {

std::string encoderFingerprint(const TensorMap& vae)
{
    std::uint32_t hash = 2166136261U; // FNV-1a
    for (const auto& [name, tensor] : vae) {
        if (!name.starts_with("encoder.") && !name.starts_with("conv1."))
            continue;
        const at::Tensor values = tensor.to(at::kFloat).contiguous();
        const auto* bytes = static_cast<const unsigned char*>(values.data_ptr());
        for (std::size_t index = 0; index < values.nbytes(); ++index)
            hash = (hash ^ bytes[index]) * 16777619U;
    }
    std::array<char, 9> digits{};
    std::snprintf(digits.data(), digits.size(), "%08x", hash);
    return digits.data();
}

LatentPool::Entry LatentPool::make(const Key& key)
{
    const at::NoGradGuard noGradients;
    const auto& [family, index] = key;
    const std::filesystem::path file =
        config_.cache.empty()
            ? std::filesystem::path()
            : config_.cache / (encoder_ + "-" + clips_.cacheName(*family, index, config_.shape) + ".safetensors");
    if (!file.empty() && std::filesystem::exists(file))
        return {readSafetensors(file).at("latents").to(at::kHalf).clone(), safetensorsMetadata(file).at("caption")};
    const TrainingClip clip = clips_.clip(*family, index, config_.shape);
    Entry entry{vae_.distribution(clip.videos).first.to(at::kHalf), clip.caption};
    if (!file.empty()) {
        std::filesystem::create_directories(config_.cache);
        writeSafetensors(file, {{"latents", entry.latents}}, {{"caption", entry.caption}});
    }
    return entry;
}

void LatentPool::collect()
{
    if (underway_.valid())
        entries_.merge(underway_.get());
}

void LatentPool::prepare(std::int64_t first, std::int64_t count)
{
    collect();
    std::vector<Key> wanted;
    for (const Family* family : config_.families) {
        for (std::int64_t index = first; index < first + count; ++index) {
            if (!entries_.contains({family, index}))
                wanted.emplace_back(family, index);
        }
    }
    if (wanted.empty())
        return;
    underway_ = std::async(std::launch::async, [this, wanted = std::move(wanted)] {
        at::set_num_threads(1); // the caller's operators have the other cores
        std::map<Key, Entry> made;
        for (const Key& key : wanted)
            made.emplace(key, make(key));
        return made;
    });
}

const LatentPool::Entry& LatentPool::clip(const Family& family, std::int64_t index)
{
    const Key key{&family, index};
    const auto known = entries_.find(key);
    if (known != entries_.end())
        return known->second;
    collect(); // it may be among those under way; and clips are made by one thread at a time
    const auto place = entries_.find(key);
    return place != entries_.end() ? place->second : entries_.emplace(key, make(key)).first->second;
}

} // namespace unividx
