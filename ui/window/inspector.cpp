#include "ui/window/inspector.h"

#include "core/project/edits.h"
#include "core/time/timecode.h"
#include "ui/common/words.h"

#include <QBoxLayout>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>

namespace unividx::ui {

Inspector::Inspector(ProjectModel& project, MediaPoolModel& media, QWidget* parent)
    : QWidget(parent), project_(project), media_(media), empty_(new QLabel(tr("Select a clip to see what it is"))),
      form_(new QWidget), name_(new QLineEdit), lines_(new QFormLayout)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setWidget(form_);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setProperty("role", "dim");
    outer->addWidget(empty_, 1);
    outer->addWidget(scroll, 1);
    auto* layout = new QVBoxLayout(form_);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    name_->setAccessibleName(tr("Name of the clip"));
    layout->addWidget(name_);
    lines_->setHorizontalSpacing(10);
    lines_->setVerticalSpacing(3);
    lines_->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    layout->addLayout(lines_);
    layout->addStretch();
    connect(name_, &QLineEdit::editingFinished, this, [this] {
        const Clip* clip = project_.selectedClip();
        if (clip && fromCore(clip->name) != name_->text() && !name_->text().isEmpty())
            project_.apply(tr("Rename clip"), renameClip(project_.project(), clip->id, name_->text().toStdString()));
    });
    connect(&project_, &ProjectModel::changed, this, &Inspector::refresh);
    connect(&project_, &ProjectModel::selectionChanged, this, &Inspector::refresh);
    connect(&project_, &ProjectModel::growingChanged, this, &Inspector::refresh);
    connect(&media_, &QAbstractItemModel::dataChanged, this, &Inspector::refresh);
    refresh();
}

std::vector<std::pair<QString, QString>> Inspector::modalitiesOf(const Clip& clip) const
{
    const Project& project = project_.project();
    const auto time = [&](std::int64_t frame) {
        return fromCore(formatTimecode(timecodeOfFrame(frame, project.rate, false)));
    };
    std::vector<std::pair<QString, QString>> rows{
        {tr("Place"), tr("%1 to %2").arg(time(clip.place.first), time(clip.place.end()))},
        {tr("Length"), tr("%n frame(s)", nullptr, static_cast<int>(clip.place.count))},
        {tr("Source"), tr("from %1").arg(clip.sourceIn)}};
    if (const MediaItem* media = findMedia(project, clip.media)) {
        rows.emplace_back(tr("Size"), tr("%1 x %2").arg(media->resolution.width).arg(media->resolution.height));
        rows.emplace_back(tr("Rate"), tr("%1 fps").arg(media->rate.perSecond(), 0, 'g', 5));
        rows.emplace_back(tr("Frames"), tr("%1 to %2").arg(media->frames.first).arg(media->frames.last()));
        rows.emplace_back(tr("Sound"), media->hasAudio ? tr("yes") : tr("no"));
        rows.emplace_back(tr("File"), media_.linesOf(media->id).join('\n'));
    }
    rows.emplace_back(tr("Task"), taskSentence(clip.task));
    if (const Take* take = project_.shownLayers(clip)) {
        QStringList layers;
        for (const std::string& layer : take->layers)
            layers.append(modalityWord(layer));
        rows.emplace_back(tr("Take"), fromCore(take->name));
        rows.emplace_back(tr("Layers"), layers.join(", "));
        rows.emplace_back(tr("Frames made"), tr("%1 to %2").arg(take->frames.first).arg(take->frames.last()));
        rows.emplace_back(tr("Model"), tr("%1, %2, seed %3")
                                           .arg(fromCore(take->settings.model), qualityWord(take->settings.quality))
                                           .arg(take->settings.seed));
        rows.emplace_back(tr("Folder"), fromPath(take->folder));
    }
    return rows;
}

std::vector<std::pair<QString, QString>> Inspector::rows() const
{
    const Clip* clip = project_.selectedClip();
    return clip ? modalitiesOf(*clip) : std::vector<std::pair<QString, QString>>{};
}

void Inspector::refresh()
{
    const Clip* clip = project_.selectedClip();
    empty_->setVisible(!clip);
    form_->parentWidget()->parentWidget()->setVisible(clip != nullptr);
    if (!clip)
        return;
    if (!name_->hasFocus())
        name_->setText(fromCore(clip->name));
    const auto shown = modalitiesOf(*clip);
    while (labels_.size() < shown.size()) {
        auto* what = new QLabel;
        what->setProperty("role", "dim");
        auto* value = new QLabel;
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        labels_.emplace_back(what, value);
        lines_->addRow(what, value);
    }
    for (std::size_t i = 0; i < labels_.size(); ++i) {
        const bool used = i < shown.size();
        labels_[i].first->setVisible(used);
        labels_[i].second->setVisible(used);
        if (used) {
            labels_[i].first->setText(shown[i].first);
            labels_[i].second->setText(shown[i].second);
        }
    }
}

} // namespace unividx::ui
