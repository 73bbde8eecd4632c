#pragma once

#include "ui/project/project_model.h"

#include <algorithm>
#include <cstdint>

namespace unividx::ui {

/// The clip a panel is about: the selected one, else the one at the playhead; null if there is none.
inline const Clip* focusedClip(const ProjectModel& project)
{
    const Clip* selected = project.selectedClip();
    return selected ? selected : project.clipAtPlayhead();
}

/// The source's number of the clip's frame at the playhead; outside of the clip that of its nearer end.
inline std::int64_t focusedFrame(const ProjectModel& project, const Clip& clip)
{
    const std::int64_t frame = std::clamp<std::int64_t>(project.playhead(), clip.place.first, clip.place.last());
    return sourceFrameAt(project.project(), clip, frame);
}

} // namespace unividx::ui
