#pragma once

#include "core/project/take_files.h"
#include "ui/project/project_model.h"

#include <QObject>

#include <cstdint>

class QWidget;

namespace unividx::ui {

class Actions;
class FileTasks;
class Messages;
class QueueService;

/// Which take a clip is made of, and takes that are deleted from the disk.
class TakeController : public QObject {
    Q_OBJECT
public:
    /// What it works with; all outlive it.
    struct Parts {
        ProjectModel& project;
        QueueService& queue;
        FileTasks& files;
        Messages& messages;
        QWidget* window = nullptr; ///< dialogs are over it
    };

    explicit TakeController(const Parts& parts);

    void connectActions(const Actions& actions);

    void use(ClipId clip, TakeId take);
    /// Uses the newest take that nobody has decided about; says so if there is none.
    void useNew(ClipId clip);
    /// Keeps what is in use; new takes stay in the list.
    void keepCurrent(ClipId clip);

    /// Looks at a take's files, lists them, and deletes them if the user wants that. Nothing brings them back, so no
    /// undo brings back the take. Files that this program did not write stay.
    void askDeletion(ClipId clip, TakeId take);

Q_SIGNALS:
    void filesDeleted(const std::filesystem::path& folder);

private:
    /// What the user should know before a take goes: that it is in use, by how many clips, what stays.
    QStringList consequences(const Clip& clip, const Take& take, const TakeFiles& files) const;
    bool confirm(const Clip& clip, const Take& take, const TakeFiles& files);
    void remove(const Take& take, const TakeFiles& files);

    ProjectModel& project_;
    QueueService& queue_;
    FileTasks& files_;
    Messages& messages_;
    QWidget* window_;
};

} // namespace unividx::ui
