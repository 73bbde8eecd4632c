#include "core/queue/step_down.h"

#include "core/run/run_fields.h"

#include <algorithm>

namespace unividx {

RunSpec steppedDown(RunSpec options, int step, std::int64_t window, std::int64_t overlap)
{
    if (!options.ownNumbers) { // the package decided them until now
        for (const RunField& field : runFields()) {
            if (field.unset == RunField::Unset::Package)
                reset(field, options);
        }
        options.ownNumbers = true;
    }
    constexpr std::int64_t usualWindow = 21; // what the published models were made for
    constexpr std::int64_t usualOverlap = 5;
    const std::int64_t length = window > 0 ? window : options.window.value_or(usualWindow);
    const std::int64_t shared = window > 0 ? overlap : options.overlap.value_or(usualOverlap);
    const std::int64_t half = std::max<std::int64_t>(1, (length / 2 - 1) / 4 * 4 + 1);
    if (half < length) {
        options.window = half;
        options.overlap = std::min(shared, half / 2);
    }
    if (step > 1)
        options.threads = 1; // a small model runs as many windows side by side as it has threads
    return options;
}

} // namespace unividx
