#include "core/queue/queue_item.h"

#include <array>
#include <utility>

namespace unividx {

namespace {

constexpr std::array<std::pair<ItemState, std::string_view>, 9> stateNames{{{ItemState::Queued, "queued"},
                                                                            {ItemState::Held, "held"},
                                                                            {ItemState::Running, "running"},
                                                                            {ItemState::Paused, "paused"},
                                                                            {ItemState::Interrupted, "interrupted"},
                                                                            {ItemState::Quarantined, "quarantined"},
                                                                            {ItemState::Failed, "failed"},
                                                                            {ItemState::Done, "done"},
                                                                            {ItemState::Cancelled, "cancelled"}}};

constexpr std::array<std::pair<Lane, std::string_view>, 3> laneNames{
    {{Lane::Accelerator, "accelerator"}, {Lane::Export, "export"}, {Lane::Farm, "farm"}}};

constexpr std::array<std::pair<WaitsFor, std::string_view>, 6> waitNames{{{WaitsFor::Nothing, ""},
                                                                          {WaitsFor::Turn, "turn"},
                                                                          {WaitsFor::Time, "time"},
                                                                          {WaitsFor::Lane, "lane"},
                                                                          {WaitsFor::Resume, "resume"},
                                                                          {WaitsFor::Version, "version"}}};

template <typename Table, typename Key>
std::string_view nameIn(const Table& table, Key key)
{
    for (const auto& [value, name] : table) {
        if (value == key)
            return name;
    }
    return "unknown";
}

template <typename Value, std::size_t size>
std::optional<Value> findIn(const std::array<std::pair<Value, std::string_view>, size>& table, std::string_view name)
{
    for (const auto& [value, word] : table) {
        if (word == name)
            return value;
    }
    return std::nullopt;
}

} // namespace

std::string_view nameOf(ItemState state)
{
    return nameIn(stateNames, state);
}

std::optional<ItemState> findItemState(std::string_view name)
{
    return findIn(stateNames, name);
}

std::string_view nameOf(Lane lane)
{
    return nameIn(laneNames, lane);
}

std::string nameOf(const LaneId& lane)
{
    const std::string group(nameOf(lane.group));
    return lane.device.empty() ? group : group + " " + lane.device;
}

std::string_view nameOf(WaitsFor waitsFor)
{
    return nameIn(waitNames, waitsFor);
}

std::optional<Lane> findLane(std::string_view name)
{
    return findIn(laneNames, name);
}

} // namespace unividx
