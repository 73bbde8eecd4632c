#pragma once

#include "inference/weights/weight_source.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace unividx {

/// What a run needs to go on exactly where it was: every random draw is a function of the seed and the step, so
/// nothing but tensors and the count.
struct Checkpoint {
    std::int64_t step = 0; ///< steps done
    TensorMap tensors;
};

/// The checkpoints of one run: written atomically every so often, the last few kept.
class Checkpoints {
public:
    Checkpoints(std::filesystem::path folder, double minutes, int keep);

    /// The newest that reads back whole; a damaged one is logged and passed over. Nothing if there is none.
    std::optional<Checkpoint> newest() const;

    /// Whether the time has come.
    bool due() const;

    /// Throws: Output.
    void write(const Checkpoint& checkpoint);

private:
    std::filesystem::path folder_;
    std::chrono::duration<double> interval_;
    int keep_;
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

} // namespace unividx
