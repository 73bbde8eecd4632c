#include "ui/common/focus_keys.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QKeyEvent>
#include <QScrollBar>
#include <QTabBar>

namespace unividx::ui {

bool isKeyOfControl(const QWidget& focus, const QKeyEvent& key)
{
    if (key.modifiers() != Qt::NoModifier && key.modifiers() != Qt::KeypadModifier)
        return false;
    const auto* choices = qobject_cast<const QComboBox*>(&focus);
    if (qobject_cast<const QAbstractButton*>(&focus) || (choices && !choices->isEditable()))
        return key.key() == Qt::Key_Space;
    const bool slides = qobject_cast<const QAbstractSlider*>(&focus) && !qobject_cast<const QScrollBar*>(&focus);
    if (slides || qobject_cast<const QTabBar*>(&focus))
        return key.key() == Qt::Key_Left || key.key() == Qt::Key_Right || key.key() == Qt::Key_Home ||
               key.key() == Qt::Key_End;
    return false;
}

} // namespace unividx::ui
