#include "ui/common/report_banner.h"

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

/// A text with its long paths shortened in the middle, and with few lines.
QString shortened(const QString& text)
{
    QStringList lines = text.split('\n');
    const auto lost = lines.size() - mostLines;
    if (lost > 0) {
        lines.resize(mostLines);
        lines.append(ReportBanner::tr("and %n more", nullptr, static_cast<int>(lost)));
    }
    return withShortPaths(lines.join('\n'));
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

ReportBanner::ReportBanner(QWidget* parent) : QWidget(parent), rows_(plainColumn(this, 1))
{
    setObjectName("reports");
    setAccessibleName(tr("Reports"));
    setVisible(false);
}

void ReportBanner::add(const Report& report)
{
    std::erase_if(reports_, [&](const Report& known) { return known.topic == report.topic; });
    reports_.insert(reports_.begin(), report);
    refresh();
}

void ReportBanner::remove(const QString& topic)
{
    if (std::erase_if(reports_, [&](const Report& known) { return known.topic == topic; }) > 0)
        refresh();
}

void ReportBanner::removeOfProject()
{
    if (std::erase_if(reports_, [](const Report& known) { return known.ofProject; }) > 0)
        refresh();
}

void ReportBanner::refresh()
{
    while (QLayoutItem* item = rows_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be a button of it that was pressed
        delete item;
    }
    const std::size_t shown = std::min(reports_.size(), mostRows);
    for (std::size_t i = 0; i < shown; ++i)
        rows_->addWidget(makeRow(reports_[i]));
    if (reports_.size() > shown)
        rows_->addWidget(makeText(tr("%n more report(s)", nullptr, static_cast<int>(reports_.size() - shown)),
                                  "color: {dim}; padding: 2px 10px;"));
    setVisible(!reports_.empty());
}

QWidget* ReportBanner::makeRow(const Report& report)
{
    auto* row = new QFrame;
    const bool isFailure = report.kind == Report::Kind::Failure;
    row->setObjectName(isFailure ? "failure" : "success");
    row->setStyleSheet(withThemeColors("#failure { background: {raised}; border-left: 3px solid {failed}; }"
                                       "#success { background: {raised}; border-left: 3px solid {ready}; }"));
    row->setAccessibleName(report.what);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(10, 6, 6, 6);
    auto* mark = new QLabel;
    mark->setPixmap(icon(isFailure ? "error" : "check", isFailure ? theme().failed : theme().ready).pixmap(16, 16));
    layout->addWidget(mark, 0, Qt::AlignTop);
    auto* text = new QVBoxLayout;
    text->setSpacing(2);
    text->addWidget(makeText(report.what, "color: {strong}; font-weight: 600;"));
    if (!report.why.isEmpty()) {
        QLabel* why = makeText(shortened(report.why), "color: {text};");
        why->setToolTip(report.why);
        text->addWidget(why);
    }
    if (!report.advice.isEmpty())
        text->addWidget(makeText(report.advice, "color: {dim};"));
    layout->addLayout(text, 1);
    for (const ReportAct& act : report.acts) {
        auto* button = new QPushButton(act.text);
        connect(button, &QPushButton::clicked, this, act.act);
        layout->addWidget(button, 0, Qt::AlignTop);
    }
    QToolButton* close = iconButton("cancel", tr("Close"));
    connect(close, &QToolButton::clicked, this, [this, topic = report.topic] { remove(topic); });
    layout->addWidget(close, 0, Qt::AlignTop);
    return row;
}

} // namespace unividx::ui
