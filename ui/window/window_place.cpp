#include "ui/window/window_place.h"

#include <QScreen>

namespace unividx::ui {

void placeWindow(QMainWindow& window, const Settings& settings)
{
    // Until the style sheet has reached them, the panels ask for more room than they need, and would widen the window.
    for (QWidget* widget : window.findChildren<QWidget*>())
        widget->ensurePolished();
    const auto known = QByteArray::fromBase64(QByteArray::fromStdString(settings.windowGeometry));
    if (known.isEmpty() || !window.restoreGeometry(known)) {
        constexpr QSize enough(1440, 860);
        const QSize room = window.screen()->availableSize();
        const bool isSmall = room.width() < enough.width() || room.height() < enough.height();
        window.resize(isSmall ? room : enough.expandedTo(room * 3 / 4));
        if (isSmall)
            window.setWindowState(Qt::WindowMaximized); // there is no room to give away
    }
    if (!settings.windowLayout.empty())
        window.restoreState(QByteArray::fromBase64(QByteArray::fromStdString(settings.windowLayout)));
}

void notePlace(const QMainWindow& window, Settings& settings)
{
    settings.windowLayout = window.saveState().toBase64().toStdString();
    settings.windowGeometry = window.saveGeometry().toBase64().toStdString();
}

} // namespace unividx::ui
