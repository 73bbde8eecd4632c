#include "ui/window/settings_controller.h"

#include "ui/common/actions.h"
#include "ui/window/messages.h"
#include "ui/window/preferences_dialog.h"
#include "ui/window/shortcuts_dialog.h"

#include <QAction>

#include <utility>

namespace unividx::ui {

SettingsController::SettingsController(std::filesystem::path file, Messages& messages, QObject* parent)
    : QObject(parent), file_(std::move(file)), messages_(messages)
{
    LoadedSettings loaded = openSettings(file_);
    settings_ = std::move(loaded.settings);
    notes_ = std::move(loaded.notes);
}

void SettingsController::connectActions(Actions& actions, QWidget* window)
{
    connect(actions.get("help.shortcuts"), &QAction::triggered, this,
            [this, &actions, window] { messages_.attempt([&] { editShortcuts(actions, window); }); });
    connect(actions.get("file.preferences"), &QAction::triggered, this,
            [this, window] { messages_.attempt([&] { editPreferences(window); }); });
}

void SettingsController::editShortcuts(Actions& actions, QWidget* window)
{
    ShortcutsDialog dialog(settings_.shortcuts, window);
    if (dialog.exec() != QDialog::Accepted)
        return;
    settings_.shortcuts = dialog.shortcuts();
    actions.applyShortcuts(settings_.shortcuts);
    save();
}

void SettingsController::editPreferences(QWidget* window)
{
    PreferencesDialog dialog(settings_, window);
    if (dialog.exec() != QDialog::Accepted)
        return;
    settings_ = dialog.settings();
    Q_EMIT preferencesChanged();
    save();
}

void SettingsController::noteProject(const std::filesystem::path& project)
{
    settings_.recent = withProject(settings_.recent, project);
    save();
    Q_EMIT recentChanged();
}

void SettingsController::noteSpeed(const std::string& place, double workPerSecond)
{
    settings_.speeds.workPerSecond[place] = workPerSecond;
    Q_EMIT speedsChanged();
}

void SettingsController::save()
{
    Q_EMIT aboutToSave(settings_);
    messages_.attempt([this] { saveSettings(settings_, file_); });
}

} // namespace unividx::ui
