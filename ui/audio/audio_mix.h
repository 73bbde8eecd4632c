#pragma once

#include "core/media/audio_reader.h"
#include "core/project/project.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace unividx::ui {

/// Samples a second of everything that is heard and drawn.
inline constexpr int audioRate = 48000;

/// Whether a project has a clip that is heard.
bool hasSound(const Project& project);

/// The sound of a timeline: all audio tracks that are not muted, added up.
///
/// Thread: one.
class AudioMix {
public:
    explicit AudioMix(Project project) : project_(std::move(project)) {}

    /// Stereo samples from `first` on; sample 0 is timeline frame 0. A file that cannot be read is silent.
    std::vector<float> read(std::int64_t first, std::int64_t count);

private:
    void add(const Clip& clip, std::int64_t first, std::vector<float>& samples);
    AudioReader* reader(const MediaItem& media);

    Project project_;
    std::map<std::string, std::unique_ptr<AudioReader>> readers_; ///< null: it could not be opened
};

} // namespace unividx::ui
