#include "core/queue/lanes.h"

#include "core/engine/devices.h"

#include <map>
#include <utility>

namespace unividx {

std::vector<LaneStatus> lanesOf(const JobStore& store)
{
    std::map<LaneId, LaneStatus> lanes;
    const auto laneOf = [&](const LaneId& id) -> LaneStatus& {
        return lanes.try_emplace(id, LaneStatus{id, store.laneWidth(id.group)}).first->second;
    };
    std::vector<std::string> devices = accelerators();
    if (devices.empty())
        devices.emplace_back("cpu");
    for (std::string& device : devices)
        laneOf({Lane::Accelerator, std::move(device)});
    laneOf(Lane::Export);
    laneOf(Lane::Farm);
    for (const QueueItem& item : store.list()) {
        if (item.isRunning())
            ++laneOf(item.laneId()).running;
        if (item.isWaiting())
            ++laneOf(item.laneId()).waiting;
    }
    std::vector<LaneStatus> list;
    for (auto& [id, status] : lanes)
        list.push_back(std::move(status));
    return list;
}

} // namespace unividx
