#include "ui/audio/audio_player.h"

#include "ui/audio/audio_mix.h"

#include <QAudioDevice>
#include <QAudioFormat>
#include <QAudioSink>
#include <QIODevice>
#include <QMediaDevices>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace unividx::ui {

namespace {

constexpr std::int64_t pieceSamples = 2400;            // a twentieth of a second
constexpr std::size_t aheadValues = 2 * audioRate;     // a second of stereo is kept ready
constexpr int sinkBufferBytes = 2 * 4 * audioRate / 8; // an eighth of a second: what a stop takes to be heard

} // namespace

/// Mixed sound, made ahead of its being heard by a thread of its own.
class SoundStream final : public QIODevice {
public:
    SoundStream(Project project, std::int64_t firstSample)
        : next_(firstSample), thread_([this, project = std::move(project)]() mutable { fill(std::move(project)); })
    {
        open(QIODevice::ReadOnly);
    }

    ~SoundStream() override
    {
        {
            const std::lock_guard lock(mutex_);
            stop_ = true;
        }
        wake_.notify_all();
        thread_.join();
    }

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return std::int64_t{1} << 20; } // silence follows the end

protected:
    qint64 readData(char* data, qint64 most) override
    {
        const auto wanted = static_cast<std::size_t>(most) / sizeof(float) / 2 * 2;
        std::vector<float> samples(wanted, 0.0f); // what is not ready in time is silent
        {
            const std::lock_guard lock(mutex_);
            const std::size_t there = std::min(wanted, ready_.size());
            std::copy_n(ready_.begin(), there, samples.begin());
            ready_.erase(ready_.begin(), ready_.begin() + static_cast<std::ptrdiff_t>(there));
        }
        wake_.notify_all();
        std::memcpy(data, samples.data(), wanted * sizeof(float));
        return static_cast<qint64>(wanted * sizeof(float));
    }
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    void fill(Project project)
    {
        AudioMix mix(std::move(project));
        std::unique_lock lock(mutex_);
        while (!stop_) {
            if (ready_.size() >= aheadValues) {
                wake_.wait(lock);
                continue;
            }
            lock.unlock();
            const std::vector<float> piece = mix.read(next_, pieceSamples);
            next_ += pieceSamples;
            lock.lock();
            ready_.insert(ready_.end(), piece.begin(), piece.end());
        }
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<float> ready_;
    std::int64_t next_;
    bool stop_ = false;
    std::thread thread_; // last: it uses the others
};

AudioPlayer::AudioPlayer() = default;

AudioPlayer::~AudioPlayer()
{
    stop();
}

bool AudioPlayer::start(const Project& project, std::int64_t frame)
{
    stop();
    if (!hasSound(project))
        return false;
    const QAudioDevice device = QMediaDevices::defaultAudioOutput();
    if (device.isNull())
        return false;
    QAudioFormat format;
    format.setSampleRate(audioRate);
    format.setChannelCount(2);
    format.setSampleFormat(QAudioFormat::Float);
    if (!device.isFormatSupported(format))
        return false;
    stream_ =
        std::make_unique<SoundStream>(project, frame * audioRate * project.rate.denominator / project.rate.numerator);
    sink_ = std::make_unique<QAudioSink>(device, format);
    sink_->setBufferSize(sinkBufferBytes);
    sink_->start(stream_.get());
    if (sink_->error() == QAudio::NoError)
        return true;
    stop();
    return false;
}

void AudioPlayer::stop()
{
    sink_.reset();
    stream_.reset();
}

double AudioPlayer::seconds() const
{
    return sink_ ? static_cast<double>(sink_->processedUSecs()) * 1e-6 : 0;
}

} // namespace unividx::ui
