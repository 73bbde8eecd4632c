#include "ui/queue/desktop_notice.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QVariantMap>

namespace unividx::ui {

void notifyDesktop(const QString& title, const QString& text, Sound sound)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    QDBusMessage notify = QDBusMessage::createMethodCall(
        "org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications", "Notify");
    QVariantMap hints{{"suppress-sound", sound == Sound::Off}, {"desktop-entry", "unividx-studio"}};
    if (sound == Sound::On)
        hints["sound-name"] = "complete";
    constexpr uint newOne = 0;  // replaces none
    constexpr int asUsual = -1; // milliseconds: the desktop decides
    notify << "UniVidX Studio" << newOne << "unividx-studio" << title << text << QStringList() << hints << asUsual;
    bus.send(notify);
}

} // namespace unividx::ui
