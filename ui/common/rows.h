#pragma once

#include <QString>

class QHBoxLayout;
class QToolButton;
class QVBoxLayout;
class QWidget;

namespace unividx::ui {

/// The rows and columns all panels are made of, with the gaps they have everywhere. What they are put into owns them.

/// A row of icons along a panel's edge; of `bar`, or to be put into a layout.
QHBoxLayout* buttonRow(QWidget* bar = nullptr);

/// A column without margins: a panel's parts, or the parts of a form with a gap between them.
QVBoxLayout* plainColumn(QWidget* box, int gap = 0);

/// A row without margins.
QHBoxLayout* plainRow(QWidget* box);

/// An icon with a word beside it that opens a menu, empty so far.
QToolButton* menuButton(const QString& iconName, const QString& text, const QString& tip);

} // namespace unividx::ui
