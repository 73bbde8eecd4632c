#pragma once

#include "core/comp/picture.h"
#include "ui/frames/frame_store.h"
#include "ui/project/project_model.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <map>
#include <memory>

namespace unividx::ui {

/// A composite that is ready.
struct CompPicture {
    std::shared_ptr<const CompSource> source;
    std::int64_t frame = 0;
    Premultiplied picture; ///< scene-linear
    Image matte;           ///< as the nodes left it; empty if there is none
    Resolution full;       ///< the size it stands for
};

/// What the viewer shows of a clip's nodes: a proxy as soon as it can be had, the full picture once nothing has changed
/// for a moment. It never waits; changed() says that there is more to show. The pictures are the frame store's.
///
/// Thread: the interface's.
class CompositeView : public QObject {
    Q_OBJECT
public:
    CompositeView(ProjectModel& project, FrameStore& frames, QObject* parent = nullptr);

    /// The clip's composite at a source frame, or while that is being made the last one of the same clip; null if there
    /// was none yet. Asks for what is missing. `moving`: more frames follow at once, so a proxy will do.
    const CompPicture* show(const Clip& clip, std::int64_t frame, bool moving);

    /// Asks for a frame that will be shown while it plays.
    void request(const Clip& clip, std::int64_t frame);

    /// Whether a frame of the clip is there, at whatever size.
    bool contains(const Clip& clip, std::int64_t frame) const;

    /// Why the last one could not be made; empty if it could.
    const QString& problem() const { return problem_; }

    /// Whether what show() gave last is the frame that was asked for, and of the nodes as they are now.
    bool isCurrent() const { return isCurrent_; }

    /// The same, and at full size.
    bool isFinal() const { return isFinal_; }

Q_SIGNALS:
    void changed();

private:
    std::shared_ptr<const CompSource> sourceOf(const Clip& clip);
    void take(const FrameKey& key);
    void forgetProject(); ///< another project's clips have the same ids

    ProjectModel& project_;
    FrameStore& frames_;
    QTimer still_;
    std::map<ClipId, std::shared_ptr<const CompSource>> sources_; ///< of the clips that were shown, as they were last
    ClipId clip_;
    std::shared_ptr<const CompSource> source_;
    std::int64_t frame_ = 0;
    CompPicture last_;
    QString problem_;
    bool isCurrent_ = false;
    bool isFinal_ = false;
    bool moving_ = false;
};

} // namespace unividx::ui
