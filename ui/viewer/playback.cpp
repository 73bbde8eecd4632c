#include "ui/viewer/playback.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace unividx::ui {

Playback::Playback(ProjectModel& project, SoundClock sound, QObject* parent)
    : QObject(parent), project_(project), makeSound_(std::move(sound))
{
    connect(&timer_, &QTimer::timeout, this, &Playback::tick);
    timer_.setTimerType(Qt::PreciseTimer);
    // What is heard was mixed from the project as it was.
    connect(&project_, &ProjectModel::changed, this, [this] {
        if (goesBySound())
            begin(project_.playhead());
    });
}

void Playback::play(double speed)
{
    if (endOf(project_.project()) == 0)
        return;
    speed_ = speed;
    skipped_ = 0;
    const FrameRange range = project_.project().range.value_or(FrameRange{0, endOf(project_.project())});
    qint64 frame = project_.playhead();
    if (speed > 0 && frame >= range.last()) // at the end, playing means playing again
        frame = range.first;
    begin(frame);
    timer_.start(static_cast<int>(std::max(1.0, 1000.0 / project_.project().rate.perSecond() / 2)));
    project_.setPlayhead(frame);
    Q_EMIT stateChanged();
}

void Playback::begin(qint64 frame)
{
    playedFrom_ = frame;
    if (clock_)
        clock_->stop();
    clock_ = nullptr;
    if (speed_ == 1 && makeSound_) {
        if (!sound_)
            sound_ = makeSound_();
        if (sound_ && sound_->start(project_.project(), frame))
            clock_ = sound_.get();
    }
    if (!clock_) {
        wall_.start(project_.project(), frame);
        clock_ = &wall_;
    }
}

void Playback::stop()
{
    speed_ = 0;
    timer_.stop();
    if (clock_)
        clock_->stop();
    Q_EMIT stateChanged();
}

void Playback::shuttle(int direction)
{
    constexpr double fastest = 8;
    const bool goesOn = speed_ * direction >= 1;
    play(goesOn ? std::clamp(speed_ * 2, -fastest, fastest) : direction);
}

void Playback::tick()
{
    const Project& project = project_.project();
    const FrameRange range = project.range.value_or(FrameRange{0, endOf(project)});
    const double frames = clock_->seconds() * project.rate.perSecond() * speed_;
    const qint64 frame = playedFrom_ + static_cast<qint64>(std::floor(frames));
    if (frame >= range.first && frame < range.end()) {
        const qint64 passed = std::abs(frame - project_.playhead()) - 1;
        if (std::abs(speed_) == 1 && passed > 0)
            skipped_ += static_cast<int>(passed);
        project_.setPlayhead(frame);
    } else if (looping_) {
        const qint64 again = speed_ > 0 ? range.first : range.last();
        begin(again);
        project_.setPlayhead(again);
    } else {
        project_.setPlayhead(std::clamp<qint64>(frame, range.first, std::max(range.first, range.last())));
        stop();
    }
}

} // namespace unividx::ui
