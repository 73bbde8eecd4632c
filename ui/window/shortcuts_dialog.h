#pragma once

#include "core/settings/settings.h"
#include "ui/common/actions.h"
#include "ui/common/shortcut_presets.h"

#include <QDialog>

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QTreeWidget;

namespace unividx::ui {

/// Keys of the actions: search, rebind, clear, back to the default. Conflicts are named; they may stand, but nothing
/// hides them.
class ShortcutsDialog : public QDialog {
    Q_OBJECT
public:
    explicit ShortcutsDialog(const ShortcutSettings& settings, QWidget* parent = nullptr);

    /// What was chosen: only keys that differ from the defaults.
    ShortcutSettings shortcuts() const;

    /// Gives an action a key, as the field does.
    void setKey(const QString& id, const QKeySequence& key);

    /// All keys at once.
    void takePreset(const ShortcutPreset& preset);

    QString conflictText() const;

private:
    void makeList();
    QWidget* makePresets();
    QWidget* makeKeyRow();
    QString chosen() const; ///< the chosen action's id; empty if there is none
    void filter(const QString& words);
    void showKeys();

    std::map<QString, QKeySequence> keys_;
    QLineEdit* search_;
    QTreeWidget* list_;
    QKeySequenceEdit* key_;
    QLabel* conflicts_;
};

} // namespace unividx::ui
