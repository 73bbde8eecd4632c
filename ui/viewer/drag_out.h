#pragma once

#include <QToolButton>

#include <functional>

class QMimeData;

namespace unividx::ui {

/// A handle that is dragged out of the window: it gives files to whatever it is dropped on.
class DragOutButton : public QToolButton {
    Q_OBJECT
public:
    /// `name`: its tool tip. `makeData`: what is dragged, made when the drag begins; null: there is nothing to drag.
    DragOutButton(const QString& name, std::function<QMimeData*()> makeData, QWidget* parent = nullptr);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    std::function<QMimeData*()> data_;
    QPoint pressed_;
};

} // namespace unividx::ui
