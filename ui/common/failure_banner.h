#pragma once

#include "ui/common/failure.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace unividx::ui {

/// Failures over the picture, newest first: what happened, why, what to do, and buttons that do it. A failure stays
/// until the user closes it or its cause is gone.
class FailureBanner : public QWidget {
    Q_OBJECT
public:
    explicit FailureBanner(QWidget* parent = nullptr);

    void add(const Failure& failure);
    /// The cause of a failure is gone; does nothing if there is none of that topic.
    void remove(const QString& topic);
    /// Another project is shown.
    void removeOfProject();

    const std::vector<Failure>& failures() const { return failures_; } ///< newest first

private:
    QWidget* makeRow(const Failure& failure);
    void refresh();

    std::vector<Failure> failures_;
    QVBoxLayout* rows_;
};

} // namespace unividx::ui
