#pragma once

#include "inference/train/data/clip_source.h"

namespace unividx {

/// Seeded scenes with exact layers, made when they are asked for: the same on every machine and in every run.
class ProceduralClips final : public ClipSource {
public:
    ProceduralClips(std::uint64_t seed, bool degrade) : seed_(seed), degrade_(degrade) {}

    bool has(const Family& /*family*/) const override { return true; }
    std::string key() const override { return degrade_ ? "" : "clean"; }
    TrainingClip clip(const Family& family, std::int64_t index, const TrainingShape& shape) override;

private:
    std::uint64_t seed_;
    bool degrade_;
};

} // namespace unividx
