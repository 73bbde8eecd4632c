#include "ui/window/menus.h"

#include "ui/common/actions.h"
#include "ui/common/command_palette.h"
#include "ui/common/words.h"
#include "ui/window/project_controller.h"
#include "ui/window/settings_controller.h"

#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

#include <utility>
#include <vector>

namespace unividx::ui {

namespace {

struct MenuRow {
    const char* title;
    std::vector<const char*> ids; ///< of actions; an empty one is a separator
};

const std::vector<MenuRow>& menuRows()
{
    static const std::vector<MenuRow> rows{
        {QT_TRANSLATE_NOOP("Menus", "&File"),
         {"file.new", "file.open", "file.save", "file.saveAs", "file.collect", "", "file.import", "file.importOtio",
          "file.export", "file.exportOtio", "", "file.quit"}},
        {QT_TRANSLATE_NOOP("Menus", "&Edit"),
         {"edit.undo",
          "edit.redo",
          "",
          "edit.split",
          "edit.delete",
          "edit.rippleDelete",
          "edit.trimStart",
          "edit.trimEnd",
          "edit.nudgeLeft",
          "edit.nudgeRight",
          "edit.slipLeft",
          "edit.slipRight",
          "",
          "edit.previousClip",
          "edit.nextClip",
          "edit.snap",
          "",
          "edit.marker",
          "mark.previous",
          "mark.next",
          "",
          "mark.in",
          "mark.out",
          "mark.clear",
          "",
          "track.addVideo",
          "track.addAudio",
          "track.mute",
          "",
          "file.preferences"}},
        {QT_TRANSLATE_NOOP("Menus", "&View"),
         {"view.fit",
          "view.zoomIn",
          "view.zoomOut",
          "",
          "view.color",
          "view.red",
          "view.green",
          "view.blue",
          "view.alpha",
          "view.luminance",
          "",
          "view.composite",
          "view.wipe",
          "view.difference",
          "view.composition",
          "view.matte",
          "view.safeAreas",
          "view.bypass",
          "view.previousLayer",
          "view.nextLayer",
          "view.copyFrame",
          "",
          "view.exposureDown",
          "view.exposureUp",
          "view.exposureReset",
          "",
          "timeline.zoomIn",
          "timeline.zoomOut",
          "timeline.fit",
          "",
          "view.resetLayout"}},
        {QT_TRANSLATE_NOOP("Menus", "&Play"),
         {"play.toggle", "play.reverse", "play.stop", "play.forward", "", "play.stepBack", "play.stepForward",
          "play.toStart", "play.toEnd", "", "play.loop"}},
        {QT_TRANSLATE_NOOP("Menus", "&Run"),
         {"run.start", "run.queue", "", "run.cancel", "", "take.use", "", "queue.run"}},
        {QT_TRANSLATE_NOOP("Menus", "&Help"), {"help.commands", "help.shortcuts", "", "help.log", "help.diagnostics"}}};
    return rows;
}

void fillRecent(QMenu& menu, const SettingsController& settings, ProjectController& projects)
{
    menu.clear();
    for (const std::filesystem::path& project : settings.settings().recent.projects) {
        QAction* action = menu.addAction(fromPath(project).replace("&", "&&"));
        QObject::connect(action, &QAction::triggered, &projects, [&projects, project] { projects.open(project); });
    }
    menu.setEnabled(!menu.isEmpty());
}

} // namespace

void fillMenus(QMainWindow& window, const Actions& actions, SettingsController& settings, ProjectController& projects)
{
    for (const MenuRow& row : menuRows()) {
        QMenu* menu = window.menuBar()->addMenu(QCoreApplication::translate("Menus", row.title));
        for (const char* id : row.ids) {
            if (*id)
                menu->addAction(actions.get(id));
            else
                menu->addSeparator();
        }
    }
    auto* recent = new QMenu(QCoreApplication::translate("Menus", "Open &recent"), &window);
    window.menuBar()->actions().front()->menu()->insertMenu(actions.get("file.save"), recent);
    const auto fill = [recent, &settings, &projects] { fillRecent(*recent, settings, projects); };
    QObject::connect(&settings, &SettingsController::recentChanged, recent, fill);
    fill();
    auto* palette = new CommandPalette(actions.all(), &window);
    QObject::connect(actions.get("help.commands"), &QAction::triggered, palette, [palette] { palette->open(); });
    for (QAction* action : actions.all())
        if (action->shortcutContext() == Qt::WindowShortcut)
            window.addAction(action);
}

} // namespace unividx::ui
