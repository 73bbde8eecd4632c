#pragma once

#include "ui/queue/queue_service.h"

#include <filesystem>

namespace unividx::ui {

/// Where the window keeps what is not the project's.
struct WindowFolders {
    std::filesystem::path settings; ///< the file
    std::filesystem::path autosave; ///< the folder
    QueueSetup queue;
    std::filesystem::path logs{}; ///< the folder; empty: nothing is logged
};

} // namespace unividx::ui
