#include "inference/train/checkpoints.h"

#include "core/base/error.h"
#include "inference/weights/safetensors.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace unividx {

namespace {

std::vector<std::filesystem::path> oldestFirst(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(folder)) {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (name.starts_with("step-") && name.ends_with(".safetensors"))
                files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end()); // the step's digits are padded
    return files;
}

} // namespace

Checkpoints::Checkpoints(std::filesystem::path folder, double minutes, int keep)
    : folder_(std::move(folder)), interval_(minutes * 60), keep_(keep)
{
}

std::optional<Checkpoint> Checkpoints::newest() const
{
    auto files = oldestFirst(folder_);
    for (; !files.empty(); files.pop_back()) {
        try {
            Checkpoint checkpoint;
            checkpoint.step = std::stoll(safetensorsMetadata(files.back()).at("step"));
            checkpoint.tensors = readSafetensors(files.back());
            return checkpoint;
        } catch (const Error& error) {
            spdlog::warn("passing over a damaged checkpoint: {}", error.what());
        } catch (const std::logic_error&) {
            spdlog::warn("passing over {}: it does not say its step", files.back().string());
        }
    }
    return std::nullopt;
}

bool Checkpoints::due() const
{
    return std::chrono::steady_clock::now() - last_ >= interval_;
}

void Checkpoints::write(const Checkpoint& checkpoint)
{
    std::filesystem::create_directories(folder_);
    char name[40];
    std::snprintf(name, sizeof name, "step-%09lld.safetensors", static_cast<long long>(checkpoint.step));
    writeSafetensors(folder_ / name, checkpoint.tensors, {{"step", std::to_string(checkpoint.step)}});
    last_ = std::chrono::steady_clock::now();
    const auto files = oldestFirst(folder_);
    for (std::size_t index = 0; index + static_cast<std::size_t>(keep_) < files.size(); ++index)
        std::filesystem::remove(files[index]);
}

} // namespace unividx
