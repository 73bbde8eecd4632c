#pragma once

#include "ui/common/report.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace unividx::ui {

/// Reports over the picture, newest first: what happened, why, what to do, and buttons that do it. A report stays until
/// the user closes it or its cause is gone.
class ReportBanner : public QWidget {
    Q_OBJECT
public:
    explicit ReportBanner(QWidget* parent = nullptr);

    void add(const Report& report);
    /// The cause of a report is gone; does nothing if there is none of that topic.
    void remove(const QString& topic);
    /// Another project is shown.
    void removeOfProject();

    const std::vector<Report>& reports() const { return reports_; } ///< newest first

private:
    QWidget* makeRow(const Report& report);
    void refresh();

    std::vector<Report> reports_;
    QVBoxLayout* rows_;
};

} // namespace unividx::ui
