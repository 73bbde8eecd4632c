#include "app/cli/progress_text.h"

#include "core/queue/protocol.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace unividx::cli {

double ProgressClock::secondsLeft(const Progress& progress)
{
    const auto now = std::chrono::steady_clock::now();
    if (!working_ && progress.total > 0 && progress.stage != Stage::LoadingModel) {
        working_ = true;
        began_ = now;
        before_ = progress.done;
    }
    if (!working_ || progress.done <= before_ || progress.total <= 0)
        return -1;
    const double elapsed = std::chrono::duration<double>(now - began_).count();
    return elapsed * static_cast<double>(progress.total - progress.done) / static_cast<double>(progress.done - before_);
}

std::string progressText(const Progress& progress, double secondsLeft)
{
    std::string line;
    if (progress.total > 0) {
        // Frames on their way to disk are work too, though the model has none left.
        const int most = progress.framesDone < progress.framesTotal ? 99 : 100;
        char percent[8];
        std::snprintf(percent, sizeof(percent), "%3d%% ",
                      std::min(most, static_cast<int>(100 * progress.done / progress.total)));
        line += percent;
    }
    line += nameOf(progress.stage);
    if (progress.steps > 0)
        line += " step " + std::to_string(progress.step) + "/" + std::to_string(progress.steps);
    if (progress.framesTotal > 0)
        line += ", frames " + std::to_string(progress.framesDone) + "/" + std::to_string(progress.framesTotal);
    if (secondsLeft >= 0 && progress.done < progress.total)
        line += ", " + clockText(secondsLeft) + " left";
    return line;
}

std::string clockText(double seconds)
{
    const auto whole = static_cast<long long>(std::llround(std::max(0.0, seconds)));
    char text[32];
    if (whole >= 3600)
        std::snprintf(text, sizeof(text), "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60, whole % 60);
    else
        std::snprintf(text, sizeof(text), "%lld:%02lld", whole / 60, whole % 60);
    return text;
}

std::string sizeText(std::uintmax_t bytes)
{
    constexpr std::array<const char*, 4> units{"kB", "MB", "GB", "TB"};
    if (bytes < 1000)
        return std::to_string(bytes) + " bytes";
    double size = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    for (; size >= 999.5 && unit + 1 < units.size(); ++unit)
        size /= 1000;
    char text[32];
    std::snprintf(text, sizeof(text), size < 9.95 ? "%.1f %s" : "%.0f %s", size, units[unit]);
    return text;
}

bool ShownProgress::isNews(const Progress& progress) const
{
    return !any_ || progress.stage != last_.stage || progress.step != last_.step ||
           progress.framesDone != last_.framesDone;
}

void ShownProgress::set(const Progress& progress)
{
    any_ = true;
    last_ = progress;
}

} // namespace unividx::cli
