#pragma once

#include "ui/common/report.h"

#include <QObject>
#include <QString>

#include <functional>

namespace unividx::ui {

/// What the window says to its user, and the place where a user's action ends: an error becomes a message here.
class Messages : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    void tell(const QString& sentence);

    /// Something failed, or came to its end: it is shown until the user closes it or withdraw() is called with its
    /// topic.
    void report(const Report& report);
    void withdraw(const QString& topic) { Q_EMIT withdrawn(topic); }

    /// The last sentence that was told, or of a report what and why.
    const QString& last() const { return last_; }

    /// Does what may throw. A request that is wrong is told; any other error is reported.
    void attempt(const std::function<void()>& action);

Q_SIGNALS:
    void told(const QString& sentence);
    void reported(const unividx::ui::Report& report);
    void withdrawn(const QString& topic);

private:
    QString last_;
};

} // namespace unividx::ui
