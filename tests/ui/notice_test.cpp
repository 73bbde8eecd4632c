#include "tests/ui/studio.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>

namespace unividx::ui {
namespace {

constexpr const char* serviceName = "org.freedesktop.Notifications";

/// A desktop that keeps what it is told.
class Desktop final : public QDBusVirtualObject {
public:
    QString introspect(const QString&) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection& bus) override
    {
        if (message.interface() != serviceName || message.member() != "Notify")
            return false;
        told.push_back(message);
        return bus.send(message.createReply(uint(told.size())));
    }

    std::vector<QDBusMessage> told;
};

TEST_F(Studio, TheDesktopIsToldAtTheEndOfTheQueueOverItsBus)
{
    QDBusConnection bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, "desktop");
    if (!bus.isConnected() || !bus.registerService(serviceName))
        GTEST_SKIP() << "there is no bus of our own (dbus-run-session)";
    Desktop desktop;
    ASSERT_TRUE(bus.registerVirtualObject("/org/freedesktop/Notifications", &desktop));
    Q_EMIT window.queue().finished({3, 1});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !desktop.told.empty(); }, patience));
    const QDBusMessage& notice = desktop.told.front();
    // Source: Desktop Notifications Specification 1.2: Notify is (susssasa{sv}i).
    EXPECT_EQ(notice.signature(), "susssasa{sv}i");
    const QVariantList words = notice.arguments();
    EXPECT_EQ(words.at(0), "UniVidX Studio");
    EXPECT_EQ(words.at(3), "The queue has come to its end");
    EXPECT_EQ(words.at(4), "3 item(s) done, 1 failed");
    const auto hints = qdbus_cast<QVariantMap>(words.at(6));
    EXPECT_EQ(hints.value("suppress-sound"), true) << "sound is off unless it was asked for";
    EXPECT_FALSE(hints.contains("sound-name"));
    QTest::qWait(200);
    EXPECT_EQ(desktop.told.size(), 1u);
    bus.unregisterService(serviceName);
    QDBusConnection::disconnectFromBus("desktop");
}

} // namespace
} // namespace unividx::ui
