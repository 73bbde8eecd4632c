#pragma once

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

    /// The last sentence that was told.
    const QString& last() const { return last_; }

    /// Does what may throw; an error is told.
    void attempt(const std::function<void()>& action);

Q_SIGNALS:
    void told(const QString& sentence);

private:
    QString last_;
};

} // namespace unividx::ui
