#pragma once

#include "core/queue/queue_item.h"

#include <map>
#include <optional>
#include <vector>

namespace unividx {

/// Seconds until the lanes have nothing left to do, from measured speed: a running item from its own progress, a queued
/// one from its frames and their cost (steps, passes, size) at the speed of those with its model and task that are
/// done, else of its kind, or, where its frames are not known yet, from how long those took on average. Items on hold
/// count as if they began when the others are through.
///
/// `widths`: items a lane runs at a time; 1 where it is not named. Nothing if something waits and nothing has been
/// measured.
std::optional<double> estimateSeconds(const std::vector<QueueItem>& items, const std::map<Lane, int>& widths = {});

} // namespace unividx
