#include "inference/train/latent_pool.h"

#include "core/base/error.h"
#include "inference/weights/safetensors.h"

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

const LatentPool::Entry& LatentPool::clip(const Family& family, std::int64_t index)
{
    const auto [place, isNew] = entries_.try_emplace({&family, index});
    Entry& entry = place->second;
    if (!isNew)
        return entry;
    const at::NoGradGuard noGradients;
    const std::filesystem::path file =
        config_.cache.empty()
            ? std::filesystem::path()
            : config_.cache / (encoder_ + "-" + clips_.cacheName(family, index, config_.shape) + ".safetensors");
    if (!file.empty() && std::filesystem::exists(file)) {
        entry.latents = readSafetensors(file).at("latents").to(at::kFloat);
        entry.caption = safetensorsMetadata(file).at("caption");
        return entry;
    }
    const TrainingClip clip = clips_.clip(family, index, config_.shape);
    entry.latents = vae_.distribution(clip.videos).first;
    entry.caption = clip.caption;
    if (!file.empty()) {
        std::filesystem::create_directories(config_.cache);
        writeSafetensors(file, {{"latents", entry.latents.to(at::kHalf)}}, {{"caption", entry.caption}});
        entry.latents = entry.latents.to(at::kHalf).to(at::kFloat); // as the next run will read it
    }
    return entry;
}

} // namespace unividx
