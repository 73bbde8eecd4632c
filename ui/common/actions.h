#pragma once

#include "core/settings/settings.h"

#include <QKeySequence>
#include <QObject>
#include <QString>

#include <map>
#include <vector>

class QAction;
class QWidget;

namespace unividx::ui {

/// Where an action's key works. A key of the window works everywhere, so nothing else may have it.
enum class ActionContext { Window, Timeline, Viewer };

/// One row of the table of actions: menus, buttons, keys and the command palette all come from it.
struct ActionRow {
    const char* id;       ///< "edit.undo"; what settings remember
    const char* text;     ///< English; shown through tr()
    const char* shortcut; ///< default key; empty: none
    const char* icon;     ///< file of resources/icons; empty: none
    ActionContext context = ActionContext::Window;
    bool checkable = false;
};

const std::vector<ActionRow>& actionRows();
const ActionRow* findAction(const QString& id); ///< null if there is none

/// Two actions that would answer to one key.
struct ShortcutConflict {
    QString first;
    QString second;
    QKeySequence key;

    bool operator==(const ShortcutConflict&) const = default;
};

/// Pairs with the same key in one context, or in the window's and any other. `keys` by action id.
std::vector<ShortcutConflict> findConflicts(const std::map<QString, QKeySequence>& keys);

/// The keys that hold: the defaults, with the user's over them.
std::map<QString, QKeySequence> effectiveKeys(const ShortcutSettings& settings);

/// The table as QActions, made once for a window.
class Actions : public QObject {
    Q_OBJECT
public:
    explicit Actions(QObject* parent = nullptr);

    /// The action of a row. There is always one: an unknown id is a bug, and asserts.
    QAction* get(const QString& id) const;

    /// In the table's order.
    std::vector<QAction*> all() const;

    /// Adds the actions of a context to the widget in which their keys work.
    void attach(ActionContext context, QWidget* widget);

    /// Sets the keys, and says them in the tooltips.
    void applyShortcuts(const ShortcutSettings& settings);

private:
    std::map<QString, QAction*> actions_;
};

} // namespace unividx::ui
