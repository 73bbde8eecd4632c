#pragma once

#include <cstdint>
#include <functional>

namespace unividx {

/// Threads that `parallelFor` uses at most; 0 means one a core. Set once, from `--threads`, before work starts.
void setParallelism(int threads);
int parallelism();

/// Calls `body(index)` once for every index in [begin, end), on several threads, each with a contiguous run of
/// indices (rows of a picture, as a rule). Returns when all are done.
///
/// Throws: what the first failing body threw; the other threads stop at their next index.
void parallelFor(std::int64_t begin, std::int64_t end, const std::function<void(std::int64_t)>& body);

} // namespace unividx
