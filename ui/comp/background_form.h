#pragma once

#include "ui/project/project_model.h"

#include <QWidget>

#include <functional>

class QLabel;
class QSpinBox;

namespace unividx::ui {

/// The file of a background node and how its frames go along with the clip's.
class BackgroundForm : public QWidget {
    Q_OBJECT
public:
    explicit BackgroundForm(ProjectModel& project, QWidget* parent = nullptr);

    void show(ClipId clip, std::size_t node);

    /// Takes a file of the disk (one of a sequence stands for all of it) as the background.
    void take(const QString& file);

private:
    void change(const QString& text, const std::function<void(BackgroundNode&)>& edit);

    ProjectModel& project_;
    ClipId clip_;
    std::size_t node_ = 0;
    QLabel* file_;
    QSpinBox* offset_;
    bool showing_ = false;
};

} // namespace unividx::ui
