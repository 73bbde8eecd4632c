#include "core/base/error.h"
#include "core/project/task_edits.h"
#include "core/run/run_fields.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"
#include "ui/task/clip_run.h"
#include "ui/task/task_panel.h"

#include <QAction>
#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>

#include <algorithm>
#include <cmath>
#include <utility>

namespace unividx::ui {

namespace {

constexpr int customQuality = 3; // its place in the list, behind the qualities by name

QLabel* heading(const QString& text)
{
    auto* label = new QLabel(text);
    label->setProperty("role", "heading");
    return label;
}

QGridLayout* formLayout(QWidget* box, int top)
{
    auto* layout = new QGridLayout(box);
    layout->setContentsMargins(0, top, 0, 0);
    layout->setHorizontalSpacing(8);
    layout->setVerticalSpacing(4);
    layout->setColumnMinimumWidth(0, 58); // so that fields of several forms stand in one column
    layout->setColumnStretch(1, 1);
    return layout;
}

QString gigabytes(std::int64_t bytes)
{
    return QLocale().toString(static_cast<double>(bytes) * 1e-9, 'f', bytes < 10'000'000'000 ? 1 : 0);
}

} // namespace

QWidget* TaskPanel::makeQuality()
{
    auto* box = new QWidget;
    QGridLayout* layout = formLayout(box, 0);
    quality_ = new QComboBox;
    quality_->setAccessibleName(tr("Quality"));
    for (const Quality quality : {Quality::Preview, Quality::Standard, Quality::Full})
        quality_->addItem(qualityWord(quality));
    quality_->addItem(customQualityWord());
    layout->addWidget(heading(tr("Quality")), 0, 0);
    layout->addWidget(quality_, 0, 1);
    seed_ = new QLineEdit;
    seed_->setAccessibleName(tr("Seed"));
    layout->addWidget(heading(tr("Seed")), 1, 0);
    layout->addWidget(seed_, 1, 1);
    layout->addWidget(makeNumbers(RunField::Unset::Default), 2, 0, 1, 2);
    custom_ = makeNumbers(RunField::Unset::Package);
    layout->addWidget(custom_, 3, 0, 1, 2);
    connect(quality_, &QComboBox::activated, this, [this](int index) {
        applySettings(tr("Choose quality"), [index](RunSpec& settings) {
            settings.ownNumbers = index == customQuality;
            settings.quality = settings.ownNumbers ? Quality::Standard : static_cast<Quality>(index);
        });
    });
    connect(seed_, &QLineEdit::editingFinished, this, [this] {
        bool isNumber = false;
        const quint64 seed = seed_->text().toULongLong(&isNumber);
        if (isNumber)
            applySettings(tr("Set the seed"), [seed](RunSpec& settings) { settings.seed = seed; });
        refresh();
    });
    return box;
}

QWidget* TaskPanel::makeNumbers(RunField::Unset unset)
{
    auto* box = new QWidget;
    QGridLayout* form = formLayout(box, 0);
    int line = 0;
    for (const RunField& row : runFields()) {
        if (row.label.empty() || row.unset != unset)
            continue;
        const QString label = fieldWord(row.label);
        const QString key = fromCore(std::string(row.key));
        form->addWidget(problemLabel(key), line + 1, 1);
        if (isFlag(row)) {
            form->addWidget(makeFlag(row, label), line, 1);
            line += 2;
            continue;
        }
        auto* field = new QLineEdit;
        field->setAccessibleName(label);
        field->setPlaceholderText(unset == RunField::Unset::Package ? tr("the model's own")
                                                                    : fromCore(defaultText(row)));
        field->setToolTip(fromCore(std::string(row.help)));
        form->addWidget(heading(label), line, 0);
        form->addWidget(field, line, 1);
        numbers_[key] = field;
        connect(field, &QLineEdit::editingFinished, this, [this, field, label, &row] {
            applySettings(tr("Set %1").arg(label), [&](RunSpec& settings) {
                reset(row, settings);
                const std::string text = field->text().trimmed().toStdString();
                if (text.empty())
                    return;
                try {
                    setText(row, settings, text);
                } catch (const Error&) {
                    reset(row, settings); // no value: the field is emptied, which shows the model's own
                }
            });
            refresh();
        });
        line += 2;
    }
    return box;
}

QWidget* TaskPanel::makeFlag(const RunField& row, const QString& label)
{
    auto* box = new QCheckBox(label);
    box->setToolTip(fromCore(std::string(row.help)));
    flags_[fromCore(std::string(row.key))] = box;
    connect(box, &QCheckBox::clicked, this, [this, label, &row](bool on) {
        applySettings(tr("Set %1").arg(label), [&row, on](RunSpec& settings) {
            reset(row, settings);
            if (on)
                setText(row, settings, {});
        });
    });
    return box;
}

QWidget* TaskPanel::makeModel()
{
    auto* box = new QWidget;
    QGridLayout* layout = formLayout(box, 4);
    model_ = new QComboBox;
    model_->setAccessibleName(tr("Model"));
    model_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    model_->setMinimumContentsLength(8);
    device_ = new QComboBox;
    device_->setAccessibleName(tr("Device"));
    device_->setEditable(true);
    device_->addItems({"cpu", "cuda:0"});
    device_->setToolTip(tr("cpu, or a GPU: cuda:0, cuda:1"));
    device_->setFixedWidth(78);
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    line->addWidget(model_, 1);
    line->addWidget(device_);
    layout->addWidget(heading(tr("Model")), 0, 0);
    layout->addLayout(line, 0, 1);
    layout->addWidget(problemLabel("model"), 1, 1);
    connect(model_, &QComboBox::activated, this, [this](int index) {
        applySettings(tr("Choose model"),
                      [&](RunSpec& settings) { settings.model = modelNames_.at(static_cast<std::size_t>(index)); });
    });
    connect(device_, &QComboBox::activated, this, [this] {
        applySettings(tr("Choose device"),
                      [this](RunSpec& settings) { settings.device = device_->currentText().toStdString(); });
    });
    return box;
}

QWidget* TaskPanel::makeFoot()
{
    auto* foot = new QWidget;
    auto* layout = new QVBoxLayout(foot);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(6);
    sentence_ = new QLabel;
    sentence_->setWordWrap(true);
    sentence_->setProperty("role", "sentence");
    forecast_ = new QLabel;
    forecast_->setWordWrap(true);
    forecast_->setProperty("role", "dim");
    auto* run = new QPushButton(run_->icon(), tr("Run"));
    run->setProperty("primary", true);
    run->setIcon(icon("run", theme().backdrop));
    run->setToolTip(run_->toolTip());
    connect(run, &QPushButton::clicked, run_, &QAction::trigger);
    connect(run_, &QAction::enabledChanged, run, &QPushButton::setEnabled);
    layout->addWidget(sentence_);
    layout->addWidget(forecast_);
    auto* queue = new QPushButton(tr("Queue"));
    queue->setToolTip(queue_->toolTip());
    queue->setAccessibleName(queue_->text());
    connect(queue, &QPushButton::clicked, queue_, &QAction::trigger);
    connect(queue_, &QAction::enabledChanged, queue, &QPushButton::setEnabled);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    buttons->addWidget(run, 1);
    buttons->addWidget(queue);
    layout->addLayout(buttons);
    return foot;
}

void TaskPanel::setSpeeds(const std::map<std::string, double>& workPerSecond)
{
    speeds_ = workPerSecond;
    refresh();
}

std::optional<RunForecast> TaskPanel::forecast() const
{
    const Clip* shown = clip();
    if (!shown)
        return std::nullopt;
    const auto answer = forecasts_->answers().find(shown->task.model);
    return answer == forecasts_->answers().end() ? std::nullopt : answer->second.forecast;
}

QString TaskPanel::forecastText() const
{
    return forecast_->text();
}

void TaskPanel::askForecast(const Clip& clip)
{
    const std::pair question(clip.task, sourceRange(project_.project(), clip));
    if (!forecasts_->isKnowing() || asked_ == question)
        return;
    try {
        const RunSpec run = makeRun(project_.project(), clip, {});
        asked_ = question;
        forecasts_->ask(requestOf(run, choiceOf(run).task, *run.frames), clip.task.device);
    } catch (const Error&) {
        asked_.reset(); // its problems stand beside their fields; there is nothing to foretell
    }
}

void TaskPanel::refreshQuality(const Clip& clip)
{
    quality_->setCurrentIndex(clip.task.ownNumbers ? customQuality : static_cast<int>(clip.task.quality));
    custom_->setVisible(clip.task.ownNumbers);
    seed_->setText(QString::number(clip.task.seed));
    for (const RunField& row : runFields()) {
        if (row.label.empty())
            continue;
        const std::vector<std::string> texts = textsOf(row, clip.task);
        const QString key = fromCore(std::string(row.key));
        if (isFlag(row))
            flags_[key]->setChecked(!texts.empty());
        else
            numbers_[key]->setText(texts.empty() ? QString() : fromCore(texts.front()));
    }
}

void TaskPanel::refreshProblems(const Clip& clip)
{
    for (auto& [field, label] : problems_)
        label->hide();
    bool runs = true;
    const Family& family = *clip.task.family;
    for (const Problem& problem : problemsOf(project_.project(), clip)) {
        const bool blocks = problem.weight != Problem::Weight::Note;
        runs = runs && !blocks;
        showProblem(problem.field, fromCore(problem.sentence), blocks, family);
    }
    const auto& answers = forecasts_->answers();
    const auto answer = answers.contains({}) ? answers.find({}) : answers.find(clip.task.model);
    if (answer != answers.end() && !answer->second.problem.isEmpty())
        showProblem("model", answer->second.problem, false, family);
    else if (answer != answers.end() && !answer->second.fits())
        showProblem("model", tr("It needs more memory than is free; a smaller size or window may fit"), false, family);
    run_->setEnabled(runs);
    queue_->setEnabled(runs);
}

void TaskPanel::showProblem(const std::string& field, const QString& sentence, bool blocks, const Family& family)
{
    QLabel* label = labelOf(field, family);
    label->setText(label->isHidden() ? sentence : label->text() + "\n" + sentence);
    label->setProperty("role", blocks ? "problem" : "dim");
    label->style()->unpolish(label); // a style sheet looks at properties only when it is put on
    label->style()->polish(label);
    label->show();
}

void TaskPanel::refreshModels(const Clip& clip)
{
    std::vector<std::string> names;
    QStringList words;
    QStringList tips;
    for (const auto& [name, answer] : forecasts_->answers()) {
        if (name.empty())
            continue;
        QString word = fromCore(answer.card.title);
        if (answer.forecast)
            word += answer.fits() ? tr("  (%1 GB)").arg(gigabytes(answer.forecast->memoryNeed))
                                  : tr("  (does not fit: %1 GB)").arg(gigabytes(answer.forecast->memoryNeed));
        names.push_back(name);
        words.append(word);
        tips.append(answer.problem);
    }
    if (std::find(names.begin(), names.end(), clip.task.model) == names.end()) {
        names.push_back(clip.task.model);
        words.append(fromCore(clip.task.model));
        tips.append(QString());
    }
    modelNames_ = names;
    model_->clear();
    for (int i = 0; i < words.size(); ++i) {
        model_->addItem(words[i]);
        model_->setItemData(i, tips[i], Qt::ToolTipRole);
    }
    model_->setCurrentIndex(static_cast<int>(std::find(names.begin(), names.end(), clip.task.model) - names.begin()));
    device_->setCurrentText(fromCore(clip.task.device));
    forecast_->setText(forecastWords(clip));
    forecast_->setVisible(!forecast_->text().isEmpty());
}

QString TaskPanel::forecastWords(const Clip& clip) const
{
    const auto told = forecast();
    if (!told)
        return {};
    QStringList words{tr("%n step(s) at %1 x %2", nullptr, told->steps).arg(told->size.width).arg(told->size.height),
                      tr("%n window(s)", nullptr, static_cast<int>(told->windows))};
    words.append(told->memoryFree > 0
                     ? tr("%1 of %2 GB free").arg(gigabytes(told->memoryNeed), gigabytes(told->memoryFree))
                     : tr("%1 GB").arg(gigabytes(told->memoryNeed)));
    const auto speed = speeds_.find(clip.task.model + "@" + clip.task.device);
    words.append(speed == speeds_.end() ? tr("time not known before the first run")
                                        : tr("about %1").arg(durationWords(std::llround(told->work / speed->second))));
    return words.join(", ");
}

} // namespace unividx::ui
