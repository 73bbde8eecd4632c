#pragma once

#include "core/project/project.h"

#include <QElapsedTimer>

namespace unividx::ui {

/// What playback goes by: how much of the timeline has been played since the start.
class PlaybackClock {
public:
    virtual ~PlaybackClock() = default;

    /// Begins at a timeline frame. False if this clock has nothing to go by, and another is to be taken.
    virtual bool start(const Project& project, std::int64_t frame) = 0;
    virtual void stop() = 0;

    /// Seconds heard or shown since the start.
    virtual double seconds() const = 0;
};

/// The time of day: for playback without sound, or at another speed than 1.
class WallClock final : public PlaybackClock {
public:
    bool start(const Project&, std::int64_t) override
    {
        timer_.start();
        return true;
    }
    void stop() override {}
    double seconds() const override { return static_cast<double>(timer_.nsecsElapsed()) * 1e-9; }

private:
    QElapsedTimer timer_;
};

} // namespace unividx::ui
