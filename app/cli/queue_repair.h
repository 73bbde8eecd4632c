#pragma once

#include "app/cli/output.h"

namespace unividx::cli {

/// `unividx queue repair`. Throws: as repairQueue() does.
void repairQueueFile(Output& output);

} // namespace unividx::cli
