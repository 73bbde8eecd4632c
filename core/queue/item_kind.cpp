#include "core/queue/item_kind.h"

#include "core/project/clock.h"
#include "core/queue/job_store.h"
#include "core/run/run_fields.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace unividx {

namespace {

NewItem itemOf(const ItemKind& kind, std::string description)
{
    NewItem item;
    const ItemNeeds needs = kind.needs(description);
    item.kind = kind.name;
    item.title = kind.title(description);
    item.lane = needs.lane;
    item.device = needs.device;
    item.frames = needs.frames;
    item.cost = needs.cost;
    item.description = std::move(description);
    return item;
}

} // namespace

const std::vector<ItemKind>& itemKinds()
{
    static const std::vector<ItemKind> rows{detail::runKind(), detail::renderKind(), detail::exportKind(),
                                            detail::publishKind()};
    return rows;
}

const ItemKind* findItemKind(std::string_view name)
{
    const auto& rows = itemKinds();
    const auto found = std::find_if(rows.begin(), rows.end(), [name](const ItemKind& row) { return row.name == name; });
    return found == rows.end() ? nullptr : &*found;
}

const ItemKind& itemKind(std::string_view name)
{
    if (const ItemKind* kind = findItemKind(name))
        return *kind;
    throw Error(ErrorKind::Input, "this version cannot execute items of the kind '" + std::string(name) +
                                      "'; use the version that added it");
}

NewItem newItem(const RunSpec& spec)
{
    return itemOf(itemKind("run"), formatRunSpec(withAbsolutePaths(spec)));
}

NewItem newItem(const RenderSpec& spec)
{
    return itemOf(itemKind("render"), formatRenderSpec(spec));
}

NewItem newItem(const ExportSpec& spec)
{
    return itemOf(itemKind("export"), formatExportSpec(spec));
}

NewItem newItem(const PublishSpec& spec)
{
    return itemOf(itemKind("publish"), formatPublishSpec(spec));
}

NewItem numberedItem(NewItem item)
{
    const ItemKind* kind = findItemKind(item.kind);
    if (!kind || !kind->numbered)
        return item;
    try {
        kind->check(item.description, item.title);
    } catch (const Error&) {
        return item; // it fails with its reason when it is run
    }
    const std::string numbered = kind->numbered(item.description);
    if (numbered == item.description)
        return item;
    item.title = kind->title(numbered);
    item.description = numbered;
    return item;
}

std::optional<Take> takeOf(const QueueItem& item)
{
    const ItemKind* kind = findItemKind(item.kind);
    if (!kind || item.state != ItemState::Done)
        return std::nullopt;
    auto take = kind->take(item.description, item.frames);
    if (take && item.finished > 0)
        take->created = utcText(std::chrono::system_clock::time_point(std::chrono::seconds(item.finished)));
    return take;
}

std::vector<LatestFrame> latestFrames(const QueueItem& item, const std::filesystem::path& folder, std::size_t most)
{
    const ItemKind* kind = findItemKind(item.kind);
    if (!kind)
        return {};
    return kind->latest(item.description, checkpointFolder(folder, item.id), most);
}

} // namespace unividx
