#pragma once

#include "core/image/image.h"

#include <cstdint>
#include <filesystem>

namespace unividx {

/// One place that training clips come from, as a configuration's `data` lists them.
struct DataSource {
    enum class Kind {
        Procedural, ///< endless seeded scenes (inference/train/scene)
        Folders,    ///< one folder a clip, one movie, picture sequence or folder a modality (core/layers/clip_folder.h)
        Stills,     ///< one file of packed pictures; see StillClips
        Shards,     ///< a folder of rendered clips with every layer; see LayerShards
    };

    Kind kind = Kind::Procedural;
    std::filesystem::path path;        ///< folders: where the clips' folders are; stills: the file; shards:
                                       ///< their folder
    std::filesystem::path backgrounds; ///< folders: pictures and movies to put behind clips that hold a matte and a
                                       ///< foreground alone, as VideoMatte240K's do
    double share = 1;                  ///< how often it is drawn from, beside the other sources that have the family
    bool degrade = true;               ///< camera faults on rgb; off by default for folders
};

/// What every clip of a run looks like.
struct TrainingShape {
    Resolution resolution{128, 96};
    std::int64_t frames = 1;
};

} // namespace unividx
