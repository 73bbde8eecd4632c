#pragma once

#include <cstdint>
#include <string>

namespace unividx {

/// How an engine cuts a run, told before its first window.
struct WindowFigures {
    std::int64_t window = 0;  ///< frames the model sees at once
    std::int64_t overlap = 0; ///< frames shared with the window before
    std::int64_t windows = 0;
    std::int64_t frames = 0; ///< of the whole run
};

/// The engine that a job got.
struct EngineNews {
    std::string model;
    std::string device;
    bool warm = false; ///< it was loaded for an earlier job
};

/// What a job says beside its progress.
///
/// Thread: the job's own.
class JobLog {
public:
    JobLog() = default;
    virtual ~JobLog() = default;
    JobLog(const JobLog&) = delete;
    JobLog& operator=(const JobLog&) = delete;

    /// Something worth knowing that changes nothing about the work.
    virtual void note(const std::string& sentence) = 0;
    virtual void warning(const std::string& sentence) = 0;

    /// Why nothing happens, and until when; empty: it goes on. May be said again.
    virtual void waiting(const std::string& why) = 0;

    virtual void planned(const WindowFigures& figures) = 0;
    virtual void engineReady(const EngineNews& news) = 0;
};

} // namespace unividx
