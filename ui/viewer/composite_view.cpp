#include "ui/viewer/composite_view.h"

#include "ui/frames/comp_files.h"

namespace unividx::ui {

namespace {

constexpr int proxyHeight = 360;       // 640 x 360 of a 1080p shot: a ninth of its pixels
constexpr int stillMilliseconds = 250; // without a change until the full picture is begun

CompPicture pictureOf(const FrameKey& key, const StoredFrame& frame)
{
    return {key.composite, key.frame, Premultiplied(frame.image), frame.matte, frame.full};
}

} // namespace

CompositeView::CompositeView(ProjectModel& project, FrameStore& frames, QObject* parent)
    : QObject(parent), project_(project), frames_(frames)
{
    still_.setSingleShot(true);
    still_.setInterval(stillMilliseconds);
    connect(&still_, &QTimer::timeout, this, [this] {
        if (source_)
            frames_.request(compositeKey(source_, frame_, 0));
    });
    connect(&project_, &ProjectModel::aboutToBeReplaced, this, &CompositeView::forgetProject);
    connect(&frames_, &FrameStore::ready, this, &CompositeView::take);
    connect(&frames_, &FrameStore::failed, this, [this](const FrameKey& key) {
        if (key.composite && key.composite == source_ && key.frame == frame_)
            Q_EMIT changed();
    });
}

void CompositeView::forgetProject()
{
    still_.stop();
    sources_.clear();
    clip_ = {};
    source_.reset();
    last_ = {};
    problem_.clear();
}

std::shared_ptr<const CompSource> CompositeView::sourceOf(const Clip& clip)
{
    CompSource now{compFilesOf(project_.project(), clip), clip.comp};
    auto& known = sources_[clip.id];
    if (!known || !(*known == now))
        known = std::make_shared<const CompSource>(std::move(now));
    return known;
}

const CompPicture* CompositeView::show(const Clip& clip, std::int64_t frame, bool moving)
{
    const auto source = sourceOf(clip);
    const bool same = source == source_ && frame == frame_ && moving == moving_;
    if (clip.id != clip_)
        last_ = {};
    clip_ = clip.id;
    source_ = source;
    frame_ = frame;
    moving_ = moving;
    const FrameKey proxy = compositeKey(source, frame, proxyHeight);
    const FrameKey full = compositeKey(source, frame, 0);
    const StoredFrame* found = frames_.find(full);
    if (!found)
        found = frames_.find(proxy);
    isCurrent_ = found != nullptr;
    isFinal_ = found && found->image.resolution() == found->full;
    const QString* failure = frames_.failure(proxy);
    problem_ = failure ? *failure : QString();
    if (!found && !failure)
        frames_.requestOnly(proxy);
    // The time runs from the proxy on, and again as long as something changes: a full picture that is begun before
    // would stand in the way of the next frame's proxy.
    if (moving || !found || isFinal_)
        still_.stop();
    else if (!frames_.isPending(full) && (!same || !still_.isActive()))
        still_.start();
    if (found)
        last_ = pictureOf(proxy, *found);
    return last_.picture.empty() ? nullptr : &last_;
}

void CompositeView::request(const Clip& clip, std::int64_t frame)
{
    const auto source = sourceOf(clip);
    if (!frames_.contains(compositeKey(source, frame, 0)))
        frames_.request(compositeKey(source, frame, proxyHeight));
}

bool CompositeView::contains(const Clip& clip, std::int64_t frame) const
{
    const auto source = sources_.find(clip.id);
    return source != sources_.end() && source->second->stack == clip.comp &&
           (frames_.contains(compositeKey(source->second, frame, 0)) ||
            frames_.contains(compositeKey(source->second, frame, proxyHeight)));
}

void CompositeView::take(const FrameKey& key)
{
    if (!key.composite || !source_ || key.frame != frame_ || !(key.composite->files == source_->files))
        return;
    if (key.composite != source_) {
        // A number that is being dragged is ahead of what is made: the picture follows as fast as it can.
        const StoredFrame* late = frames_.find(key);
        if (isCurrent_ || !late)
            return;
        last_ = pictureOf(key, *late);
    }
    Q_EMIT changed();
}

} // namespace unividx::ui
