#pragma once

#include <mutex>
#include <string>

namespace unividx::ffmpeg {

/// Takes what FFmpeg would print, so that nothing reaches the terminal and an Error can quote it.
/// Set a context's `opaque` to this before opening it; whatever other contexts say is dropped.
///
/// Thread: FFmpeg's worker threads write while others read.
class LogSink {
public:
    LogSink();
    ~LogSink();
    LogSink(const LogSink&) = delete;
    LogSink& operator=(const LogSink&) = delete;

    void add(const std::string& line);

    /// The last line at error level, without its end of line; empty if there was none.
    std::string lastError() const;

    /// True if any error line so far held `words`.
    bool saw(const std::string& words) const;

private:
    mutable std::mutex mutex_;
    std::string last_;
    std::string all_; ///< bounded: the first lines tell the cause
};

/// FFmpeg's words for a return code.
std::string describeCode(int code);

} // namespace unividx::ffmpeg
