#include "ui/task/task_panel.h"

#include "core/project/task_edits.h"
#include "ui/common/flow_layout.h"
#include "ui/common/icons.h"
#include "ui/common/rows.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"
#include "ui/frames/layer_choice.h"
#include "ui/frames/picture_paint.h"
#include "ui/task/clip_run.h"

#include <QAction>
#include <QBoxLayout>
#include <QButtonGroup>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace unividx::ui {

namespace {

constexpr QSize thumbnailBox(64, 36);

QLabel* heading(const QString& text)
{
    auto* label = new QLabel(text);
    label->setProperty("role", "heading");
    return label;
}

/// A text box of a few lines whose Tab goes on to the next field.
QPlainTextEdit* promptField(const QString& name)
{
    auto* field = new QPlainTextEdit;
    field->setAccessibleName(name);
    field->setTabChangesFocus(true);
    field->setFixedHeight(46);
    return field;
}

} // namespace

TaskPanel::TaskPanel(ProjectModel& project, FrameStore& thumbnails, Actions& actions, ModelCatalog catalog,
                     QWidget* parent)
    : QWidget(parent), project_(project), thumbnails_(thumbnails), run_(actions.get("run.start")),
      queue_(actions.get("run.queue")), form_(new QWidget),
      empty_(new QLabel(tr("Select a clip to say what is to be made of it"))),
      forecasts_(new RunForecasts(std::move(catalog), this))
{
    QVBoxLayout* outer = plainColumn(this);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(form_);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    empty_->setMargin(16);
    empty_->setProperty("role", "dim");

    auto* form = new QVBoxLayout(form_);
    form->setContentsMargins(8, 8, 8, 8);
    form->setSpacing(6);
    form->addWidget(makeFamilies());
    form->addWidget(makePresets());
    form->addSpacing(4);
    form->addWidget(makeGrid());
    form->addWidget(problemLabel("locks"));
    form->addWidget(problemLabel("frames"));
    form->addWidget(makePrompts());
    form->addWidget(makeModel());
    form->addWidget(makeQuality());
    form->addStretch();

    outer->addWidget(empty_, 1);
    outer->addWidget(scroll, 1);
    outer->addWidget(makeFoot());
    connect(forecasts_, &RunForecasts::changed, this, &TaskPanel::refresh);
    connect(&project_, &ProjectModel::changed, this, &TaskPanel::refresh);
    connect(&project_, &ProjectModel::selectionChanged, this, &TaskPanel::refresh);
    connect(&project_, &ProjectModel::playheadChanged, this, [this] {
        if (!project_.selectedClip())
            refresh();
        else
            refreshThumbnails();
    });
    connect(&thumbnails_, &FrameStore::ready, this, &TaskPanel::refreshThumbnails);
    connect(run_, &QAction::triggered, this, [this] {
        if (const Clip* shown = clip())
            Q_EMIT runWanted(*shown, forecast());
    });
    connect(queue_, &QAction::triggered, this, [this] {
        if (const Clip* shown = clip())
            Q_EMIT queueWanted(*shown);
    });
    refresh();
}

QString TaskPanel::sentence() const
{
    return sentence_->text();
}

const Clip* TaskPanel::clip() const
{
    const Clip* selected = project_.selectedClip();
    return selected ? selected : project_.clipAtPlayhead();
}

QWidget* TaskPanel::makeFamilies()
{
    auto* bar = new QWidget;
    QHBoxLayout* layout = plainRow(bar);
    layout->setSpacing(4);
    families_ = new QButtonGroup(this);
    for (std::size_t i = 0; i < families().size(); ++i) {
        auto* button = new QPushButton(familyWord(*families()[i]));
        button->setCheckable(true);
        button->setAccessibleName(tr("Family %1").arg(button->text()));
        families_->addButton(button, static_cast<int>(i));
        layout->addWidget(button, 1);
    }
    connect(families_, &QButtonGroup::idClicked, this, [this](int id) {
        const Family& family = *families().at(static_cast<std::size_t>(id));
        if (const Clip* shown = clip())
            project_.apply(tr("Choose family %1").arg(familyWord(family)),
                           chooseFamily(project_.project(), shown->id, family));
    });
    return bar;
}

QWidget* TaskPanel::makePresets()
{
    auto* box = new QWidget;
    auto* flow = new FlowLayout(box, 3);
    for (const TaskPreset& preset : taskPresets()) {
        auto* button = new QPushButton(presetWord(preset));
        button->setToolTip(presetTip(preset));
        button->setCheckable(true);
        button->setProperty("dense", true);
        button->setObjectName("preset." + QString::fromUtf8(preset.name.data(), qsizetype(preset.name.size())));
        flow->addWidget(button);
        presets_.push_back(button);
        connect(button, &QPushButton::clicked, this, [this, &preset] {
            if (const Clip* shown = clip())
                project_.apply(presetWord(preset), applyPreset(project_.project(), shown->id, preset));
            refresh(); // the button follows the locks, whatever the click did to it
        });
    }
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    box->setSizePolicy(policy);
    return box;
}

QWidget* TaskPanel::makeGrid()
{
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(3);
    grid->setColumnStretch(1, 1);
    for (std::size_t row = 0; row < 4; ++row) {
        Row& widgets = rows_[row];
        makeWidgets(widgets);
        auto* middle = new QWidget;
        middle->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        QVBoxLayout* middleLayout = plainColumn(middle, 1);
        middleLayout->addWidget(widgets.name);
        middleLayout->addWidget(widgets.input);
        middleLayout->addWidget(widgets.kept, 0, Qt::AlignLeft);
        const int line = static_cast<int>(row) * 2;
        grid->addWidget(widgets.thumbnail, line, 0, Qt::AlignTop | Qt::AlignLeft);
        grid->addWidget(middle, line, 1, Qt::AlignTop);
        grid->addWidget(widgets.lock, line, 2, Qt::AlignTop | Qt::AlignRight);
        widgets.problem = problemLabel("row" + QString::number(row));
        grid->addWidget(widgets.problem, line + 1, 0, 1, 3);
        grid->setRowMinimumHeight(line, 44);
        connectRow(row);
    }
    return box;
}

void TaskPanel::makeWidgets(Row& widgets)
{
    widgets.thumbnail = new QLabel;
    widgets.thumbnail->setFixedSize(thumbnailBox);
    widgets.thumbnail->setAlignment(Qt::AlignCenter);
    widgets.thumbnail->setStyleSheet(withThemeColors("background: {backdrop}; color: {off};"));
    widgets.name = new QLabel;
    widgets.lock = new QToolButton;
    widgets.lock->setCheckable(true);
    widgets.lock->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    widgets.lock->setFixedSize(78, 24);
    widgets.lock->setStyleSheet(withThemeColors("QToolButton { border: 1px solid {line}; text-align: left; }"
                                                "QToolButton:focus { border-color: {accent}; }"));
    widgets.input = new QComboBox;
    widgets.input->setMinimumContentsLength(6);
    widgets.input->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    widgets.kept = new QToolButton;
    widgets.kept->setCheckable(true);
    widgets.kept->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    widgets.kept->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    // Quiet: a layer that is to be made is what one expects.
    widgets.kept->setStyleSheet(withThemeColors("QToolButton { padding: 1px 0; color: {dim}; text-align: left; }"
                                                "QToolButton:checked { background: transparent; }"
                                                "QToolButton:hover { color: {strong}; }"
                                                "QToolButton:focus { border-color: {accent}; }"));
}

void TaskPanel::connectRow(std::size_t row)
{
    const Row& widgets = rows_[row];
    connect(widgets.lock, &QToolButton::clicked, this, [this, row](bool locked) {
        const Clip* shown = clip();
        if (!shown)
            return;
        const QString name = modalityWord(shown->task.family->modalities[row].name);
        if (locked)
            project_.apply(tr("Lock %1").arg(name),
                           lockModality(project_.project(), shown->id, row, inputs_[row].front()));
        else
            project_.apply(tr("Open %1").arg(name), openModality(project_.project(), shown->id, row));
        refresh();
    });
    connect(widgets.input, &QComboBox::activated, this, [this, row](int index) { chooseInput(row, index); });
    connect(widgets.kept, &QToolButton::clicked, this, [this, row](bool kept) {
        if (const Clip* shown = clip())
            project_.apply(kept ? tr("Want a layer") : tr("Leave a layer out"),
                           keepModality(project_.project(), shown->id, row, kept));
    });
}

QWidget* TaskPanel::makePrompts()
{
    prompts_ = new QWidget;
    auto* layout = new QVBoxLayout(prompts_);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(3);
    promptLabel_ = heading(tr("Prompt"));
    backgroundLabel_ = heading(tr("Background"));
    prompt_ = promptField(tr("Prompt"));
    backgroundPrompt_ = promptField(tr("Background prompt"));
    negativePrompt_ = new QLineEdit;
    negativePrompt_->setAccessibleName(tr("Negative prompt"));
    negativePrompt_->setPlaceholderText(tr("What it should not be"));
    layout->addWidget(promptLabel_);
    layout->addWidget(prompt_);
    layout->addWidget(problemLabel("prompt"));
    layout->addWidget(backgroundLabel_);
    layout->addWidget(backgroundPrompt_);
    layout->addWidget(heading(tr("Negative prompt")));
    layout->addWidget(negativePrompt_);
    // Typing is one step of the history for as long as the field has the focus.
    static constexpr qint64 promptGesture = -1;
    const auto write = [this](const QString& name, QPlainTextEdit* field, auto edit) {
        connect(field, &QPlainTextEdit::textChanged, this, [this, name, field, edit] {
            const Clip* shown = refreshing_ ? nullptr : clip();
            if (shown)
                project_.apply(name, edit(project_.project(), shown->id, field->toPlainText().toStdString()),
                               promptGesture);
        });
    };
    write(tr("Type the prompt"), prompt_, &setPrompt);
    write(tr("Type the background prompt"), backgroundPrompt_, &setBackgroundPrompt);
    connect(negativePrompt_, &QLineEdit::textEdited, this, [this](const QString& text) {
        if (const Clip* shown = clip())
            project_.apply(tr("Type the negative prompt"),
                           setNegativePrompt(project_.project(), shown->id, text.toStdString()), promptGesture);
    });
    return prompts_;
}

QLabel* TaskPanel::problemLabel(const QString& field)
{
    auto* label = new QLabel;
    label->setProperty("role", "problem");
    label->setWordWrap(true);
    label->hide();
    problems_[field] = label;
    return label;
}

void TaskPanel::refresh()
{
    const Clip* shown = clip();
    empty_->setVisible(!shown);
    form_->parentWidget()->parentWidget()->setVisible(shown != nullptr);
    sentence_->setText(shown ? taskSentence(shown->task) : QString());
    run_->setEnabled(shown != nullptr);
    queue_->setEnabled(shown != nullptr);
    if (!shown)
        return;
    refreshing_ = true;
    for (std::size_t i = 0; i < families().size(); ++i)
        families_->button(static_cast<int>(i))->setChecked(families()[i] == shown->task.family);
    const ModalitySet locked = lockedModalities(shown->task);
    for (std::size_t i = 0; i < presets_.size(); ++i) {
        const TaskPreset& preset = taskPresets()[i];
        presets_[i]->setChecked(preset.family == shown->task.family &&
                                modalitiesOf(*preset.family, preset.needs) == locked &&
                                modalitiesOf(*preset.family, preset.makes) == (shown->task.kept & ~locked));
    }
    for (std::size_t row = 0; row < 4; ++row)
        refreshRow(row, *shown);
    refreshThumbnails();
    refreshPrompts(*shown);
    refreshQuality(*shown);
    refreshModels(*shown);
    refreshProblems(*shown);
    askForecast(*shown);
    refreshing_ = false;
}

void TaskPanel::refreshRow(std::size_t row, const Clip& clip)
{
    Row& widgets = rows_[row];
    const bool locked = clip.task.locks[row].has_value();
    const QString name = modalityWord(clip.task.family->modalities[row].name);
    widgets.name->setText(name);
    widgets.lock->setChecked(locked);
    widgets.lock->setIcon(icon(locked ? "lock" : "unlock"));
    widgets.lock->setText(locked ? tr("Locked") : tr("Open"));
    widgets.lock->setAccessibleName(locked ? tr("%1 is locked").arg(name) : tr("%1 is open").arg(name));
    widgets.lock->setToolTip(locked ? tr("An input. Open it to have it made") : tr("To be made. Lock it to give it"));
    widgets.input->setVisible(locked);
    widgets.input->setAccessibleName(tr("Input of %1").arg(name));
    widgets.kept->setVisible(!locked);
    widgets.kept->setChecked(clip.task.kept[row]);
    widgets.kept->setIcon(clip.task.kept[row] ? icon("check", theme().ready) : icon("cancel", theme().off));
    widgets.kept->setText(clip.task.kept[row] ? tr("to be made") : tr("not wanted"));
    widgets.kept->setAccessibleName(tr("%1 is wanted").arg(name));
    refreshInputs(row, clip);
}

void TaskPanel::refreshInputs(std::size_t row, const Clip& clip)
{
    std::vector<LockedInput> offered{{}};
    QStringList words{tr("The shot")};
    const std::string modality(clip.task.family->modalities[row].name);
    for (const Take& take : clip.takes) {
        if (std::find(take.layers.begin(), take.layers.end(), modality) == take.layers.end())
            continue;
        offered.push_back({LockedInput::From::Take, {}, take.id});
        words.append(tr("Take %1").arg(fromCore(take.name)));
    }
    for (const MediaItem& media : project_.project().media) {
        if (media.id == clip.media)
            continue;
        offered.push_back({LockedInput::From::Media, media.id, {}});
        words.append(fromCore(media.path.filename().string()));
    }
    inputs_[row] = offered;
    QComboBox* box = rows_[row].input;
    words.append(tr("Choose a file..."));
    box->clear();
    box->addItems(words);
    const auto& lock = clip.task.locks[row];
    const auto chosen = lock ? std::find(offered.begin(), offered.end(), *lock) : offered.end();
    box->setCurrentIndex(chosen == offered.end() ? 0 : static_cast<int>(chosen - offered.begin()));
    if (row > 0 && inputs_[row].size() > 1 && !lock) {
        const auto likely = std::find(inputs_[row].begin(), inputs_[row].end(), likelyInput(clip, row));
        std::rotate(inputs_[row].begin(), likely, std::next(likely));
    }
}

LockedInput TaskPanel::likelyInput(const Clip& clip, std::size_t row) const
{
    const LockedInput& next = inputs_[row][1];
    if (next.from == LockedInput::From::Take)
        return next; // what was made already
    const MediaItem* shot = findMedia(project_.project(), clip.media);
    const QString modality = fromCore(std::string(clip.task.family->modalities[row].name));
    LockedInput likely = next;
    bool named = false;
    for (const MediaItem& media : project_.project().media) {
        if (media.id == clip.media || !fromPath(media.path.filename()).contains(modality, Qt::CaseInsensitive))
            continue;
        const LockedInput input{LockedInput::From::Media, media.id, {}};
        if (shot && media.path.parent_path() == shot->path.parent_path())
            return input;
        if (!std::exchange(named, true))
            likely = input;
    }
    return likely;
}

void TaskPanel::refreshThumbnails()
{
    const Clip* shown = clip();
    if (!shown)
        return;
    const std::int64_t at = std::clamp<std::int64_t>(project_.playhead(), shown->place.first, shown->place.last());
    const std::int64_t source = sourceFrameAt(project_.project(), *shown, at);
    for (std::size_t row = 0; row < 4; ++row) {
        QLabel* label = rows_[row].thumbnail;
        const std::string name(shown->task.family->modalities[row].name);
        auto key = lockedFrame(project_.project(), *shown, row, source);
        if (!key) // open: what was made last time, if something was
            key = frameOf(project_.project(), *shown, takeToShow(*shown, project_.shownLayers(*shown), name), name,
                          source);
        const std::string file = key ? key->path : std::string();
        if (std::exchange(rows_[row].shownFile, file) != file)
            label->setPixmap({}); // a picture of another clip does not stay until this one's is ready
        if (!key) {
            label->setText(tr("to make"));
            continue;
        }
        key->thumbnailWidth = 96;
        const StoredFrame* frame = thumbnails_.find(*key);
        if (!frame) {
            thumbnails_.request(*key);
            continue;
        }
        label->setPixmap(thumbnailPixmap(frame->thumbnail, thumbnailBox, devicePixelRatioF()));
    }
}

void TaskPanel::refreshPrompts(const Clip& clip)
{
    const auto task = taskOf(clip.task);
    const bool usesText = task && task->usesText();
    prompts_->setVisible(usesText);
    const bool twoFields = clip.task.family == &alphaFamily;
    promptLabel_->setText(twoFields ? tr("Foreground") : tr("Prompt"));
    backgroundLabel_->setVisible(twoFields);
    backgroundPrompt_->setVisible(twoFields);
    const auto show = [](QPlainTextEdit* field, const std::string& text) {
        if (field->toPlainText() != fromCore(text)) // while typing the cursor stays where it is
            field->setPlainText(fromCore(text));
    };
    show(prompt_, clip.task.prompt);
    show(backgroundPrompt_, clip.task.backgroundPrompt);
    const QString negative = fromCore(clip.task.negativePrompt.value_or(std::string()));
    if (negativePrompt_->text() != negative)
        negativePrompt_->setText(negative);
}

QLabel* TaskPanel::labelOf(const std::string& field, const Family& family) const
{
    // A layer's problem stands in its row; what has no place of its own stands under the grid.
    if (const auto row = family.rowOf(field))
        return rows_[*row].problem;
    const auto found = problems_.find(QString::fromStdString(field));
    return found == problems_.end() ? problems_.at("locks") : found->second;
}

void TaskPanel::chooseInput(std::size_t row, int index)
{
    const Clip* shown = clip();
    if (!shown || index < 0)
        return;
    if (static_cast<std::size_t>(index) >= inputs_[row].size()) { // the last: a file that is not in the pool yet
        Q_EMIT fileWanted(shown->id, row);
        refresh(); // the box goes back to what is chosen
        return;
    }
    const QString name = modalityWord(shown->task.family->modalities[row].name);
    project_.apply(tr("Choose the input of %1").arg(name),
                   lockModality(project_.project(), shown->id, row, inputs_[row][static_cast<std::size_t>(index)]));
}

void TaskPanel::lockToMedia(ClipId id, std::size_t row, MediaId media)
{
    const Clip* locked = findClip(project_.project(), id);
    if (!locked || !findMedia(project_.project(), media))
        return;
    const QString name = modalityWord(locked->task.family->modalities[row].name);
    project_.apply(tr("Choose the input of %1").arg(name),
                   lockModality(project_.project(), id, row, {LockedInput::From::Media, media, {}}));
}

void TaskPanel::applySettings(const QString& text, const std::function<void(RunSpec&)>& change)
{
    const Clip* shown = clip();
    if (!shown)
        return;
    RunSpec settings = shown->task;
    change(settings);
    project_.apply(text, setRunSettings(project_.project(), shown->id, std::move(settings)));
}

} // namespace unividx::ui
