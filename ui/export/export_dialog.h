#pragma once

#include "core/export/export_job.h"
#include "core/export/export_preset.h"
#include "core/time/frame_range.h"

#include <QDialog>

#include <functional>
#include <string>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace unividx::ui {

/// What an export is about, as the dialog is told.
struct ExportSubject {
    std::string shot;
    std::string project;
    std::vector<ExportLayer> layers; ///< that there are
    FrameRange frames;               ///< the clip's, in the source's numbers
    Resolution resolution;
    FrameRate rate;
    std::filesystem::path folder; ///< that is offered
};

/// What is written, where and under which names: a preset and all that can be told it, with the names it comes to and
/// what is wrong with it.
class ExportDialog : public QDialog {
    Q_OBJECT
public:
    explicit ExportDialog(ExportSubject subject, QWidget* parent = nullptr);

    /// What was chosen: settings, preset, folder, shot and frames; the rest is the composite's.
    ExportRequest request() const;

    void choosePreset(std::string_view name);

    /// The names of the first frames' files, and what is wrong, as shown.
    QString preview() const;
    QString problem() const;

private:
    /// A field of the form, and for which settings it stands there.
    struct Field {
        QWidget* widget = nullptr;
        std::function<bool(const ExportSettings&)> isNeeded;
    };

    void makeFields();
    void addField(const QString& label, QWidget* widget, std::function<bool(const ExportSettings&)> isNeeded = {});
    QComboBox* choice(const QString& name, const QStringList& words);
    QWidget* makeFolder();
    QWidget* makeFrames();
    void makeFormatFields();
    QWidget* makeNumbering();
    void showSettings();
    void update();
    std::vector<std::string> chosenNames() const;

    ExportSubject subject_;
    ExportSettings settings_; ///< of the preset, with what was changed
    QFormLayout* form_ = nullptr;
    std::vector<Field> fields_;
    QComboBox* presets_ = nullptr;
    QLabel* tip_ = nullptr;
    QLineEdit* folder_ = nullptr;
    QLineEdit* shot_ = nullptr;
    QLineEdit* pattern_ = nullptr;
    QListWidget* layers_ = nullptr;
    QSpinBox* first_ = nullptr;
    QSpinBox* last_ = nullptr;
    QSpinBox* handles_ = nullptr;
    QComboBox* space_ = nullptr;
    QComboBox* layout_ = nullptr;
    QComboBox* depth_ = nullptr;
    QComboBox* pngDepth_ = nullptr;
    QComboBox* colorCompression_ = nullptr;
    QComboBox* dataCompression_ = nullptr;
    QComboBox* naming_ = nullptr;
    QCheckBox* crop_ = nullptr;
    QCheckBox* nuke_ = nullptr;
    QSpinBox* quality_ = nullptr;
    QComboBox* chroma_ = nullptr;
    QSpinBox* columns_ = nullptr;
    QCheckBox* renumber_ = nullptr;
    QSpinBox* firstNumber_ = nullptr;
    QSpinBox* padding_ = nullptr;
    QLineEdit* burnIn_ = nullptr;
    QComboBox* existing_ = nullptr;
    QLabel* preview_ = nullptr;
    QLabel* problem_ = nullptr;
    QPushButton* export_ = nullptr;
    bool showing_ = false;
};

} // namespace unividx::ui
