#pragma once

#include "ui/audio/playback_clock.h"

#include <QString>

#include <memory>

class QAudioSink;

namespace unividx::ui {

class SoundStream;

/// Plays a timeline's sound on the system's output, and is the clock for its pictures: what has been heard decides
/// which frame is shown.
///
/// Thread: the interface's; decoding and mixing have one of their own.
class AudioPlayer final : public PlaybackClock {
public:
    AudioPlayer();
    ~AudioPlayer() override;

    /// False where there is nothing to hear or nothing to hear it with.
    bool start(const Project& project, std::int64_t frame) override;
    void stop() override;
    double seconds() const override;

private:
    std::unique_ptr<SoundStream> stream_;
    std::unique_ptr<QAudioSink> sink_; // last: it reads from the stream
};

} // namespace unividx::ui
