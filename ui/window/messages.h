#pragma once

#include "ui/common/failure.h"

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

    /// Something did not work out: it is shown until the user closes it or withdraw() is called with its topic.
    void fail(const Failure& failure);
    void withdraw(const QString& topic) { Q_EMIT withdrawn(topic); }

    /// The last sentence that was told, or of a failure what and why.
    const QString& last() const { return last_; }

    /// Does what may throw. A request that is wrong is told; any other error is a failure.
    void attempt(const std::function<void()>& action);

Q_SIGNALS:
    void told(const QString& sentence);
    void failed(const unividx::ui::Failure& failure);
    void withdrawn(const QString& topic);

private:
    QString last_;
};

} // namespace unividx::ui
