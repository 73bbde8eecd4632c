#include "ui/viewer/composite_view.h"

#include "ui/comp/comp_files.h"

#include <algorithm>

namespace unividx::ui {

namespace {

constexpr int proxyHeight = 360;       // 640 x 360 of a 1080p shot: a ninth of its pixels
constexpr int stillMilliseconds = 250; // without a change until the full picture is begun
constexpr std::size_t mostBytes = std::size_t(384) << 20;

std::size_t bytesOf(const CompPicture& picture)
{
    return picture.picture.image().byteSize() + picture.matte.byteSize();
}

} // namespace

CompositeView::CompositeView(ProjectModel& project, QObject* parent)
    : QObject(parent), project_(project), renderer_(new CompRenderer(this))
{
    still_.setSingleShot(true);
    still_.setInterval(stillMilliseconds);
    connect(&still_, &QTimer::timeout, this, [this] {
        asked_ = wanted_;
        renderer_->request(wanted_);
    });
    connect(renderer_, &CompRenderer::ready, this, &CompositeView::take);
    connect(renderer_, &CompRenderer::failed, this, [this](const CompRequest& request, const QString& sentence) {
        if (request.frame != wanted_.frame || !(request.stack == wanted_.stack) || !(request.files == wanted_.files))
            return;
        problem_ = sentence;
        Q_EMIT changed();
    });
}

CompRequest CompositeView::requestOf(const Clip& clip, std::int64_t frame, int mostHeight) const
{
    return {compFilesOf(project_.project(), clip, project_.shownLayers(clip)), clip.comp, frame, mostHeight};
}

const CompPicture* CompositeView::show(const Clip& clip, std::int64_t frame, bool moving)
{
    const CompRequest wanted = requestOf(clip, frame, 0);
    const bool same = clip.id == clip_ && wanted.files == wanted_.files && wanted.stack == wanted_.stack;
    if (!same) {
        pictures_.clear();
        problem_.clear();
        asked_ = {};
    }
    if (clip.id != clip_)
        last_ = {};
    if (frame != wanted_.frame)
        problem_.clear();
    const bool moved = moving_ != moving;
    clip_ = clip.id;
    wanted_ = wanted;
    moving_ = moving;
    const auto found = pictures_.find(frame);
    isFinal_ = found != pictures_.end() && found->second.picture.resolution() == found->second.full;
    if (found == pictures_.end() && problem_.isEmpty()) {
        CompRequest proxy = wanted;
        proxy.mostHeight = proxyHeight;
        if (!(asked_ == proxy)) {
            asked_ = proxy;
            renderer_->request(proxy);
        }
    }
    if (moving)
        still_.stop();
    else if (!same || moved || (found != pictures_.end() && !isFinal_ && !(asked_ == wanted) && !still_.isActive()))
        still_.start(); // again, as long as something changes
    if (found != pictures_.end())
        last_ = found->second;
    return last_.picture.empty() ? nullptr : &last_;
}

bool CompositeView::contains(const Clip& clip, std::int64_t frame) const
{
    return clip.id == clip_ && clip.comp == wanted_.stack && pictures_.contains(frame);
}

void CompositeView::take(const CompPicture& picture)
{
    if (!(picture.request.files == wanted_.files))
        return;
    if (!(picture.request.stack == wanted_.stack)) {
        // A number that is being dragged is ahead of what is made: the picture follows as fast as it can.
        if (picture.request.frame != wanted_.frame || pictures_.contains(wanted_.frame))
            return;
        last_ = picture;
        Q_EMIT changed();
        return;
    }
    const auto known = pictures_.find(picture.request.frame);
    if (known == pictures_.end() || known->second.picture.height() < picture.picture.height())
        pictures_[picture.request.frame] = picture;
    dropOthers();
    Q_EMIT changed();
}

void CompositeView::dropOthers()
{
    std::size_t bytes = 0;
    for (const auto& [frame, picture] : pictures_)
        bytes += bytesOf(picture);
    while (bytes > mostBytes && pictures_.size() > 1) {
        const auto distance = [&](const auto& entry) { return std::abs(entry.first - wanted_.frame); };
        const auto first = pictures_.begin();
        const auto last = std::prev(pictures_.end());
        const auto farthest = distance(*first) > distance(*last) ? first : last;
        bytes -= bytesOf(farthest->second);
        pictures_.erase(farthest);
    }
}

void CompositeView::forget()
{
    renderer_->forget();
    pictures_.clear();
    asked_ = {};
    Q_EMIT changed();
}

} // namespace unividx::ui
