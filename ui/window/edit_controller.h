#pragma once

#include <QObject>

namespace unividx::ui {

class Actions;
class Messages;
class ProjectModel;

/// The actions that edit the timeline at the playhead, and undo with the name of its step.
class EditController : public QObject {
    Q_OBJECT
public:
    EditController(ProjectModel& project, Actions& actions, Messages& messages, QObject* parent = nullptr);

private:
    void connectClips();
    void connectMarks();
    void showUndo();

    ProjectModel& project_;
    Actions& actions_;
    Messages& messages_;
};

} // namespace unividx::ui
