#pragma once

#include "core/comp/comp_clip.h"
#include "core/project/project.h"

namespace unividx::ui {

/// The files a clip is composited from: its shot, and of each layer the one of `shown` (the take that is looked at),
/// else of the newest take that has it, else what the clip is locked to as that layer. Takes that came out of the nodes
/// do not go into them again. The plate is not looked for. Empty without the clip's media.
CompFiles compFilesOf(const Project& project, const Clip& clip, const Take* shown);

/// The take a layer of these files would come from; null if none has it.
const Take* takeWith(const Clip& clip, const Take* shown, std::string_view modality);

} // namespace unividx::ui
