#include "ui/comp/debounced_composites.h"

#include "ui/frames/comp_files.h"

#include <algorithm>
#include <utility>

namespace unividx::ui {

namespace {

constexpr int stillMilliseconds = 400;

bool works(const CompStack& stack)
{
    return std::any_of(stack.nodes.begin(), stack.nodes.end(), [](const CompNode& node) { return !node.bypass; });
}

} // namespace

DebouncedComposites::DebouncedComposites(ProjectModel& project, QObject* parent) : QObject(parent), project_(project)
{
    later_.setSingleShot(true);
    later_.setInterval(stillMilliseconds);
    connect(&later_, &QTimer::timeout, this, &DebouncedComposites::refresh);
    connect(&project_, &ProjectModel::aboutToBeReplaced, this, [this] { entries_.clear(); });
    connect(&project_, &ProjectModel::changed, this, [this] { later_.start(); });
    refresh();
}

std::shared_ptr<const CompSource> DebouncedComposites::find(ClipId clip) const
{
    const auto found = entries_.find(clip);
    return found == entries_.end() ? nullptr : found->second.now;
}

std::shared_ptr<const CompSource> DebouncedComposites::former(ClipId clip) const
{
    const auto found = entries_.find(clip);
    return found == entries_.end() ? nullptr : found->second.former;
}

void DebouncedComposites::refresh()
{
    std::map<ClipId, Entry> entries;
    for (const Track& track : project_.project().tracks) {
        for (const Clip& clip : track.clips) {
            if (!works(clip.comp))
                continue;
            CompSource now{compFilesOf(project_.project(), clip), clip.comp};
            const auto known = entries_.find(clip.id);
            if (known == entries_.end())
                entries[clip.id].now = std::make_shared<const CompSource>(std::move(now));
            else if (*known->second.now == now)
                entries[clip.id] = known->second;
            else
                entries[clip.id] = {std::make_shared<const CompSource>(std::move(now)), known->second.now};
        }
    }
    entries_ = std::move(entries);
    Q_EMIT changed();
}

} // namespace unividx::ui
