#pragma once

#include "core/image/image.h"
#include "core/project/id.h"
#include "core/task/task.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace unividx {

/// Where the pictures of a locked modality come from.
struct LockedInput {
    enum class From {
        Shot,  ///< the clip's own source
        Media, ///< another file of the media pool, `media`
        Take,  ///< this modality of the take `take` of the same clip
    };

    From from = From::Shot;
    MediaId media;
    TakeId take;

    bool operator==(const LockedInput&) const = default;
};

/// How much work a run may be. All but Custom take steps, guidance and the rest from the model package.
enum class Quality { Preview, Standard, Full, Custom };

/// What is to be made of a clip, and how: the task panel's form as a value.
struct TaskSettings {
    const Family* family = &intrinsicFamily;
    std::array<std::optional<LockedInput>, 4> locks{LockedInput{}}; ///< by row; not set: open. Default: rgb is the shot
    Rows kept = Rows(0b1111);                                       ///< of the open modalities, those that are wanted
    std::string prompt;           ///< of the whole picture, or of the foreground where the family has one
    std::string backgroundPrompt; ///< alpha family only
    std::string negativePrompt;
    Quality quality = Quality::Standard;
    std::optional<int> steps;      ///< this and what follows: Custom only; not set: the package's own
    std::optional<float> guidance; ///< 1 means no negative pass
    std::optional<float> shift;
    std::optional<Resolution> modelSize;
    std::optional<std::int64_t> windowLength;
    std::optional<std::int64_t> windowOverlap;
    std::uint64_t seed = 1;
    std::string model = "mini"; ///< a package's name
    std::string device = "cpu";
    std::string extra; ///< JSON object of keys this version does not know; kept for the version that does

    bool operator==(const TaskSettings&) const = default;
};

/// The modalities that are locked, by row.
Rows lockedRows(const TaskSettings& settings);

/// The task these locks make. Nothing if all four are locked: then nothing is left to make.
std::optional<Task> taskOf(const TaskSettings& settings);

/// The text the model gets. The alpha family's convention: the foreground's sentence, then the background's.
std::string promptOf(const TaskSettings& settings);

} // namespace unividx
