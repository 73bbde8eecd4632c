#include "ui/window/window_docks.h"

#include <QCoreApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QTabWidget>

#include <array>
#include <utility>
#include <vector>

namespace unividx::ui {

namespace {

struct DockRow {
    Panel panel;
    const char* title;
    const char* name; ///< what the saved layout calls it
    Qt::DockWidgetArea area;
};

constexpr std::array<DockRow, 9> rows{{
    {Panel::Media, QT_TRANSLATE_NOOP("Docks", "Media"), "media", Qt::LeftDockWidgetArea},
    {Panel::Task, QT_TRANSLATE_NOOP("Docks", "Task"), "task", Qt::RightDockWidgetArea},
    {Panel::Takes, QT_TRANSLATE_NOOP("Docks", "Takes"), "layers", Qt::RightDockWidgetArea},
    {Panel::Jobs, QT_TRANSLATE_NOOP("Docks", "Jobs"), "jobs", Qt::RightDockWidgetArea},
    {Panel::Timeline, QT_TRANSLATE_NOOP("Docks", "Timeline"), "timeline", Qt::BottomDockWidgetArea},
    {Panel::Inspector, QT_TRANSLATE_NOOP("Docks", "Inspector"), "inspector", Qt::LeftDockWidgetArea},
    {Panel::History, QT_TRANSLATE_NOOP("Docks", "History"), "history", Qt::LeftDockWidgetArea},
    {Panel::Composite, QT_TRANSLATE_NOOP("Docks", "Composite"), "composite", Qt::RightDockWidgetArea},
    {Panel::Relight, QT_TRANSLATE_NOOP("Docks", "Relight"), "relight", Qt::RightDockWidgetArea},
}};

/// Panels that are tabs of one place. The first is in front.
const std::vector<std::vector<Panel>> places{{Panel::Takes, Panel::Jobs},
                                             {Panel::Task, Panel::Composite, Panel::Relight},
                                             {Panel::Media, Panel::Inspector, Panel::History}};

} // namespace

WindowDocks::WindowDocks(QMainWindow& window, const std::map<Panel, QWidget*>& panels) : window_(window)
{
    window_.setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    window_.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    window_.setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    for (const DockRow& row : rows) {
        auto* dock = new QDockWidget(QCoreApplication::translate("Docks", row.title), &window_);
        dock->setObjectName(row.name);
        dock->setFeatures(QDockWidget::DockWidgetMovable);
        dock->setWidget(panels.at(row.panel));
        dock->widget()->setAutoFillBackground(true);
        window_.addDockWidget(row.area, dock);
        docks_[row.panel] = dock;
    }
    for (const std::vector<Panel>& place : places) {
        for (const Panel panel : place)
            dock(panel).setTitleBarWidget(new QWidget(&dock(panel))); // its tab says its name already
    }
    arrange();
}

WindowDocks::~WindowDocks()
{
    for (const auto& [panel, dock] : docks_)
        delete dock;
}

void WindowDocks::raise(Panel panel) const
{
    dock(panel).raise();
}

void WindowDocks::arrange()
{
    for (const auto& [panel, dock] : docks_)
        dock->show();
    for (const std::vector<Panel>& place : places) {
        for (std::size_t i = 1; i < place.size(); ++i)
            window_.tabifyDockWidget(&dock(place[i - 1]), &dock(place[i]));
        raise(place.front());
    }
    window_.resizeDocks({&dock(Panel::Media), &dock(Panel::Task)}, {270, 320}, Qt::Horizontal);
    window_.resizeDocks({&dock(Panel::Timeline)}, {240}, Qt::Vertical);
    window_.resizeDocks({&dock(Panel::Task), &dock(Panel::Takes)}, {620, 180}, Qt::Vertical);
}

} // namespace unividx::ui
