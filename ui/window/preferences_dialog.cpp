#include "ui/window/preferences_dialog.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>

namespace unividx::ui {

namespace {

constexpr std::int64_t megabyte = std::int64_t{1} << 20;

QSpinBox* megabytes(std::int64_t bytes, const QString& name)
{
    auto* field = new QSpinBox;
    field->setRange(16, 1 << 20);
    field->setSingleStep(256);
    field->setSuffix(PreferencesDialog::tr(" MB"));
    field->setValue(static_cast<int>(bytes / megabyte));
    field->setAccessibleName(name);
    return field;
}

QSpinBox* minutes(int value, const QString& name)
{
    auto* field = new QSpinBox;
    field->setRange(0, 60 * 24 * 7);
    field->setSuffix(PreferencesDialog::tr(" min"));
    field->setSpecialValueText(PreferencesDialog::tr("Not at all"));
    field->setValue(value);
    field->setAccessibleName(name);
    field->setToolTip(PreferencesDialog::tr("The next run begins sooner while the model is in memory; other programs "
                                            "have the memory sooner when it is not"));
    return field;
}

QCheckBox* check(const QString& text, bool checked)
{
    auto* box = new QCheckBox(text);
    box->setChecked(checked);
    return box;
}

/// A choice among values that settings remember by a short name.
QComboBox* choiceOf(const std::vector<std::pair<QString, QString>>& rows, const std::string& chosen,
                    const QString& name)
{
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    for (const auto& [value, word] : rows)
        box->addItem(word, value);
    box->setCurrentIndex(std::max(0, box->findData(QString::fromStdString(chosen))));
    return box;
}

} // namespace

PreferencesDialog::PreferencesDialog(const Settings& settings, QWidget* parent)
    : QDialog(parent), settings_(settings), frames_(megabytes(settings.cache.frameBytes, tr("Cache of frames"))),
      thumbnails_(megabytes(settings.cache.thumbnailBytes, tr("Cache of thumbnails"))),
      smooth_(check(tr("Smooth scaling when zoomed out"), settings.viewer.smoothScaling)),
      readout_(check(tr("Show the pixel values under the pointer"), settings.viewer.showReadout)),
      loop_(check(tr("Loop playback"), settings.viewer.loop)),
      notice_(check(tr("Desktop notification when the queue has finished"), settings.notices.desktop)),
      sound_(check(tr("With a sound"), settings.notices.sound)),
      keepModel_(minutes(settings.queue.keepModelMinutes, tr("Minutes for which an idle worker keeps its model"))),
      drawing_(choiceOf({{"", tr("Automatic")}, {"opengl", tr("OpenGL")}, {"raster", tr("Software")}},
                        settings.interface.drawing, tr("Drawing of the viewer"))),
      language_(choiceOf({{"", tr("System language")}, {"en", "English"}, {"de", "Deutsch"}},
                         settings.interface.language, tr("Language")))
{
    setWindowTitle(tr("Preferences"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 14, 14, 14);
    layout->setSpacing(10);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(7);
    form->addRow(tr("Frames in memory"), frames_);
    form->addRow(tr("Thumbnails in memory"), thumbnails_);
    form->addRow(tr("Viewer"), smooth_);
    form->addRow(QString(), readout_);
    form->addRow(QString(), loop_);
    form->addRow(tr("Drawing"), drawing_);
    form->addRow(tr("Queue"), notice_);
    form->addRow(QString(), sound_);
    form->addRow(tr("Keep an idle model for"), keepModel_);
    form->addRow(tr("Language"), language_);
    auto* note = new QLabel(tr("Cache sizes and language take effect at the next start."));
    note->setProperty("role", "dim");
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    layout->addLayout(form);
    layout->addWidget(note);
    layout->addStretch();
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

Settings PreferencesDialog::settings() const
{
    Settings chosen = settings_;
    chosen.cache.frameBytes = frames_->value() * megabyte;
    chosen.cache.thumbnailBytes = thumbnails_->value() * megabyte;
    chosen.viewer.smoothScaling = smooth_->isChecked();
    chosen.viewer.showReadout = readout_->isChecked();
    chosen.viewer.loop = loop_->isChecked();
    chosen.notices.desktop = notice_->isChecked();
    chosen.notices.sound = sound_->isChecked();
    chosen.queue.keepModelMinutes = keepModel_->value();
    chosen.interface.drawing = drawing_->currentData().toString().toStdString();
    chosen.interface.language = language_->currentData().toString().toStdString();
    return chosen;
}

} // namespace unividx::ui
