#include "ui/common/rows.h"

#include "ui/common/icons.h"

#include <QBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace unividx::ui {

QHBoxLayout* buttonRow(QWidget* bar)
{
    auto* row = bar ? new QHBoxLayout(bar) : new QHBoxLayout;
    row->setContentsMargins(6, 4, 6, 4);
    row->setSpacing(2);
    return row;
}

QVBoxLayout* plainColumn(QWidget* box, int gap)
{
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gap);
    return column;
}

QHBoxLayout* plainRow(QWidget* box)
{
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    return row;
}

QToolButton* menuButton(const QString& iconName, const QString& text, const QString& tip)
{
    QToolButton* button = iconButton(iconName, tip);
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(new QMenu(button));
    return button;
}

} // namespace unividx::ui
