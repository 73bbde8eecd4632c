#pragma once

#include "tests/inference/dit_testing.h"

#include "core/engine/engine.h"
#include "inference/sampling/schedule.h"
#include "inference/weights/model_package.h"
#include "inference/weights/safetensors.h"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <unistd.h>

namespace unividx::testing {

/// A text encoder's weights with random values: one layer, as wide as the tiny DiT's text.
inline TensorMap tinyTextEncoder()
{
    constexpr std::int64_t vocabulary = 610, width = 48, inside = 64, heads = 4, buckets = 32;
    TensorMap weights;
    std::uint64_t seed = 100;
    const auto random = [&](const std::string& name, at::IntArrayRef shape) {
        weights[name] = seededNoise(shape, seed++).mul_(0.2);
    };
    random("token_embedding.weight", {vocabulary, width});
    for (const char* layer : {"attn.q", "attn.k", "attn.v", "attn.o"})
        random("blocks.0." + std::string(layer) + ".weight", {width, width});
    random("blocks.0.ffn.gate.0.weight", {inside, width});
    random("blocks.0.ffn.fc1.weight", {inside, width});
    random("blocks.0.ffn.fc2.weight", {width, inside});
    random("blocks.0.pos_embedding.embedding.weight", {buckets, heads});
    for (const char* norm : {"blocks.0.norm1.weight", "blocks.0.norm2.weight", "norm.weight"})
        weights[norm] = at::ones({width});
    return weights;
}

/// A model package of the golden fixtures' tiny weights in a folder of its own, removed at the end.
class TinyPackage {
public:
    TinyPackage()
        : folder_(std::filesystem::temp_directory_path() /
                  ("unividx-映像-" + std::to_string(::getpid()) + "-" + std::to_string(count()++)))
    {
        std::filesystem::create_directories(folder_);
        writeSafetensors(folder_ / "text.safetensors", tinyTextEncoder());
        package_.folder = folder_;
        package_.name = "tiny";
        package_.title = "tiny";
        package_.base = {fixture("dit_base-00001-of-00002.safetensors")};
        package_.vae = fixture("vae_weights.safetensors");
        package_.textEncoder = folder_ / "text.safetensors";
        package_.tokenizer = fixture("spiece.model");
        package_.textLength = 12;
        package_.heads = 4;
        GenerationDefaults defaults;
        defaults.width = 48;
        defaults.height = 32;
        defaults.frames = 5;
        defaults.steps = 2;
        defaults.guidance = 1;
        for (const Family* family : families()) {
            const std::string name(family->name);
            package_.families[name] = {fixture("lora_" + name + ".safetensors"), defaults};
        }
        writeModelPackage(package_);
    }
    ~TinyPackage() { std::filesystem::remove_all(folder_); }
    TinyPackage(const TinyPackage&) = delete;
    TinyPackage& operator=(const TinyPackage&) = delete;

    const std::filesystem::path& folder() const { return folder_; }

    /// Change it, then `writeModelPackage` it.
    ModelPackage& description() { return package_; }

private:
    static int& count()
    {
        static int packages = 0;
        return packages;
    }

    std::filesystem::path folder_;
    ModelPackage package_;
};

/// A picture that differs by frame and row.
inline Image testPicture(std::int64_t frame, std::size_t row, Resolution size = {60, 40})
{
    std::vector<float> pixels;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < 3; ++c)
                pixels.push_back(
                    static_cast<float>((x * (c + 1) + y * 2 + frame * 5 + static_cast<std::int64_t>(row) * 11) % 97) /
                    96.0f);
    return Image(size, 3, std::move(pixels));
}

/// What an engine delivered, and what it asked for.
struct Recorded {
    std::vector<std::int64_t> frames;
    std::vector<std::array<Image, 4>> layers;
    std::unique_ptr<std::mutex> asking = std::make_unique<std::mutex>(); ///< windows ask side by side
    std::vector<std::int64_t> asked;

    std::array<FrameSource, 4> sources(const Task& task)
    {
        std::array<FrameSource, 4> made;
        for (std::size_t row = 0; row < 4; ++row) {
            if (task.conditions[row])
                made[row] = [this, row](std::int64_t frame) {
                    const std::lock_guard lock(*asking);
                    asked.push_back(frame);
                    return testPicture(frame, row);
                };
        }
        return made;
    }

    LayerSink sink()
    {
        return [this](std::int64_t frame, const std::array<Image, 4>& pictures) {
            frames.push_back(frame);
            layers.push_back(pictures);
        };
    }

    void run(Engine& engine, const GenerateRequest& request)
    {
        const CancelToken token;
        JobContext job(token);
        engine.run(request, sources(request.task), sink(), job);
    }
};

inline GenerateRequest requestFor(const char* task, std::int64_t frames)
{
    GenerateRequest request;
    request.task = *findTask(task);
    request.frames = {1001, frames};
    return request;
}

inline bool sameBits(const Image& a, const Image& b)
{
    return a.resolution() == b.resolution() && a.channels() == b.channels() &&
           std::equal(a.data(), a.data() + a.byteSize() / sizeof(float), b.data());
}

} // namespace unividx::testing
