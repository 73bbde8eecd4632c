#include "ui/export/export_dialog.h"

#include "core/base/error.h"
#include "core/color/color_transform.h"
#include "core/export/export_names.h"
#include "ui/common/rows.h"
#include "ui/common/words.h"
#include "ui/comp/comp_words.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QSpinBox>

#include <algorithm>
#include <utility>

namespace unividx::ui {

namespace {

bool isExr(const ExportSettings& settings)
{
    return settings.format == ExportFormat::Exr;
}

bool isSequence(const ExportSettings& settings)
{
    return isExr(settings) || settings.format == ExportFormat::Png;
}

bool isMovie(const ExportSettings& settings)
{
    return settings.format == ExportFormat::Movie;
}

QSpinBox* number(const QString& name, int low, int high, int value)
{
    auto* box = new QSpinBox;
    box->setRange(low, high);
    box->setValue(value);
    box->setAccessibleName(name);
    return box;
}

} // namespace

ExportDialog::ExportDialog(ExportSubject subject, QWidget* parent) : QDialog(parent), subject_(std::move(subject))
{
    setWindowTitle(tr("Export %1").arg(fromCore(subject_.shot)));
    resize(620, std::min(720, screen()->availableSize().height() - 60)); // the frame around it takes some
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 14, 14, 14);
    layout->setSpacing(8);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget;
    form_ = new QFormLayout(content);
    form_->setHorizontalSpacing(14);
    form_->setVerticalSpacing(6);
    scroll->setWidget(content);
    makeFields();
    layout->addWidget(scroll, 1);
    preview_ = new QLabel;
    preview_->setProperty("role", "dim");
    preview_->setWordWrap(true);
    preview_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    preview_->setAccessibleName(tr("Names of the files"));
    problem_ = new QLabel;
    problem_->setProperty("role", "problem");
    problem_->setWordWrap(true);
    layout->addWidget(preview_);
    layout->addWidget(problem_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    export_ = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
    export_->setProperty("primary", true);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    choosePreset(exportPresets().front().name);
}

QComboBox* ExportDialog::choice(const QString& name, const QStringList& words)
{
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    box->addItems(words);
    connect(box, &QComboBox::activated, this, &ExportDialog::update);
    return box;
}

void ExportDialog::addField(const QString& label, QWidget* widget, std::function<bool(const ExportSettings&)> isNeeded)
{
    if (widget->accessibleName().isEmpty())
        widget->setAccessibleName(label);
    form_->addRow(label, widget);
    if (isNeeded)
        fields_.push_back({widget, std::move(isNeeded)});
}

QWidget* ExportDialog::makeFolder()
{
    auto* row = new QWidget;
    QHBoxLayout* layout = plainRow(row);
    folder_ = new QLineEdit(fromPath(subject_.folder));
    folder_->setAccessibleName(tr("Folder"));
    auto* browse = new QPushButton(tr("Choose..."));
    layout->addWidget(folder_, 1);
    layout->addWidget(browse);
    connect(browse, &QPushButton::clicked, this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder of the files"), folder_->text());
        if (!folder.isEmpty())
            folder_->setText(folder);
    });
    connect(folder_, &QLineEdit::textChanged, this, &ExportDialog::update);
    return row;
}

QWidget* ExportDialog::makeFrames()
{
    auto* row = new QWidget;
    QHBoxLayout* layout = plainRow(row);
    const auto low = static_cast<int>(subject_.frames.first);
    const auto high = static_cast<int>(subject_.frames.last());
    first_ = number(tr("First frame"), low, high, low);
    last_ = number(tr("Last frame"), low, high, high);
    layout->addWidget(first_);
    layout->addWidget(new QLabel(tr("to")));
    layout->addWidget(last_);
    layout->addWidget(new QLabel(tr("Handles")));
    handles_ = number(tr("Handles"), 0, 10'000, 0);
    handles_->setToolTip(tr("Frames to write before the first and after the last as well, where the source has them"));
    layout->addWidget(handles_);
    layout->addStretch();
    for (QSpinBox* box : {first_, last_, handles_})
        connect(box, &QSpinBox::valueChanged, this, &ExportDialog::update);
    return row;
}

void ExportDialog::makeFields()
{
    presets_ = new QComboBox;
    for (const ExportPreset& preset : exportPresets())
        presets_->addItem(exportPresetWord(preset.name));
    connect(presets_, &QComboBox::activated, this,
            [this](int index) { choosePreset(exportPresets()[static_cast<std::size_t>(index)].name); });
    addField(tr("Preset"), presets_);
    tip_ = new QLabel;
    tip_->setWordWrap(true);
    tip_->setProperty("role", "dim");
    form_->addRow(QString(), tip_);
    addField(tr("Folder"), makeFolder());
    shot_ = new QLineEdit(fromCore(subject_.shot));
    addField(tr("Shot"), shot_);
    pattern_ = new QLineEdit;
    pattern_->setToolTip("{project} {shot} {layer} {version} {frame} {extension} {preset} {width} {height}");
    addField(tr("File names"), pattern_);
    addField(tr("Frames"), makeFrames());
    layers_ = new QListWidget;
    layers_->setMaximumHeight(118);
    for (const ExportLayer& layer : subject_.layers) {
        auto* item = new QListWidgetItem(exportLayerWord(layer.name), layers_);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
        item->setCheckState(Qt::Checked);
    }
    addField(tr("Layers"), layers_);
    existing_ = choice(tr("Existing files"),
                       {tr("Stop rather than touch them"), tr("Overwrite them"), tr("Resume: keep complete frames")});
    addField(tr("Existing files"), existing_);
    makeFormatFields();
    addField(tr("Frame numbers"), makeNumbering(), isSequence);

    for (QLineEdit* edit : {shot_, pattern_, burnIn_})
        connect(edit, &QLineEdit::textChanged, this, &ExportDialog::update);
    for (QSpinBox* box : {quality_, columns_, firstNumber_, padding_})
        connect(box, &QSpinBox::valueChanged, this, &ExportDialog::update);
    for (QCheckBox* box : {crop_, nuke_, renumber_})
        connect(box, &QCheckBox::toggled, this, &ExportDialog::update);
    connect(layers_, &QListWidget::itemChanged, this, &ExportDialog::update);
}

/// What only some formats have.
void ExportDialog::makeFormatFields()
{
    layout_ = choice(tr("Layers in files"), {tr("One file per layer"), tr("All in one file"),
                                             tr("All in one file, a part each (multi-part)")});
    addField(tr("Layers in files"), layout_, isExr);
    depth_ = choice(tr("Bit depth"), {tr("16 bit half float"), tr("32 bit float")});
    addField(tr("Bit depth"), depth_, isExr);
    const QStringList compressions{tr("None"), "ZIP (16)", "ZIPS (1)", "PIZ", "DWAA", "DWAB"};
    colorCompression_ = choice(tr("Compression of colour"), compressions);
    addField(tr("Compression of colour"), colorCompression_, isExr);
    dataCompression_ = choice(tr("Compression with data"), compressions.mid(0, 4)); // DWA damages mattes and normals
    addField(tr("Compression with data"), dataCompression_, isExr);
    naming_ = choice(tr("Channel names"), {tr("With the layer's name"), tr("Plain R, G, B")});
    addField(tr("Channel names"), naming_, isExr);
    crop_ = new QCheckBox(tr("Store only the part that is not empty"));
    addField(tr("Data window"), crop_, isExr);
    nuke_ = new QCheckBox(tr("Write a script that rebuilds the composite"));
    addField(tr("Nuke"), nuke_, isExr);
    pngDepth_ = choice(tr("Bit depth"), {tr("8 bit"), tr("16 bit")});
    addField(tr("Bit depth"), pngDepth_, [](const ExportSettings& s) { return s.format == ExportFormat::Png; });
    quality_ = number(tr("Quality"), 0, 51, 18);
    quality_->setToolTip(tr("0 is lossless, 18 is good, 12 has no visible loss"));
    addField(tr("Quality"), quality_,
             [](const ExportSettings& s) { return isMovie(s) && s.codec != MovieCodec::ProRes4444; });
    chroma_ = choice(tr("Chroma"), {"4:2:0", "4:4:4"});
    addField(tr("Chroma"), chroma_,
             [](const ExportSettings& s) { return isMovie(s) && s.codec != MovieCodec::ProRes4444; });
    columns_ = number(tr("Columns"), 1, 100, 6);
    addField(tr("Columns"), columns_, [](const ExportSettings& s) { return s.format == ExportFormat::Sheet; });
    space_ = choice(tr("Colour space"), {tr("Default for the format")});
    try {
        for (const std::string& space : colorSpaceNames())
            space_->addItem(fromCore(space));
    } catch (const Error& error) {
        space_->setToolTip(fromCore(error.what())); // a config that is of no use: the usual one stays
    }
    addField(tr("Colour space"), space_);
    burnIn_ = new QLineEdit;
    addField(tr("Burn-in text"), burnIn_, [](const ExportSettings& s) { return !isExr(s); });
}

QWidget* ExportDialog::makeNumbering()
{
    auto* numbering = new QWidget;
    QHBoxLayout* line = plainRow(numbering);
    renumber_ = new QCheckBox(tr("Start at"));
    firstNumber_ = number(tr("First number"), 0, 9'999'999, 1001);
    padding_ = number(tr("Digits"), 1, 12, 4);
    line->addWidget(renumber_);
    line->addWidget(firstNumber_);
    line->addWidget(new QLabel(tr("Digits")));
    line->addWidget(padding_);
    line->addStretch();
    return numbering;
}

void ExportDialog::choosePreset(std::string_view name)
{
    const auto& presets = exportPresets();
    const auto found = std::find_if(presets.begin(), presets.end(), [&](const auto& row) { return row.name == name; });
    if (found == presets.end())
        return;
    presets_->setCurrentIndex(static_cast<int>(found - presets.begin()));
    settings_ = found->settings;
    const bool oneFile = settings_.format == ExportFormat::Sheet;
    tip_->setText(
        exportPresetTip(found->name) +
        (oneFile ? " " + tr("One file: an export that is interrupted starts again from its first frame.") : QString()));
    showSettings();
}

void ExportDialog::showSettings()
{
    showing_ = true;
    pattern_->setText(fromCore(settings_.pattern));
    layout_->setCurrentIndex(static_cast<int>(settings_.layout));
    depth_->setCurrentIndex(static_cast<int>(settings_.depth));
    pngDepth_->setCurrentIndex(static_cast<int>(settings_.pngDepth));
    colorCompression_->setCurrentIndex(static_cast<int>(settings_.colorCompression));
    dataCompression_->setCurrentIndex(static_cast<int>(settings_.dataCompression));
    naming_->setCurrentIndex(static_cast<int>(settings_.naming));
    crop_->setChecked(settings_.window == ExrWindow::Data);
    nuke_->setChecked(settings_.nukeScript);
    quality_->setValue(settings_.quality);
    chroma_->setCurrentIndex(static_cast<int>(settings_.chroma));
    columns_->setValue(settings_.sheetColumns);
    burnIn_->setText(fromCore(settings_.burnIn));
    padding_->setValue(settings_.padding);
    renumber_->setChecked(settings_.firstNumber.has_value());
    for (std::size_t i = 0; i < subject_.layers.size(); ++i) {
        const bool chosen = settings_.layers.empty() || std::find(settings_.layers.begin(), settings_.layers.end(),
                                                                  subject_.layers[i].name) != settings_.layers.end();
        layers_->item(static_cast<int>(i))->setCheckState(chosen ? Qt::Checked : Qt::Unchecked);
    }
    for (const Field& field : fields_)
        form_->setRowVisible(field.widget, field.isNeeded(settings_));
    showing_ = false;
    update();
}

std::vector<std::string> ExportDialog::chosenNames() const
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < subject_.layers.size(); ++i) {
        if (layers_->item(static_cast<int>(i))->checkState() == Qt::Checked)
            names.push_back(subject_.layers[i].name);
    }
    return names;
}

ExportRequest ExportDialog::request() const
{
    ExportRequest request;
    request.settings = settings_;
    ExportSettings& settings = request.settings;
    settings.pattern = pattern_->text().toStdString();
    settings.layout = static_cast<ExportLayout>(layout_->currentIndex());
    settings.depth = static_cast<ExrDepth>(depth_->currentIndex());
    settings.pngDepth = static_cast<PngDepth>(pngDepth_->currentIndex());
    settings.colorCompression = static_cast<ExrCompression>(colorCompression_->currentIndex());
    settings.dataCompression = static_cast<ExrCompression>(dataCompression_->currentIndex());
    settings.naming = static_cast<ChannelNaming>(naming_->currentIndex());
    settings.window = crop_->isChecked() ? ExrWindow::Data : ExrWindow::Whole;
    settings.nukeScript = nuke_->isChecked();
    settings.quality = quality_->value();
    settings.chroma = static_cast<ChromaSampling>(chroma_->currentIndex());
    settings.sheetColumns = columns_->value();
    settings.burnIn = burnIn_->text().toStdString();
    settings.padding = padding_->value();
    settings.firstNumber.reset();
    if (renumber_->isChecked() && isSequence(settings))
        settings.firstNumber = firstNumber_->value();
    settings.existing = static_cast<ExportExisting>(existing_->currentIndex());
    settings.colorSpace = space_->currentIndex() > 0 ? space_->currentText().toStdString() : std::string();
    settings.layers = chosenNames();
    request.preset = exportPresets()[static_cast<std::size_t>(presets_->currentIndex())].name;
    request.folder = toPath(folder_->text());
    request.shot = shot_->text().toStdString();
    request.project = subject_.project;
    request.layers = subject_.layers;
    request.frames = {first_->value(), std::max(0, last_->value() - first_->value() + 1)};
    request.handles = handles_->value();
    request.resolution = subject_.resolution;
    request.rate = subject_.rate;
    return request;
}

void ExportDialog::update()
{
    if (showing_)
        return;
    firstNumber_->setEnabled(renumber_->isChecked());
    const ExportRequest asked = request();
    QString problem;
    QStringList names;
    if (asked.settings.layers.empty())
        problem = tr("No layer is chosen.");
    else if (asked.frames.empty())
        problem = tr("There is no frame between the first and the last.");
    else if (!asked.folder.is_absolute())
        problem = tr("The folder needs a whole path.");
    else if (const auto problems = findProblems(asked.settings); !problems.empty())
        problem = fromCore(problems.front());
    try {
        const bool apart =
            asked.settings.layout == ExportLayout::PerLayer && asked.settings.format != ExportFormat::Sheet;
        const std::size_t files =
            apart ? asked.settings.layers.size() : std::min<std::size_t>(1, asked.settings.layers.size());
        for (std::size_t i = 0; i < std::min<std::size_t>(files, 3); ++i) {
            const auto frame = isSequence(asked.settings) ? std::optional(asked.frames.first) : std::nullopt;
            names.append(fromPath(exportPath(
                asked, asked.settings.format == ExportFormat::Sheet ? "sheet" : asked.settings.layers[i], frame)));
        }
        if (files > 3)
            names.append(tr("and %n more", nullptr, static_cast<int>(files - 3)));
    } catch (const Error& error) {
        if (problem.isEmpty())
            problem = fromCore(error.what());
    }
    preview_->setText(names.join("\n"));
    problem_->setText(problem);
    problem_->setVisible(!problem.isEmpty());
    export_->setEnabled(problem.isEmpty());
}

QString ExportDialog::preview() const
{
    return preview_->text();
}

QString ExportDialog::problem() const
{
    return problem_->text();
}

} // namespace unividx::ui
