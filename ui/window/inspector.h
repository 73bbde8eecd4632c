#pragma once

#include "ui/media_pool/media_pool.h"
#include "ui/project/project_model.h"

#include <QWidget>

#include <utility>
#include <vector>

class QFormLayout;
class QLabel;
class QLineEdit;

namespace unividx::ui {

/// What is known of the selected clip, its file and its layers, as text that can be copied. The clip's name is edited
/// here.
class Inspector : public QWidget {
    Q_OBJECT
public:
    Inspector(ProjectModel& project, MediaPoolModel& media, QWidget* parent = nullptr);

    /// The rows that are shown, for tests: what, and how much.
    std::vector<std::pair<QString, QString>> rows() const;

private:
    void refresh();
    std::vector<std::pair<QString, QString>> modalitiesOf(const Clip& clip) const;

    ProjectModel& project_;
    MediaPoolModel& media_;
    QLabel* empty_;
    QWidget* form_;
    QLineEdit* name_;
    QFormLayout* lines_;
    std::vector<std::pair<QLabel*, QLabel*>> labels_; ///< as many as were ever needed
};

} // namespace unividx::ui
