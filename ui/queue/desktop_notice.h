#pragma once

#include <QString>

namespace unividx::ui {

enum class Sound { Off, On };

/// Tells the desktop that something came to its end, for people who look elsewhere. Returns at once; a desktop without
/// notifications shows nothing.
/// Source: freedesktop.org, Desktop Notifications Specification 1.2, org.freedesktop.Notifications.Notify.
void notifyDesktop(const QString& title, const QString& text, Sound sound);

} // namespace unividx::ui
