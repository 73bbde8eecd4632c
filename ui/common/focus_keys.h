#pragma once

class QKeyEvent;
class QWidget;

namespace unividx::ui {

/// Whether a key presses or moves the control that has the focus, so that it must not do what the window has it for:
/// the space bar presses a button and opens a list of choices, where it plays otherwise; arrows, Home and End move a
/// slider and choose a tab.
///
/// Buttons and lists of choices get the focus by Tab alone (applyTheme sees to it): after a click the space bar still
/// plays.
bool isKeyOfControl(const QWidget& focus, const QKeyEvent& key);

} // namespace unividx::ui
