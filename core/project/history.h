#pragma once

#include "core/project/project.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace unividx {

/// One entry of the history list.
struct HistoryStep {
    std::string name;         ///< what was done, in the user's language
    std::int64_t gesture = 0; ///< edits of one mouse gesture have the same number and are one step; 0: alone

    bool operator==(const HistoryStep&) const = default;
};

/// The project as it is and as it was: the values before and after every edit, with names.
///
/// Thread: one.
class History {
public:
    /// `limit`: steps kept; the oldest are forgotten first.
    explicit History(Project start, std::size_t limit = 500);

    const Project& current() const { return states_[position_]; }

    /// What was done, oldest first, and how many of these steps stand now; the others can be redone.
    const std::vector<HistoryStep>& steps() const { return steps_; }
    std::size_t position() const { return position_; }

    /// `next` is the project from now on; what could be redone is forgotten. An edit that changes nothing leaves no
    /// step. Edits in a row with one `gesture` (not 0) are a single step from the first's before to the last's after.
    void apply(std::string name, Project next, std::int64_t gesture = 0);

    bool canUndo() const { return position_ > 0; }
    bool canRedo() const { return position_ < steps_.size(); }
    void undo(); ///< nothing if there is nothing to undo
    void redo();

    /// To the state after that many steps. Throws: Internal if there are not that many.
    void jumpTo(std::size_t position);

    /// Changes every state: for what happened to files on disk, which no step takes back. Steps that change nothing any
    /// more go.
    void rewrite(const std::function<Project(const Project&)>& change);

    /// Whether the project differs from the one that was last said to be saved (or from the start).
    bool isModified() const;
    void markSaved(const Project& saved);

private:
    std::vector<Project> states_; ///< one more than steps
    std::vector<HistoryStep> steps_;
    std::size_t position_ = 0;
    std::size_t limit_;
    Project saved_;
};

} // namespace unividx
