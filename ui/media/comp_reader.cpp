#include "ui/media/comp_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace unividx::ui {

namespace {

Resolution proxyOf(Resolution full, int mostHeight)
{
    if (mostHeight <= 0 || full.height <= mostHeight)
        return full;
    const double share = static_cast<double>(mostHeight) / full.height;
    return {std::max(1, static_cast<int>(std::lround(full.width * share))), mostHeight};
}

} // namespace

CompReader::CompReader(const CompFiles& files) : clip_(files) {}

CompResult CompReader::read(const CompStack& stack, std::int64_t frame, int mostHeight)
{
    return evaluate(stack, prepare(stack, frame, mostHeight));
}

const PreparedFrame& CompReader::prepare(const CompStack& stack, std::int64_t frame, int mostHeight)
{
    const StackNeeds needs = needsOf(stack, frame);
    const auto covers = [&] {
        return frame_ && frame_->frame == frame && needs.mattesAround == needs_.mattesAround &&
               std::all_of(needs.layers.begin(), needs.layers.end(), [&](CompLayer layer) {
                   return std::find(needs_.layers.begin(), needs_.layers.end(), layer) != needs_.layers.end();
               });
    };
    if (!covers()) {
        frame_.reset();
        prepared_ = {};
        frame_ = clip_.read(frame, needs);
        needs_ = needs;
    }
    const Resolution size = proxyOf(full(), mostHeight);
    for (auto& entry : prepared_) {
        if (entry && entry->size == size)
            return entry->frame;
    }
    std::swap(prepared_[0], prepared_[1]);
    prepared_[0] = Prepared{size, prepareFrame(*frame_, size)};
    return prepared_[0]->frame;
}

} // namespace unividx::ui
