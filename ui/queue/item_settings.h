#pragma once

#include "core/run/run_spec.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace unividx::ui {

/// What is to be made of an item of the queue, and with what. Offers the presets that the item's inputs suffice for.
class ItemSettingsDialog : public QDialog {
    Q_OBJECT
public:
    enum class Of { NewItems, OneItem };

    ItemSettingsDialog(RunSpec options, Of of, QWidget* parent = nullptr);

    /// The options as they stand in the fields.
    RunSpec options() const;

private:
    void addTasks();
    void addQualities();

    RunSpec options_;
    QComboBox* task_;
    QComboBox* quality_;
    QLineEdit* model_;
    QComboBox* device_;
    QLineEdit* seed_;
    QPlainTextEdit* prompt_;
    QLineEdit* negative_;
    QLineEdit* out_;
    QComboBox* place_;
};

} // namespace unividx::ui
