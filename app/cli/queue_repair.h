#pragma once

#include "app/cli/console.h"

namespace unividx::cli {

/// `unividx queue repair`. Throws: as repairQueue() does.
void repairQueueFile(Console& console);

} // namespace unividx::cli
