#include "ui/window/shortcuts_dialog.h"

#include "ui/common/icons.h"
#include "ui/common/rows.h"
#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>

#include <algorithm>

namespace unividx::ui {

namespace {

constexpr int idRole = Qt::UserRole + 1;

QString actionWord(const QString& id)
{
    const ActionRow* row = findAction(id);
    return row ? QCoreApplication::translate("Actions", row->text).remove("...") : id;
}

QString contextWord(ActionContext context)
{
    switch (context) {
    case ActionContext::Timeline:
        return ShortcutsDialog::tr("Timeline");
    case ActionContext::Viewer:
        return ShortcutsDialog::tr("Viewer");
    default:
        return ShortcutsDialog::tr("Everywhere");
    }
}

} // namespace

ShortcutsDialog::ShortcutsDialog(const ShortcutSettings& settings, QWidget* parent)
    : QDialog(parent), keys_(effectiveKeys(settings)), search_(new QLineEdit), list_(new QTreeWidget),
      key_(new QKeySequenceEdit), conflicts_(new QLabel)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(560, 520);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 10, 10, 10);
    layout->setSpacing(8);
    makeList();
    conflicts_->setWordWrap(true);
    conflicts_->setProperty("role", "problem");
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    auto* top = new QHBoxLayout;
    top->addWidget(search_, 1);
    top->addWidget(makePresets());
    layout->addLayout(top);
    layout->addWidget(list_, 1);
    layout->addWidget(makeKeyRow());
    layout->addWidget(conflicts_);
    layout->addWidget(buttons);
    connect(search_, &QLineEdit::textChanged, this, &ShortcutsDialog::filter);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        setKey(chosen(), key_->keySequence());
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    list_->setCurrentItem(list_->topLevelItem(0));
    showKeys();
}

void ShortcutsDialog::makeList()
{
    search_->setPlaceholderText(tr("Search by name or key"));
    search_->setAccessibleName(tr("Search"));
    list_->setHeaderLabels({tr("Action"), tr("Where"), tr("Key")});
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setAccessibleName(tr("Actions"));
    for (const ActionRow& row : actionRows()) {
        auto* item = new QTreeWidgetItem(list_, {actionWord(row.id), contextWord(row.context), QString()});
        item->setData(0, idRole, QString(row.id));
    }
    list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    // The key's field waits for a second key before it says that it is done; what was typed until then counts.
    connect(list_, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem*, QTreeWidgetItem* before) {
        if (before)
            setKey(before->data(0, idRole).toString(), key_->keySequence());
        const QString id = chosen();
        key_->setKeySequence(id.isEmpty() ? QKeySequence() : keys_.at(id));
    });
}

QWidget* ShortcutsDialog::makePresets()
{
    auto* preset = new QComboBox;
    preset->setAccessibleName(tr("Preset"));
    preset->addItem(tr("Preset..."));
    for (const ShortcutPreset& row : shortcutPresets())
        preset->addItem(tr("Close to %1").arg(row.name));
    preset->setItemText(1, tr("Our own"));
    connect(preset, &QComboBox::activated, this, [this](int index) {
        if (index > 0)
            takePreset(shortcutPresets()[static_cast<std::size_t>(index - 1)]);
    });
    return preset;
}

/// The key of the chosen action, and what takes it away or puts the default back.
QWidget* ShortcutsDialog::makeKeyRow()
{
    auto* row = new QWidget;
    QHBoxLayout* layout = plainRow(row);
    auto* clear = new QPushButton(tr("No key"));
    auto* reset = new QPushButton(tr("Default"));
    key_->setAccessibleName(tr("Key of the chosen action"));
    layout->addWidget(key_, 1);
    layout->addWidget(clear);
    layout->addWidget(reset);
    connect(key_, &QKeySequenceEdit::editingFinished, this, [this] { setKey(chosen(), key_->keySequence()); });
    connect(clear, &QPushButton::clicked, this, [this] { setKey(chosen(), {}); });
    connect(reset, &QPushButton::clicked, this, [this] {
        if (const ActionRow* action = findAction(chosen()))
            setKey(chosen(), QKeySequence::fromString(action->shortcut, QKeySequence::PortableText));
    });
    return row;
}

QString ShortcutsDialog::chosen() const
{
    const QTreeWidgetItem* item = list_->currentItem();
    return item ? item->data(0, idRole).toString() : QString();
}

ShortcutSettings ShortcutsDialog::shortcuts() const
{
    ShortcutSettings settings;
    const auto defaults = effectiveKeys({});
    for (const auto& [id, key] : keys_) {
        if (key != defaults.at(id))
            settings.keys[id.toStdString()] = key.toString(QKeySequence::PortableText).toStdString();
    }
    return settings;
}

void ShortcutsDialog::setKey(const QString& id, const QKeySequence& key)
{
    if (!keys_.contains(id))
        return;
    keys_[id] = key;
    showKeys();
}

void ShortcutsDialog::takePreset(const ShortcutPreset& preset)
{
    keys_ = effectiveKeys(preset.keys());
    showKeys();
}

QString ShortcutsDialog::conflictText() const
{
    return conflicts_->text();
}

void ShortcutsDialog::filter(const QString& words)
{
    for (int row = 0; row < list_->topLevelItemCount(); ++row) {
        QTreeWidgetItem* item = list_->topLevelItem(row);
        const QString text = item->text(0) + " " + item->text(2);
        item->setHidden(!text.contains(words, Qt::CaseInsensitive));
    }
}

void ShortcutsDialog::showKeys()
{
    const auto conflicts = findConflicts(keys_);
    QStringList sentences;
    for (const ShortcutConflict& conflict : conflicts)
        sentences.append(tr("%1 is the key of both %2 and %3.")
                             .arg(conflict.key.toString(QKeySequence::NativeText), actionWord(conflict.first),
                                  actionWord(conflict.second)));
    conflicts_->setText(sentences.join('\n'));
    conflicts_->setVisible(!sentences.isEmpty());
    for (int row = 0; row < list_->topLevelItemCount(); ++row) {
        QTreeWidgetItem* item = list_->topLevelItem(row);
        const QString id = item->data(0, idRole).toString();
        const bool clashes = std::any_of(conflicts.begin(), conflicts.end(), [&](const ShortcutConflict& conflict) {
            return conflict.first == id || conflict.second == id;
        });
        item->setText(2, keys_.at(id).toString(QKeySequence::NativeText));
        item->setIcon(2, clashes ? icon("warning", theme().failed) : QIcon());
        if (item == list_->currentItem())
            key_->setKeySequence(keys_.at(id));
    }
}

} // namespace unividx::ui
