#include "ui/queue/item_settings.h"

#include "core/task/task.h"
#include "ui/common/words.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>

#include <algorithm>
#include <array>
#include <utility>

namespace unividx::ui {

namespace {

constexpr std::array<Quality, 3> qualities{Quality::Preview, Quality::Standard, Quality::Full};

bool suffices(const RunSpec& options, const TaskPreset& preset)
{
    const ModalitySet needed = modalitiesOf(*preset.family, preset.needs);
    for (std::size_t row = 0; row < 4; ++row) {
        // The first row is rgb in every family.
        const bool given = options.locks[row].has_value() && (row == 0 || preset.family == options.family);
        if (needed[row] && !given)
            return false;
    }
    return true;
}

} // namespace

ItemSettingsDialog::ItemSettingsDialog(RunSpec options, Of of, QWidget* parent)
    : QDialog(parent), options_(std::move(options)), task_(new QComboBox), quality_(new QComboBox),
      model_(new QLineEdit(fromCore(options_.model))), device_(new QComboBox),
      seed_(new QLineEdit(QString::number(options_.seed))), prompt_(new QPlainTextEdit(fromCore(options_.prompt))),
      negative_(new QLineEdit(fromCore(options_.negativePrompt.value_or(std::string())))),
      out_(new QLineEdit(fromPath(options_.out))), place_(new QComboBox)
{
    setWindowTitle(of == Of::NewItems ? tr("What is dropped on the queue") : tr("Settings of the item"));
    addTasks();
    addQualities();
    device_->setEditable(true);
    device_->addItems({"cpu", "cuda:0"});
    device_->setCurrentText(fromCore(options_.device));
    seed_->setValidator(new QRegularExpressionValidator(QRegularExpression("\\d{1,19}"), seed_));
    prompt_->setTabChangesFocus(true);
    prompt_->setFixedHeight(46);
    place_->addItems({tr("this machine"), tr("the Slurm farm")});
    place_->setCurrentIndex(options_.farm.engine.empty() ? 0 : 1);
    place_->setEnabled(of == Of::NewItems); // an item stays in its lane

    auto* folder = new QHBoxLayout;
    auto* browse = new QPushButton(tr("Choose..."));
    browse->setAccessibleName(tr("Choose the folder of the layers"));
    out_->setPlaceholderText(tr("beside each clip"));
    folder->addWidget(out_, 1);
    folder->addWidget(browse);
    connect(browse, &QPushButton::clicked, this, [this] {
        const QString chosen = QFileDialog::getExistingDirectory(this, tr("Folder of the layers"), out_->text());
        if (!chosen.isEmpty())
            out_->setText(chosen);
    });

    auto* form = new QFormLayout;
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(7);
    const auto addRow = [&](const QString& name, QWidget* field) {
        field->setAccessibleName(name);
        form->addRow(name, field);
    };
    addRow(tr("Make"), task_);
    addRow(tr("Quality"), quality_);
    addRow(tr("Model"), model_);
    addRow(tr("Device"), device_);
    addRow(tr("Seed"), seed_);
    addRow(tr("Prompt"), prompt_);
    addRow(tr("Negative prompt"), negative_);
    out_->setAccessibleName(tr("Layers to"));
    form->addRow(tr("Layers to"), folder);
    addRow(tr("Runs on"), place_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 14, 14, 14);
    layout->setSpacing(10);
    layout->addLayout(form);
    layout->addWidget(buttons);
    setMinimumWidth(420);
}

void ItemSettingsDialog::addTasks()
{
    const auto nameOf = [](const TaskPreset& preset) {
        return QString::fromUtf8(preset.name.data(), static_cast<qsizetype>(preset.name.size()));
    };
    for (const TaskPreset& preset : taskPresets()) {
        if (suffices(options_, preset))
            task_->addItem(presetWord(preset), nameOf(preset));
    }
    const QString now = fromCore(options_.task);
    if (task_->findData(now) < 0) // a task by its published name stays what it is unless a preset is chosen
        task_->insertItem(0, now, now);
    task_->setCurrentIndex(task_->findData(now));
}

void ItemSettingsDialog::addQualities()
{
    for (const Quality quality : qualities) {
        quality_->addItem(qualityWord(quality), static_cast<int>(quality));
        if (options_.quality == quality)
            quality_->setCurrentIndex(quality_->count() - 1);
    }
    if (options_.ownNumbers && options_.steps) {
        quality_->insertItem(0, tr("%n step(s)", nullptr, *options_.steps));
        quality_->setCurrentIndex(0);
    }
}

RunSpec ItemSettingsDialog::options() const
{
    RunSpec chosen = options_;
    const std::string task = task_->currentData().toString().toStdString();
    if (task != chosen.task) {
        const Family* before = chosen.family;
        setTask(chosen, task);
        chosen.kept = RunSpec().kept; // of another task; a preset keeps its own
        for (std::size_t row = 1; row < 4 && chosen.family != before; ++row)
            chosen.locks[row].reset(); // layers of another family
    }
    if (const QVariant quality = quality_->currentData(); quality.isValid()) {
        chosen.steps.reset();
        chosen.quality = static_cast<Quality>(quality.toInt());
    }
    chosen.model = model_->text().trimmed().toStdString();
    chosen.device = device_->currentText().trimmed().toStdString();
    chosen.seed = seed_->text().toULongLong();
    chosen.prompt = prompt_->toPlainText().toStdString();
    chosen.negativePrompt.reset();
    if (!negative_->text().isEmpty())
        chosen.negativePrompt = negative_->text().toStdString();
    chosen.out = toPath(out_->text().trimmed());
    chosen.farm.engine = place_->currentIndex() == 0 ? "" : "slurm";
    return chosen;
}

} // namespace unividx::ui
