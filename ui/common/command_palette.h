#pragma once

#include <QAbstractListModel>
#include <QFrame>
#include <QPointer>

#include <vector>

class QAction;
class QLineEdit;
class QListView;

namespace unividx::ui {

/// The actions whose text has every word that was typed, as a list; usable ones first.
class CommandModel : public QAbstractListModel {
    Q_OBJECT
public:
    explicit CommandModel(std::vector<QAction*> actions, QObject* parent = nullptr);

    enum Role { KeyRole = Qt::UserRole + 1 };

    void setFilter(const QString& words);
    QAction* actionAt(const QModelIndex& index) const; ///< null outside the list

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    std::vector<QAction*> all_;
    std::vector<QAction*> shown_;
};

/// Finds an action by words of its name and does it: Up and Down choose, Return does, Escape closes.
class CommandPalette : public QFrame {
    Q_OBJECT
public:
    CommandPalette(std::vector<QAction*> actions, QWidget* parent);

    /// Shows itself over the upper part of `parent`, empty, with the keyboard's focus.
    void open();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void accept(const QModelIndex& index);

    CommandModel* model_;
    QLineEdit* field_;
    QListView* list_;
};

} // namespace unividx::ui
