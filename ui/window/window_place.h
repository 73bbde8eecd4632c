#pragma once

#include "core/settings/settings.h"

#include <QMainWindow>

namespace unividx::ui {

/// Places the window and its docks where they stood last, else as large as the screen asks for.
void placeWindow(QMainWindow& window, const Settings& settings);

/// Notes where the window and its docks stand.
void notePlace(const QMainWindow& window, Settings& settings);

} // namespace unividx::ui
