#pragma once

#include "core/settings/settings.h"

#include <QObject>

#include <filesystem>
#include <string>
#include <vector>

class QWidget;

namespace unividx::ui {

class Actions;
class Messages;

/// The user's settings while the window is open: the dialogs that change them, and what the program remembers itself.
class SettingsController : public QObject {
    Q_OBJECT
public:
    /// Reads the file. A value that is wrong stands at its default; notes() says so.
    SettingsController(std::filesystem::path file, Messages& messages, QObject* parent = nullptr);

    const Settings& settings() const { return settings_; }
    const std::vector<std::string>& notes() const { return notes_; }

    /// The actions that open a dialog over `window`; what is changed there is saved.
    void connectActions(Actions& actions, QWidget* window);

    /// Puts a project in front of the recent ones, and saves.
    void noteProject(const std::filesystem::path& project);

    /// How fast a run was on this machine; saved with the next change. `place`: "model@device".
    void noteSpeed(const std::string& place, double workPerSecond);

    /// Writes the file; an error becomes a message.
    void save();

Q_SIGNALS:
    void preferencesChanged();
    void recentChanged();
    void speedsChanged();
    /// Before the settings are written: what they hold of the window is brought up to date by a direct connection.
    void aboutToSave(unividx::Settings& settings);

private:
    void editShortcuts(Actions& actions, QWidget* window);
    void editPreferences(QWidget* window);

    std::filesystem::path file_;
    Messages& messages_;
    Settings settings_;
    std::vector<std::string> notes_;
};

} // namespace unividx::ui
