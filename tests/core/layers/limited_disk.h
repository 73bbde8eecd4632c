#pragma once

#include <sys/resource.h>

#include <csignal>

namespace unividx::testing {

/// From here on no file of this process may pass `bytes`: what a full disk looks like to a writer. Only for
/// the process of a death test.
inline void limitFileSize(rlim_t bytes)
{
    std::signal(SIGXFSZ, SIG_IGN); // or the kernel would end the process instead of failing the write
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

} // namespace unividx::testing
