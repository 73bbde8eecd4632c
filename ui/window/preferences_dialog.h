#pragma once

#include "core/settings/settings.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace unividx::ui {

/// What the user chooses for all projects: caches, viewer, drawing, language.
class PreferencesDialog : public QDialog {
    Q_OBJECT
public:
    explicit PreferencesDialog(const Settings& settings, QWidget* parent = nullptr);

    /// The settings with what was chosen in them.
    Settings settings() const;

private:
    Settings settings_;
    QSpinBox* frames_;     ///< megabytes
    QSpinBox* thumbnails_; ///< megabytes
    QCheckBox* smooth_;
    QCheckBox* readout_;
    QCheckBox* loop_;
    QCheckBox* notice_;
    QCheckBox* sound_;
    QSpinBox* keepModel_; ///< minutes
    QComboBox* drawing_;
    QComboBox* language_;
};

} // namespace unividx::ui
