#pragma once

#include "core/task/task.h"
#include "inference/train/clip_pool.h"
#include "inference/train/ranks.h"
#include "inference/train/train_config.h"

#include <ATen/core/Generator.h>

#include <cstdint>
#include <string>
#include <vector>

namespace unividx {

/// Stochastic condition masking (SCM): what a batch of one family is drawn from. A task, which says what is a condition
/// and what is a target, clips, noise and noise levels all follow from `seed`.
struct Draw {
    std::uint64_t seed = 0;
    std::int64_t batch = 1;                    ///< clips in all
    std::int64_t first = 0, count = 1;         ///< the part of them to compute
    std::int64_t firstClip = 0, clipCount = 1; ///< numbers that clips may have
    bool singles = false;                      ///< of each clip one frame alone
    bool pictures = true;                      ///< joint: what is decoded counts, not the velocity alone

    /// A training step's, of this process's share.
    static Draw ofStep(const TrainConfig& config, const Ranks& ranks, const Family& family, std::int64_t step);

    /// One of a validation, of clip numbers beyond those that are learnt from.
    static Draw ofValidation(const TrainConfig& config, const Family& family, std::int64_t number);
};

/// The clips of a batch's computed part, and the task to learn with them. Every draw is made for the whole batch, so
/// that the part changes none.
struct DrawnClips {
    Task task;
    at::Tensor kept;                   ///< [count, 4, C, F, ...], as the pool keeps them
    std::vector<std::string> captions; ///< empty ones for tasks without text
    at::Generator generator;           ///< goes on after the task
};

DrawnClips drawClips(const TrainConfig& config, ClipPool& pool, const Family& family, const Draw& draw);

/// Where the computed part's targets begin.
struct DrawnStart {
    at::Tensor noise;     ///< [count, 4, 16, T, h, w] on the device; zeros for some
    at::Tensor ids;       ///< [count], noise levels
    at::Tensor fromZeros; ///< [count], which begin from zeros
};

/// `shape` is of one clip's latents, [4, 16, T, h, w].
DrawnStart drawStart(const TrainConfig& config, at::Device device, const Draw& draw, const DrawnClips& clips,
                     at::IntArrayRef shape);

} // namespace unividx
