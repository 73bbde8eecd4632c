#pragma once

#include "inference/evaluation/figure.h"

#include <algorithm>
#include <optional>
#include <string>

namespace unividx::testing_evaluation {

/// The figure with this key; nothing if there is none.
inline std::optional<Figure> figure(const Figures& figures, const std::string& key)
{
    const auto found = std::find_if(figures.begin(), figures.end(), [&](const Figure& f) { return f.key == key; });
    return found == figures.end() ? std::nullopt : std::optional<Figure>(*found);
}

} // namespace unividx::testing_evaluation
