#include "ui/common/failure_banner.h"

#include "ui/common/icons.h"
#include "ui/common/rows.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace unividx::ui {

namespace {

constexpr std::size_t mostRows = 3;
constexpr int mostLines = 5;
constexpr int longestWord = 60; ///< characters; a longer one is mostly a path

/// A sentence with its long paths shortened in the middle, and with few lines.
QString shortened(const QString& text)
{
    QStringList lines = text.split('\n');
    const auto lost = lines.size() - mostLines;
    if (lost > 0) {
        lines.resize(mostLines);
        lines.append(FailureBanner::tr("and %n more", nullptr, static_cast<int>(lost)));
    }
    for (QString& line : lines) {
        QStringList words = line.split(' ');
        for (QString& word : words)
            word = middleElided(word, longestWord);
        line = words.join(' ');
    }
    return lines.join('\n');
}

QLabel* makeText(const QString& text, const QString& style)
{
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setStyleSheet(withThemeColors(style));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

FailureBanner::FailureBanner(QWidget* parent) : QWidget(parent), rows_(plainColumn(this, 1))
{
    setObjectName("failures");
    setAccessibleName(tr("Failures"));
    setVisible(false);
}

void FailureBanner::add(const Failure& failure)
{
    std::erase_if(failures_, [&](const Failure& known) { return known.topic == failure.topic; });
    failures_.insert(failures_.begin(), failure);
    refresh();
}

void FailureBanner::remove(const QString& topic)
{
    if (std::erase_if(failures_, [&](const Failure& known) { return known.topic == topic; }) > 0)
        refresh();
}

void FailureBanner::removeOfProject()
{
    if (std::erase_if(failures_, [](const Failure& known) { return known.ofProject; }) > 0)
        refresh();
}

void FailureBanner::refresh()
{
    while (QLayoutItem* item = rows_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be a button of it that was pressed
        delete item;
    }
    const std::size_t shown = std::min(failures_.size(), mostRows);
    for (std::size_t i = 0; i < shown; ++i)
        rows_->addWidget(makeRow(failures_[i]));
    if (failures_.size() > shown)
        rows_->addWidget(makeText(tr("%n more failure(s)", nullptr, static_cast<int>(failures_.size() - shown)),
                                  "color: {dim}; padding: 2px 10px;"));
    setVisible(!failures_.empty());
}

QWidget* FailureBanner::makeRow(const Failure& failure)
{
    auto* row = new QFrame;
    row->setObjectName("failure");
    row->setStyleSheet(withThemeColors("#failure { background: {raised}; border-left: 3px solid {failed}; }"));
    row->setAccessibleName(failure.what);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(10, 6, 6, 6);
    auto* mark = new QLabel;
    mark->setPixmap(icon("error", theme().failed).pixmap(16, 16));
    layout->addWidget(mark, 0, Qt::AlignTop);
    auto* text = new QVBoxLayout;
    text->setSpacing(2);
    text->addWidget(makeText(failure.what, "color: {strong}; font-weight: 600;"));
    if (!failure.why.isEmpty()) {
        QLabel* why = makeText(shortened(failure.why), "color: {text};");
        why->setToolTip(failure.why);
        text->addWidget(why);
    }
    if (!failure.advice.isEmpty())
        text->addWidget(makeText(failure.advice, "color: {dim};"));
    layout->addLayout(text, 1);
    for (const FailureAct& act : failure.acts) {
        auto* button = new QPushButton(act.text);
        connect(button, &QPushButton::clicked, this, act.act);
        layout->addWidget(button, 0, Qt::AlignTop);
    }
    QToolButton* close = iconButton("cancel", tr("Close"));
    connect(close, &QToolButton::clicked, this, [this, topic = failure.topic] { remove(topic); });
    layout->addWidget(close, 0, Qt::AlignTop);
    return row;
}

} // namespace unividx::ui
