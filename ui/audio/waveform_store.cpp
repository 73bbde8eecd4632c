#include "ui/audio/waveform_store.h"

#include "core/base/error.h"
#include "core/media/audio_reader.h"
#include "ui/audio/audio_mix.h"

#include <QMetaObject>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace unividx::ui {

namespace {

using Peaks = std::vector<std::array<std::int8_t, 2>>;

constexpr std::int64_t stretchSeconds = 20;
constexpr std::int64_t samplesPerPeak = audioRate / Waveform::perSecond;

std::int8_t level(float sample)
{
    return static_cast<std::int8_t>(std::lround(std::clamp(sample, -1.0f, 1.0f) * 127));
}

Peaks peaksOf(const std::vector<float>& samples)
{
    Peaks peaks;
    const std::size_t step = 2 * samplesPerPeak;
    for (std::size_t at = 0; at + step <= samples.size(); at += step) {
        const auto [low, high] = std::minmax_element(samples.begin() + static_cast<std::ptrdiff_t>(at),
                                                     samples.begin() + static_cast<std::ptrdiff_t>(at + step));
        peaks.push_back({level(*low), level(*high)});
    }
    return peaks;
}

} // namespace

WaveformStore::WaveformStore(QObject* parent) : QObject(parent), queue_(std::make_unique<BackgroundQueue>()) {}

WaveformStore::~WaveformStore()
{
    queue_.reset();
}

const Waveform* WaveformStore::find(const std::string& path) const
{
    const auto found = waveforms_.find(path);
    return found == waveforms_.end() || found->second.peaks.empty() ? nullptr : &found->second;
}

void WaveformStore::request(const std::string& path)
{
    if (!waveforms_.emplace(path, Waveform{}).second)
        return;
    // One stretch a task, each of which asks for the next: a long file does not keep the others waiting.
    struct Reading {
        std::unique_ptr<AudioReader> reader;
        std::int64_t at = 0;
    };
    auto reading = std::make_shared<Reading>();
    auto step = std::make_shared<std::function<void()>>();
    *step = [this, path, reading, step] {
        Peaks peaks;
        bool more = false;
        try {
            if (!reading->reader)
                reading->reader = openAudio(path, audioRate);
            const std::int64_t end = reading->reader->info().samples;
            const std::int64_t count = std::min(stretchSeconds * audioRate, end - reading->at + samplesPerPeak);
            peaks = peaksOf(reading->reader->read(reading->at, std::max(samplesPerPeak, count)));
            reading->at += static_cast<std::int64_t>(peaks.size()) * samplesPerPeak;
            more = reading->at < end;
        } catch (const std::exception&) {
            more = false; // no sound, or no file: nothing is drawn, and the media pool says why
        }
        QMetaObject::invokeMethod(
            this,
            [this, path, peaks, more, step] {
                const auto found = waveforms_.find(path);
                if (found == waveforms_.end()) {
                    *step = {}; // forgotten meanwhile
                    return;
                }
                found->second.peaks.insert(found->second.peaks.end(), peaks.begin(), peaks.end());
                Q_EMIT ready(path);
                if (more)
                    queue_->push(*step);
                else
                    *step = {}; // it holds itself
            },
            Qt::QueuedConnection);
    };
    queue_->push(*step);
}

} // namespace unividx::ui
