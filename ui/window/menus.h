#pragma once

class QMainWindow;

namespace unividx::ui {

class Actions;
class ProjectController;
class SettingsController;

/// Gives the window the actions of the table: in menus, with their keys and in the command palette. The recent projects
/// are opened by `projects`.
void fillMenus(QMainWindow& window, const Actions& actions, SettingsController& settings, ProjectController& projects);

} // namespace unividx::ui
