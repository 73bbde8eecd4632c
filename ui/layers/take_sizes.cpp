#include "ui/layers/take_sizes.h"

#include "core/project/take_files.h"
#include "ui/frames/later.h"

namespace unividx::ui {

namespace fs = std::filesystem;

namespace {

void addTakes(const Clip& clip, std::map<fs::path, const Take*>& takes)
{
    for (const Take& take : clip.takes)
        takes.emplace(take.folder, &take);
}

} // namespace

TakeSizes::TakeSizes(QObject* parent) : QObject(parent), queue_(std::make_unique<BackgroundQueue>()) {}

TakeSizes::~TakeSizes() = default;

std::optional<qint64> TakeSizes::bytesOf(const Take& take)
{
    if (const auto known = known_.find(take.folder); known != known_.end())
        return known->second;
    if (!pending_.insert(take.folder).second)
        return std::nullopt;
    later(
        *queue_, this, [take] { return static_cast<qint64>(bytesOnDisk(take)); },
        [this, folder = take.folder](qint64 bytes) {
            if (pending_.erase(folder) == 0)
                return; // it was forgotten meanwhile
            known_[folder] = bytes;
            Q_EMIT changed();
        },
        [this, folder = take.folder](const QString&) { pending_.erase(folder); });
    return std::nullopt;
}

std::optional<qint64> TakeSizes::bytesOf(const Clip& clip)
{
    std::map<fs::path, const Take*> takes;
    addTakes(clip, takes);
    return sumOf(takes);
}

std::optional<qint64> TakeSizes::bytesOf(const Project& project)
{
    std::map<fs::path, const Take*> takes;
    for (const Track& track : project.tracks) {
        for (const Clip& clip : track.clips)
            addTakes(clip, takes);
    }
    return sumOf(takes);
}

std::optional<qint64> TakeSizes::sumOf(const std::map<fs::path, const Take*>& takes)
{
    qint64 sum = 0;
    bool isWhole = true;
    for (const auto& [folder, take] : takes) {
        const auto bytes = bytesOf(*take);
        isWhole = isWhole && bytes.has_value();
        sum += bytes.value_or(0);
    }
    return isWhole ? std::optional(sum) : std::nullopt;
}

void TakeSizes::forget(const fs::path& folder)
{
    known_.erase(folder);
    pending_.erase(folder);
    Q_EMIT changed();
}

} // namespace unividx::ui
