#pragma once

#include "core/comp/comp_clip.h"
#include "core/project/project.h"

namespace unividx::ui {

/// The files a clip is composited from: its shot, and of each layer the one in use (currentTakeOf), else what the clip
/// is locked to as that layer. The plate is not looked for. Empty without the clip's media.
CompFiles compFilesOf(const Project& project, const Clip& clip);

} // namespace unividx::ui
