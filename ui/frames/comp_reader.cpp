#include "ui/frames/comp_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
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

/// Whether what was read for some needs has all that others ask for.
bool covers(const StackNeeds& has, const StackNeeds& needs)
{
    return needs.mattesAround == has.mattesAround &&
           std::all_of(needs.layers.begin(), needs.layers.end(), [&](CompLayer layer) {
               return std::find(has.layers.begin(), has.layers.end(), layer) != has.layers.end();
           });
}

constexpr Image CompFrame::*layerImages[] = {&CompFrame::albedo, &CompFrame::irradiance, &CompFrame::normal,
                                             &CompFrame::alpha,  &CompFrame::foreground, &CompFrame::background};

} // namespace

CompReader::Kept::Kept(const PreparedFrame& prepared, const StackNeeds& ofNeeds, Resolution ofSize)
    : size(ofSize), needs(ofNeeds), rest(prepared)
{
    CompFrame& frame = rest.frame;
    std::size_t next = 0;
    for (Premultiplied* picture : {&frame.source, &frame.plate}) {
        images[next++] = HalfImage(picture->image());
        *picture = {};
    }
    for (const auto member : layerImages) {
        images[next++] = HalfImage(frame.*member);
        frame.*member = {};
    }
    for (const Image& matte : std::exchange(frame.mattesAround, {}))
        mattes.emplace_back(matte);
}

PreparedFrame CompReader::Kept::unpack() const
{
    PreparedFrame prepared = rest;
    std::size_t next = 0;
    for (Premultiplied* picture : {&prepared.frame.source, &prepared.frame.plate})
        *picture = Premultiplied(images[next++].image());
    for (const auto member : layerImages)
        prepared.frame.*member = images[next++].image();
    for (const HalfImage& matte : mattes)
        prepared.frame.mattesAround.push_back(matte.image());
    return prepared;
}

std::size_t CompReader::Kept::byteSize() const
{
    std::size_t bytes = 0;
    for (const HalfImage& image : images)
        bytes += image.byteSize();
    for (const HalfImage& matte : mattes)
        bytes += matte.byteSize();
    return bytes;
}

CompReader::CompReader(const CompFiles& files) : clip_(files) {}

CompResult CompReader::read(const CompStack& stack, std::int64_t frame, int mostHeight)
{
    latest_ = frame;
    return evaluate(stack, prepare(stack, frame, mostHeight));
}

void CompReader::trim(std::size_t bytes)
{
    while (keptBytes_ > bytes && !kept_.empty()) {
        const auto furthest = std::max_element(kept_.begin(), kept_.end(), [this](const Kept& a, const Kept& b) {
            return std::abs(a.rest.frame.frame - latest_) < std::abs(b.rest.frame.frame - latest_);
        });
        keptBytes_ -= furthest->byteSize();
        kept_.erase(furthest);
    }
}

const CompFrame& CompReader::decode(const StackNeeds& needs, std::int64_t frame)
{
    if (!frame_ || frame_->frame != frame || !covers(needs_, needs)) {
        frame_.reset();
        whole_.reset();
        frame_ = clip_.read(frame, needs);
        needs_ = needs;
    }
    return *frame_;
}

PreparedFrame CompReader::prepare(const CompStack& stack, std::int64_t frame, int mostHeight)
{
    const StackNeeds needs = needsOf(stack, frame);
    const Resolution size = proxyOf(full(), mostHeight);
    if (size == full()) {
        const CompFrame& whole = decode(needs, frame);
        if (!whole_)
            whole_ = prepareFrame(whole, size);
        return *whole_;
    }
    const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
        return kept.rest.frame.frame == frame && kept.size == size && covers(kept.needs, needs);
    });
    if (found != kept_.end())
        return found->unpack();
    kept_.remove_if([&](const Kept& kept) { // it lacks something, and is made again with it
        const bool same = kept.rest.frame.frame == frame && kept.size == size;
        keptBytes_ -= same ? kept.byteSize() : 0;
        return same;
    });
    kept_.emplace_back(prepareFrame(decode(needs, frame), size), needs_, size);
    keptBytes_ += kept_.back().byteSize();
    return kept_.back().unpack(); // the picture is the same whether it was kept or not
}

} // namespace unividx::ui
