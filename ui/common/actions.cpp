#include "ui/common/actions.h"

#include "ui/common/icons.h"

#include <QAction>
#include <QCoreApplication>
#include <QWidget>

#include <algorithm>

namespace unividx::ui {

const std::vector<ActionRow>& actionRows()
{
    using enum ActionContext;
    static const std::vector<ActionRow> rows{
        {"file.new", QT_TRANSLATE_NOOP("Actions", "New project"), "Ctrl+N", "file"},
        {"file.open", QT_TRANSLATE_NOOP("Actions", "Open project..."), "Ctrl+O", "folder"},
        {"file.save", QT_TRANSLATE_NOOP("Actions", "Save"), "Ctrl+S", "save"},
        {"file.saveAs", QT_TRANSLATE_NOOP("Actions", "Save as..."), "Ctrl+Shift+S", ""},
        {"file.collect", QT_TRANSLATE_NOOP("Actions", "Collect project..."), "", ""},
        {"file.import", QT_TRANSLATE_NOOP("Actions", "Import media..."), "Ctrl+I", "import"},
        {"file.importOtio", QT_TRANSLATE_NOOP("Actions", "Import timeline (OpenTimelineIO)..."), "", ""},
        {"file.exportOtio", QT_TRANSLATE_NOOP("Actions", "Export timeline (OpenTimelineIO)..."), "", ""},
        {"file.export", QT_TRANSLATE_NOOP("Actions", "Export clip..."), "Ctrl+E", "export"},
        {"file.quit", QT_TRANSLATE_NOOP("Actions", "Quit"), "Ctrl+Q", ""},

        {"edit.undo", QT_TRANSLATE_NOOP("Actions", "Undo"), "Ctrl+Z", "undo"},
        {"edit.redo", QT_TRANSLATE_NOOP("Actions", "Redo"), "Ctrl+Shift+Z", "redo"},
        {"edit.split", QT_TRANSLATE_NOOP("Actions", "Split at playhead"), "Ctrl+B", "split"},
        {"edit.delete", QT_TRANSLATE_NOOP("Actions", "Delete clip"), "Del", "trash", Timeline},
        {"edit.rippleDelete", QT_TRANSLATE_NOOP("Actions", "Ripple delete clip"), "Shift+Del", "ripple", Timeline},
        {"edit.snap", QT_TRANSLATE_NOOP("Actions", "Snap"), "N", "snap", Window, true},
        {"edit.marker", QT_TRANSLATE_NOOP("Actions", "Add marker"), "M", "marker", Timeline},

        {"edit.trimStart", QT_TRANSLATE_NOOP("Actions", "Trim start to playhead"), "[", "", Timeline},
        {"edit.trimEnd", QT_TRANSLATE_NOOP("Actions", "Trim end to playhead"), "]", "", Timeline},
        {"edit.nudgeLeft", QT_TRANSLATE_NOOP("Actions", "Move clip one frame left"), "Alt+Left", "", Timeline},
        {"edit.nudgeRight", QT_TRANSLATE_NOOP("Actions", "Move clip one frame right"), "Alt+Right", "", Timeline},
        {"edit.slipLeft", QT_TRANSLATE_NOOP("Actions", "Slip clip one frame earlier"), "Alt+Shift+Left", "", Timeline},
        {"edit.slipRight", QT_TRANSLATE_NOOP("Actions", "Slip clip one frame later"), "Alt+Shift+Right", "", Timeline},
        {"edit.previousClip", QT_TRANSLATE_NOOP("Actions", "Select previous clip"), "Ctrl+Left", ""},
        {"edit.nextClip", QT_TRANSLATE_NOOP("Actions", "Select next clip"), "Ctrl+Right", ""},
        {"mark.previous", QT_TRANSLATE_NOOP("Actions", "To previous marker"), "Shift+Up", ""},
        {"mark.next", QT_TRANSLATE_NOOP("Actions", "To next marker"), "Shift+Down", ""},
        {"track.addVideo", QT_TRANSLATE_NOOP("Actions", "Add video track"), "", "plus-track"},
        {"track.addAudio", QT_TRANSLATE_NOOP("Actions", "Add audio track"), "", ""},
        {"track.mute", QT_TRANSLATE_NOOP("Actions", "Mute the clip's track"), "", "mute"},
        {"timeline.zoomIn", QT_TRANSLATE_NOOP("Actions", "Zoom timeline in"), "=", "", Timeline},
        {"timeline.zoomOut", QT_TRANSLATE_NOOP("Actions", "Zoom timeline out"), "-", "", Timeline},
        {"timeline.fit", QT_TRANSLATE_NOOP("Actions", "Fit timeline"), "Shift+Z", "", Timeline},

        {"mark.in", QT_TRANSLATE_NOOP("Actions", "Set in"), "I", "in"},
        {"mark.out", QT_TRANSLATE_NOOP("Actions", "Set out"), "O", "out"},
        {"mark.clear", QT_TRANSLATE_NOOP("Actions", "Clear in and out"), "Alt+X", ""},

        {"play.toggle", QT_TRANSLATE_NOOP("Actions", "Play or stop"), "Space", "play", Window, true},
        {"play.reverse", QT_TRANSLATE_NOOP("Actions", "Shuttle back"), "J", ""},
        {"play.stop", QT_TRANSLATE_NOOP("Actions", "Stop"), "K", "pause"},
        {"play.forward", QT_TRANSLATE_NOOP("Actions", "Shuttle forward"), "L", ""},
        {"play.stepBack", QT_TRANSLATE_NOOP("Actions", "One frame back"), "Left", "step-back"},
        {"play.stepForward", QT_TRANSLATE_NOOP("Actions", "One frame forward"), "Right", "step-forward"},
        {"play.toStart", QT_TRANSLATE_NOOP("Actions", "To the start"), "Home", "to-start"},
        {"play.toEnd", QT_TRANSLATE_NOOP("Actions", "To the end"), "End", "to-end"},
        {"play.loop", QT_TRANSLATE_NOOP("Actions", "Loop"), "", "loop", Window, true},

        {"view.fit", QT_TRANSLATE_NOOP("Actions", "Fit"), "F", "fit"},
        {"view.red", QT_TRANSLATE_NOOP("Actions", "Show red"), "R", "", Viewer},
        {"view.green", QT_TRANSLATE_NOOP("Actions", "Show green"), "G", "", Viewer},
        {"view.blue", QT_TRANSLATE_NOOP("Actions", "Show blue"), "B", "", Viewer},
        {"view.alpha", QT_TRANSLATE_NOOP("Actions", "Show alpha"), "A", "", Viewer},
        {"view.luminance", QT_TRANSLATE_NOOP("Actions", "Show luminance"), "Y", "", Viewer},
        {"view.color", QT_TRANSLATE_NOOP("Actions", "Show colour"), "C", "", Viewer},
        {"view.wipe", QT_TRANSLATE_NOOP("Actions", "Wipe against the shot"), "W", "wipe", Window, true},
        {"view.difference", QT_TRANSLATE_NOOP("Actions", "Difference from the shot"), "Shift+W", "difference", Window,
         true},
        {"view.composition", QT_TRANSLATE_NOOP("Actions", "Difference of albedo x irradiance from the shot"), "", ""},
        {"view.matte", QT_TRANSLATE_NOOP("Actions", "Matte overlay"), "M", "matte", Viewer, true},
        {"view.safeAreas", QT_TRANSLATE_NOOP("Actions", "Safe areas"), "", "safe", Window, true},
        {"view.bypass", QT_TRANSLATE_NOOP("Actions", "Bypass colour, exposure and gamma"), "", "bypass", Window, true},
        {"view.exposureDown", QT_TRANSLATE_NOOP("Actions", "Exposure down"), ",", ""},
        {"view.exposureUp", QT_TRANSLATE_NOOP("Actions", "Exposure up"), ".", ""},
        {"view.exposureReset", QT_TRANSLATE_NOOP("Actions", "Reset exposure and gamma"), "", ""},
        {"view.composite", QT_TRANSLATE_NOOP("Actions", "Show the composite"), "Ctrl+Shift+C", "layers"},
        {"view.copyFrame", QT_TRANSLATE_NOOP("Actions", "Copy the frame"), "Ctrl+C", "copy", Viewer},
        {"view.previousLayer", QT_TRANSLATE_NOOP("Actions", "Previous layer"), "{", ""},
        {"view.nextLayer", QT_TRANSLATE_NOOP("Actions", "Next layer"), "}", ""},
        {"light.left", QT_TRANSLATE_NOOP("Actions", "Move light left"), "Alt+Left", "", Viewer},
        {"light.right", QT_TRANSLATE_NOOP("Actions", "Move light right"), "Alt+Right", "", Viewer},
        {"light.up", QT_TRANSLATE_NOOP("Actions", "Move light up"), "Alt+Up", "", Viewer},
        {"light.down", QT_TRANSLATE_NOOP("Actions", "Move light down"), "Alt+Down", "", Viewer},
        {"light.nearer", QT_TRANSLATE_NOOP("Actions", "Move light nearer to the camera"), "Alt+PgDown", "", Viewer},
        {"light.farther", QT_TRANSLATE_NOOP("Actions", "Move light away from the camera"), "Alt+PgUp", "", Viewer},
        {"view.zoomIn", QT_TRANSLATE_NOOP("Actions", "Zoom in"), "Ctrl+=", ""},
        {"view.zoomOut", QT_TRANSLATE_NOOP("Actions", "Zoom out"), "Ctrl+-", ""},
        {"view.panLeft", QT_TRANSLATE_NOOP("Actions", "Look further left"), "Ctrl+Shift+Left", "", Viewer},
        {"view.panRight", QT_TRANSLATE_NOOP("Actions", "Look further right"), "Ctrl+Shift+Right", "", Viewer},
        {"view.panUp", QT_TRANSLATE_NOOP("Actions", "Look further up"), "Ctrl+Shift+Up", "", Viewer},
        {"view.panDown", QT_TRANSLATE_NOOP("Actions", "Look further down"), "Ctrl+Shift+Down", "", Viewer},
        {"view.wipeLeft", QT_TRANSLATE_NOOP("Actions", "Move the wipe left"), "Shift+Left", "", Viewer},
        {"view.wipeRight", QT_TRANSLATE_NOOP("Actions", "Move the wipe right"), "Shift+Right", "", Viewer},
        {"view.resetLayout", QT_TRANSLATE_NOOP("Actions", "Reset the window's layout"), "", ""},

        {"run.start", QT_TRANSLATE_NOOP("Actions", "Run"), "Ctrl+R", "run"},
        {"run.queue", QT_TRANSLATE_NOOP("Actions", "Add to the queue"), "Ctrl+Shift+R", "list"},
        {"queue.run", QT_TRANSLATE_NOOP("Actions", "Run the queue"), "", "play", Window, true},
        {"take.use", QT_TRANSLATE_NOOP("Actions", "Use the new take"), "U", "pin"},
        {"run.cancel", QT_TRANSLATE_NOOP("Actions", "Cancel the running job"), "Esc", "cancel"},

        {"help.commands", QT_TRANSLATE_NOOP("Actions", "Command palette"), "Ctrl+Shift+P", "commands"},
        {"file.preferences", QT_TRANSLATE_NOOP("Actions", "Preferences..."), "Ctrl+,", "preferences"},
        {"help.shortcuts", QT_TRANSLATE_NOOP("Actions", "Keyboard shortcuts..."), "", ""},
        {"help.log", QT_TRANSLATE_NOOP("Actions", "Show log"), "", ""},
        {"help.diagnostics", QT_TRANSLATE_NOOP("Actions", "Copy diagnostics"), "", ""},
    };
    return rows;
}

const ActionRow* findAction(const QString& id)
{
    for (const ActionRow& row : actionRows()) {
        if (id == QLatin1String(row.id))
            return &row;
    }
    return nullptr;
}

std::vector<ShortcutConflict> findConflicts(const std::map<QString, QKeySequence>& keys)
{
    const auto contextOf = [](const QString& id) {
        const ActionRow* row = findAction(id);
        return row ? row->context : ActionContext::Window;
    };
    std::vector<ShortcutConflict> conflicts;
    for (auto first = keys.begin(); first != keys.end(); ++first) {
        for (auto second = std::next(first); second != keys.end(); ++second) {
            if (first->second.isEmpty() || first->second != second->second)
                continue;
            const ActionContext a = contextOf(first->first);
            const ActionContext b = contextOf(second->first);
            if (a == b || a == ActionContext::Window || b == ActionContext::Window)
                conflicts.push_back({first->first, second->first, first->second});
        }
    }
    return conflicts;
}

std::map<QString, QKeySequence> effectiveKeys(const ShortcutSettings& settings)
{
    std::map<QString, QKeySequence> keys;
    for (const ActionRow& row : actionRows()) {
        const auto chosen = settings.keys.find(row.id);
        const QString text =
            chosen == settings.keys.end() ? QString(row.shortcut) : QString::fromStdString(chosen->second);
        keys[row.id] = QKeySequence::fromString(text, QKeySequence::PortableText);
    }
    return keys;
}

Actions::Actions(QObject* parent) : QObject(parent)
{
    for (const ActionRow& row : actionRows()) {
        auto* action = new QAction(QCoreApplication::translate("Actions", row.text), this);
        action->setObjectName(row.id);
        action->setCheckable(row.checkable);
        if (*row.icon)
            action->setIcon(icon(row.icon));
        if (row.context != ActionContext::Window)
            action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        actions_[row.id] = action;
    }
    applyShortcuts({});
}

QAction* Actions::get(const QString& id) const
{
    const auto found = actions_.find(id);
    Q_ASSERT_X(found != actions_.end(), "Actions::get", qPrintable(id));
    return found->second;
}

std::vector<QAction*> Actions::all() const
{
    std::vector<QAction*> all;
    for (const ActionRow& row : actionRows())
        all.push_back(get(row.id));
    return all;
}

void Actions::attach(ActionContext context, QWidget* widget)
{
    for (const ActionRow& row : actionRows()) {
        if (row.context == context)
            widget->addAction(get(row.id));
    }
}

void Actions::applyShortcuts(const ShortcutSettings& settings)
{
    for (const auto& [id, key] : effectiveKeys(settings)) {
        QAction* action = get(id);
        action->setShortcut(key);
        const QString name = QString(action->text()).remove("...");
        action->setToolTip(key.isEmpty() ? name : name + "  " + key.toString(QKeySequence::NativeText));
    }
}

} // namespace unividx::ui
