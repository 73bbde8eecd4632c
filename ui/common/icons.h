#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

class QToolButton;

namespace unividx::ui {

/// An icon of resources/icons by its file name without `.svg`, drawn in the theme's text colours (dimmer where it is
/// disabled, brighter where it is on) at whatever size and scale is asked for. A name that is not there gives a null
/// icon.
QIcon icon(const QString& name);

/// The same in one colour, for what an icon says by itself (failed, running).
QIcon icon(const QString& name, const QColor& color);

/// A small button that shows an icon alone; `name` is its tool tip and what screen readers say. It takes the keyboard's
/// focus. The caller's layout owns it.
QToolButton* iconButton(const QString& iconName, const QString& name);

} // namespace unividx::ui
