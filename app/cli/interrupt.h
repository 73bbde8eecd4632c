#pragma once

#include "core/base/job_context.h"

namespace unividx::cli {

/// While it lives, Ctrl-C, a termination request or a terminal that goes asks the job to stop; a second one ends the
/// program at once, and so do 20 seconds.
/// One at a time.
class InterruptGuard {
public:
    explicit InterruptGuard(CancelToken& token);
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;
};

} // namespace unividx::cli
