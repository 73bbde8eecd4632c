#include "inference/train/clip_pool.h"

#include "inference/train/data/clip_variation.h"
#include "inference/weights/safetensors.h"

#include <ATen/Parallel.h>
#include <torch/utils.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <set>

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

ClipPool::Keeping ClipPool::latents(const Vae& vae, const std::string& fingerprint)
{
    return {[&vae](const at::Tensor& videos) { return vae.distribution(videos).first.to(at::kHalf); }, fingerprint};
}

ClipPool::Keeping ClipPool::pictures()
{
    return {[](const at::Tensor& videos) { return ((videos.clamp(-1, 1) + 1) * 127.5).round_().to(at::kByte); },
            "pictures"};
}

ClipPool::ClipPool(const TrainConfig& config, at::Device device, Keeping keeping)
    : config_(config), device_(device), keeping_(std::move(keeping)),
      clips_(config.data, config.families, config.seed, config.dataThreads)
{
}

std::filesystem::path ClipPool::fileOf(const Key& key)
{
    if (config_.cache.empty())
        return {};
    const std::string views = config_.views > 1 ? "-" + std::to_string(config_.views) + "views" : "";
    return config_.cache / (keeping_.name + "-" + clips_.first().cacheName(*key.first, key.second, config_.shape) +
                            views + ".safetensors");
}

std::vector<ClipPool::Key> ClipPool::withPartners(const std::vector<Key>& keys) const
{
    if (config_.views == 1)
        return keys;
    std::set<Key> all;
    for (const auto& [family, index] : keys) {
        all.insert({family, index / 2 * 2});
        all.insert({family, index / 2 * 2 + 1});
    }
    return {all.begin(), all.end()};
}

std::vector<ClipPool::Rendered> ClipPool::render(ClipMix& clips, const std::vector<Key>& pair) const
{
    std::vector<TrainingClip> own;
    for (const auto& [family, index] : pair)
        own.push_back(clips.clip(*family, index, config_.shape));
    std::vector<Rendered> rendered;
    for (std::size_t number = 0; number < pair.size(); ++number) {
        const auto& [family, index] = pair[number];
        std::vector<at::Tensor> views{own[number].videos};
        for (std::int64_t view = 1; view < config_.views; ++view) {
            const std::uint64_t seed = mixedSeed(mixedSeed(config_.seed + 5, static_cast<std::uint64_t>(index)),
                                                 static_cast<std::uint64_t>(view));
            views.push_back(varied(*family, own[number], own[pair.size() - 1 - number], seed, config_.shape).videos);
        }
        rendered.push_back({pair[number], at::stack(views), own[number].caption});
    }
    return rendered;
}

std::vector<ClipPool::Rendered> ClipPool::renderAll(const std::vector<Key>& keys)
{
    const std::size_t unit = config_.views > 1 ? 2 : 1;
    const std::size_t units = keys.size() / unit;
    std::vector<std::vector<Rendered>> parts(units);
    clips_.each(units, [&](ClipMix& clips, std::size_t number) {
        const auto from = keys.begin() + static_cast<std::ptrdiff_t>(number * unit);
        parts[number] = render(clips, {from, from + static_cast<std::ptrdiff_t>(unit)});
    });
    std::vector<Rendered> all;
    for (std::vector<Rendered>& part : parts)
        std::move(part.begin(), part.end(), std::back_inserter(all));
    return all;
}

void ClipPool::keep(const std::vector<Rendered>& rendered, std::size_t first, std::size_t count, Entries& entries)
{
    std::vector<at::Tensor> videos;
    for (std::size_t number = first; number < first + count; ++number)
        videos.push_back(rendered[number].videos.flatten(0, 1));
    const at::Tensor kept = keeping_.keep(at::cat(videos).to(device_));
    const std::vector<at::Tensor> each =
        kept.unflatten(0, {static_cast<std::int64_t>(count), config_.views, 4}).unbind(0);
    for (std::size_t number = first; number < first + count; ++number) {
        const Rendered& clip = rendered[number];
        const Entry entry{each[number - first].clone(), clip.caption};
        const std::filesystem::path file = fileOf(clip.key);
        if (!file.empty()) {
            std::filesystem::create_directories(config_.cache);
            writeSafetensors(file, {{"latents", entry.kept}}, {{"caption", entry.caption}});
        }
        entries.emplace(clip.key, entry);
    }
}

ClipPool::Entries ClipPool::made(const std::vector<Key>& keys)
{
    const at::NoGradGuard noGradients;
    Entries entries;
    std::vector<Key> missing;
    for (const Key& key : keys) {
        const std::filesystem::path file = fileOf(key);
        if (file.empty() || !std::filesystem::exists(file)) {
            missing.push_back(key);
            continue;
        }
        const at::Tensor kept = readSafetensors(file).at("latents").to(device_, false, true);
        entries.emplace(key,
                        Entry{kept.dim() == 5 ? kept.unsqueeze(0) : kept, safetensorsMetadata(file).at("caption")});
    }
    const std::vector<Rendered> rendered = renderAll(withPartners(missing));
    // One clip at a time on a processor, where the numbers of a product may depend on how much is done at once, and a
    // run that goes on must find the latents it had.
    const std::size_t atOnce = device_.is_cpu() ? 1 : 64;
    for (std::size_t first = 0; first < rendered.size(); first += atOnce)
        keep(rendered, first, std::min(atOnce, rendered.size() - first), entries);
    return entries;
}

void ClipPool::collect()
{
    if (underway_.valid())
        entries_.merge(underway_.get());
}

void ClipPool::forget(std::int64_t before)
{
    std::erase_if(entries_, [&](const auto& entry) { return entry.first.second < before; });
}

void ClipPool::prepare(std::int64_t first, std::int64_t count)
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
        return made(wanted);
    });
}

ClipPool::Numbers ClipPool::atStep(std::int64_t step)
{
    if (config_.minutes == 0) {
        if (asked_ == 0) { // waited for when the first is drawn
            asked_ = config_.clipsAt(0);
            prepare(0, asked_);
        }
        if (step % config_.freshEvery == 0) {
            const std::int64_t next = step + config_.freshEvery;
            forget(config_.firstClipAt(step));
            prepare(config_.clipsAt(step), config_.clipsAt(next) - config_.clipsAt(step));
        }
        const std::int64_t first = config_.firstClipAt(step);
        return {first, config_.clipsAt(step) - first};
    }
    const auto more = [this](std::int64_t count) {
        prepare(asked_, std::min(count, config_.clips - asked_));
        asked_ = std::min(asked_ + count, config_.clips);
    };
    if (asked_ == 0)
        more(config_.firstClips);
    if (there_ == 0 || !underway_.valid() || underway_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
        collect();
        there_ = asked_;
        more(config_.freshClips);
    }
    const std::int64_t first = config_.keptClips == 0 ? 0 : std::max<std::int64_t>(0, there_ - config_.keptClips);
    forget(first);
    return {first, there_ - first};
}

const ClipPool::Entry& ClipPool::clip(const Family& family, std::int64_t index)
{
    const Key key{&family, index};
    const auto known = entries_.find(key);
    if (known != entries_.end())
        return known->second;
    collect(); // it may be among those under way; and clips are made by one at a time
    if (!entries_.contains(key))
        entries_.merge(made({key}));
    return entries_.at(key);
}

} // namespace unividx
