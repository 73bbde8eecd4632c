#pragma once

#include "core/project/project.h"

namespace unividx {

/// What one project has that another has not, counted. Words for it are made where it is shown.
struct ProjectDifference {
    struct Count {
        int added = 0;
        int removed = 0;
        int changed = 0;

        bool any() const { return added + removed + changed > 0; }
        bool operator==(const Count&) const = default;
    };

    Count media;
    Count tracks; ///< their names and order; not what is on them
    Count clips;
    Count markers; ///< of the timeline and of clips
    Count takes;
    bool settings = false; ///< rate, size, name, or the range between in and out

    bool any() const;
    bool operator==(const ProjectDifference&) const = default;
};

/// From `before` to `after`, by id.
ProjectDifference compare(const Project& before, const Project& after);

} // namespace unividx
