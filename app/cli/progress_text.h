#pragma once

#include "core/base/job_context.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace unividx::cli {

/// Tells how long counted work will take from how long it has taken.
class ProgressClock {
public:
    /// Seconds left; below 0 while that is not known. The clock starts with the counted work, not with what loads
    /// before it.
    double secondsLeft(const Progress& progress);

private:
    bool working_ = false;
    std::chrono::steady_clock::time_point began_;
    std::int64_t before_ = 0; ///< units that were done when the clock started
};

/// " 40% denoising step 3/8, frames 16/51, 1:05 left". `secondsLeft`: below 0 if it is not known.
std::string progressText(const Progress& progress, double secondsLeft);

/// "1:05", "2:03:10".
std::string clockText(double seconds);

/// "812 bytes", "4.1 MB", "57 GB": decimal units, as file managers show them.
std::string sizeText(std::uintmax_t bytes);

/// The progress that was shown last, and whether another one has anything new to show.
class ShownProgress {
public:
    bool isNews(const Progress& progress) const;
    void set(const Progress& progress);

private:
    bool any_ = false;
    Progress last_;
};

} // namespace unividx::cli
