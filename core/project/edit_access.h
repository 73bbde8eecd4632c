#pragma once

#include "core/project/project.h"

/// Private to core/project: finding things to change. Each throws Internal if the id names nothing.
namespace unividx::detail {

MediaItem& mediaOf(Project& project, MediaId id);
Track& trackIn(Project& project, TrackId id);
Track& trackWith(Project& project, ClipId id);
Clip& clipIn(Project& project, ClipId id);
Take& takeIn(Clip& clip, TakeId id);

/// The next unused number.
template <typename NewId>
NewId drawId(Project& project)
{
    return NewId{project.nextId++};
}

} // namespace unividx::detail
