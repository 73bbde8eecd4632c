#include "core/project/history.h"

#include "core/base/error.h"

#include <utility>

namespace unividx {

History::History(Project start, std::size_t limit) : limit_(limit), saved_(start)
{
    states_.push_back(std::move(start));
}

void History::apply(std::string name, Project next, std::int64_t gesture)
{
    const bool sameGesture = gesture != 0 && position_ > 0 && steps_[position_ - 1].gesture == gesture;
    if (next == current() && !sameGesture)
        return;
    states_.resize(position_ + 1);
    steps_.resize(position_);
    if (sameGesture) {
        states_.back() = std::move(next);
        // A gesture that ended where it began did nothing.
        if (states_.back() == states_[position_ - 1]) {
            states_.pop_back();
            steps_.pop_back();
            --position_;
        }
        return;
    }
    states_.push_back(std::move(next));
    steps_.push_back({std::move(name), gesture});
    ++position_;
    if (steps_.size() > limit_) {
        states_.erase(states_.begin());
        steps_.erase(steps_.begin());
        --position_;
    }
}

void History::undo()
{
    if (canUndo())
        --position_;
}

void History::redo()
{
    if (canRedo())
        ++position_;
}

void History::jumpTo(std::size_t position)
{
    if (position > steps_.size())
        throw Error(ErrorKind::Internal, "the history has no step " + std::to_string(position));
    position_ = position;
}

void History::rewrite(const std::function<Project(const Project&)>& change)
{
    for (Project& state : states_)
        state = change(state);
    for (std::size_t step = steps_.size(); step-- > 0;) {
        if (!(states_[step] == states_[step + 1]))
            continue;
        states_.erase(states_.begin() + static_cast<std::ptrdiff_t>(step) + 1);
        steps_.erase(steps_.begin() + static_cast<std::ptrdiff_t>(step));
        position_ -= position_ > step ? 1 : 0;
    }
}

bool History::isModified() const
{
    return !(current() == saved_);
}

void History::markSaved(const Project& saved)
{
    saved_ = saved;
}

} // namespace unividx
