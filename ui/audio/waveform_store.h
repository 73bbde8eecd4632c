#pragma once

#include "ui/frames/background_queue.h"

#include <QObject>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace unividx::ui {

/// The loudness of a file over time, for drawing: the lowest and highest sample of every 1/200 second.
struct Waveform {
    static constexpr int perSecond = 200;
    std::vector<std::array<std::int8_t, 2>> peaks; ///< lowest and highest, 127 is full scale
};

/// Waveforms that were read, and the thread that reads them, a stretch at a time. Painting asks find() and request(),
/// and never waits.
///
/// Thread: the interface's.
class WaveformStore : public QObject {
    Q_OBJECT
public:
    explicit WaveformStore(QObject* parent = nullptr);
    ~WaveformStore() override;

    /// As much as there is; null before anything is.
    const Waveform* find(const std::string& path) const;

    /// Reads a file unless it was asked for before; ready() follows after each stretch.
    void request(const std::string& path);

    /// Reads it anew when it is asked for next: it was relinked.
    void forget(const std::string& path) { waveforms_.erase(path); }

Q_SIGNALS:
    void ready(const std::string& path);

private:
    std::map<std::string, Waveform> waveforms_;
    std::unique_ptr<BackgroundQueue> queue_; // last: its thread posts to this object
};

} // namespace unividx::ui
