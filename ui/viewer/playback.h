#pragma once

#include "ui/audio/playback_clock.h"
#include "ui/project/project_model.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace unividx::ui {

/// Moves the playhead: at the project's rate or a multiple, either way, between in and out. At speed 1 the sound is
/// the clock where there is any, else the time of day.
class Playback : public QObject {
    Q_OBJECT
public:
    using SoundClock = std::function<std::unique_ptr<PlaybackClock>()>;

    /// `sound` is asked once, when it is first needed: finding the system's outputs takes its time.
    Playback(ProjectModel& project, SoundClock sound, QObject* parent = nullptr);

    bool isPlaying() const { return speed_ != 0; }
    double speed() const { return speed_; } ///< 1 is forward at the project's rate; 0: stopped
    bool goesBySound() const { return isPlaying() && clock_ == sound_.get(); }

    void play(double speed);
    void stop();
    void shuttle(int direction); ///< 1 or -1: as L and J do; each time faster

    void setLooping(bool looping) { looping_ = looping; }

    /// Frames that were left out since playback began: passed over, or not ready when their time was up.
    int skipped() const { return skipped_; }
    void countSkipped(int frames) { skipped_ += frames; }

Q_SIGNALS:
    void stateChanged();

private:
    void begin(qint64 frame);
    void tick();

    ProjectModel& project_;
    SoundClock makeSound_;
    WallClock wall_;
    std::unique_ptr<PlaybackClock> sound_;
    PlaybackClock* clock_ = nullptr; ///< one of the two
    QTimer timer_;
    double speed_ = 0;
    bool looping_ = true;
    qint64 playedFrom_ = 0;
    int skipped_ = 0;
};

} // namespace unividx::ui
