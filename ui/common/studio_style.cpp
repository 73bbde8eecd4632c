#include "ui/common/studio_style.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>

namespace unividx::ui {

StudioStyle::StudioStyle() : QProxyStyle("Fusion") {}

void StudioStyle::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    auto* choices = qobject_cast<QComboBox*>(widget);
    const bool isTyped = qobject_cast<QAbstractSpinBox*>(widget) || (choices && choices->isEditable());
    const bool isPressed = qobject_cast<QAbstractButton*>(widget) || choices;
    if (isTyped)
        widget->setFocusPolicy(Qt::StrongFocus);
    else if (isPressed && widget->focusPolicy() != Qt::NoFocus)
        widget->setFocusPolicy(Qt::TabFocus);
    if (isTyped || choices)
        widget->installEventFilter(this);
}

void StudioStyle::unpolish(QWidget* widget)
{
    widget->removeEventFilter(this);
    QProxyStyle::unpolish(widget);
}

bool StudioStyle::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::Wheel || static_cast<QWidget*>(watched)->hasFocus())
        return QProxyStyle::eventFilter(watched, event);
    event->ignore();
    return true;
}

} // namespace unividx::ui
