#pragma once

#include "ui/comp/comp_renderer.h"
#include "ui/project/project_model.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <map>

namespace unividx::ui {

/// What the viewer shows of a clip's nodes: a proxy as soon as it can be had, the full picture once nothing has changed
/// for a moment. It never waits; changed() says that there is more to show.
///
/// Thread: the interface's.
class CompositeView : public QObject {
    Q_OBJECT
public:
    explicit CompositeView(ProjectModel& project, QObject* parent = nullptr);

    /// The clip's composite at a source frame, or while that is being made the last one of the same clip; null if there
    /// was none yet. Asks for what is missing. `moving`: more frames follow at once, so a proxy will do.
    const CompPicture* show(const Clip& clip, std::int64_t frame, bool moving);

    /// Whether a frame of the clip is there, at whatever size.
    bool contains(const Clip& clip, std::int64_t frame) const;

    /// Why the last one could not be made; empty if it could.
    const QString& problem() const { return problem_; }

    /// Whether what show() gave last is the frame that was asked for, at full size.
    bool isFinal() const { return isFinal_; }

    /// Files were written anew.
    void forget();

Q_SIGNALS:
    void changed();

private:
    CompRequest requestOf(const Clip& clip, std::int64_t frame, int mostHeight) const;
    void take(const CompPicture& picture);
    void dropOthers();

    ProjectModel& project_;
    CompRenderer* renderer_;
    QTimer still_;
    ClipId clip_;
    CompRequest wanted_; ///< at full size
    CompRequest asked_;
    std::map<std::int64_t, CompPicture> pictures_; ///< of the files and nodes of wanted_
    CompPicture last_;
    QString problem_;
    bool isFinal_ = false;
    bool moving_ = false;
};

} // namespace unividx::ui
