#pragma once

#include "ui/frames/comp_reader.h"
#include "ui/project/project_model.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <memory>

namespace unividx::ui {

/// What the clips' nodes make, for thumbnails: as they were when nothing had changed for a moment, so that a number
/// that is being dragged does not make a strip of pictures anew at every step.
///
/// Thread: the interface's.
class DebouncedComposites : public QObject {
    Q_OBJECT
public:
    explicit DebouncedComposites(ProjectModel& project, QObject* parent = nullptr);

    /// Null for a clip that shows its shot: no node of it works.
    std::shared_ptr<const CompSource> find(ClipId clip) const;

    /// What it was before, to be shown until the new pictures are there; may be null.
    std::shared_ptr<const CompSource> former(ClipId clip) const;

Q_SIGNALS:
    void changed();

private:
    struct Entry {
        std::shared_ptr<const CompSource> now;
        std::shared_ptr<const CompSource> former;
    };

    void refresh();

    ProjectModel& project_;
    QTimer later_;
    std::map<ClipId, Entry> entries_;
};

} // namespace unividx::ui
