#include "ui/comp/background_form.h"

#include "core/project/comp_edits.h"
#include "ui/common/words.h"
#include "ui/media_pool/media_importer.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

namespace unividx::ui {

BackgroundForm::BackgroundForm(ProjectModel& project, QWidget* parent)
    : QWidget(parent), project_(project), file_(new QLabel), offset_(new QSpinBox)
{
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(2);
    layout->setColumnStretch(0, 1);
    auto* choose = new QPushButton(tr("Choose..."));
    choose->setProperty("dense", true);
    choose->setAccessibleName(tr("Choose the background's file"));
    file_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    offset_->setRange(-1'000'000, 1'000'000);
    offset_->setAccessibleName(tr("Offset of the background in frames"));
    offset_->setKeyboardTracking(false);
    layout->addWidget(file_, 0, 0);
    layout->addWidget(choose, 0, 1);
    auto* label = new QLabel(tr("Offset in frames"));
    label->setProperty("role", "dim");
    layout->addWidget(label, 1, 0);
    layout->addWidget(offset_, 1, 1);
    connect(choose, &QPushButton::clicked, this, [this] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Choose the background"));
        if (!file.isEmpty())
            take(file);
    });
    connect(offset_, &QSpinBox::valueChanged, this, [this](int value) {
        if (!showing_)
            change(tr("Offset of the background"), [value](BackgroundNode& node) { node.fileOffset = value; });
    });
}

void BackgroundForm::take(const QString& file)
{
    const auto clips = clipsAmong({toPath(file)}); // a frame stands for its sequence
    if (clips.empty())
        return;
    change(tr("Background %1").arg(QFileInfo(file).fileName()), [&](BackgroundNode& node) {
        node.file = std::filesystem::absolute(clips.front()).string();
        node.from = BackgroundNode::From::File;
    });
}

void BackgroundForm::show(ClipId clip, std::size_t node)
{
    clip_ = clip;
    node_ = node;
    const Clip* shown = findClip(project_.project(), clip);
    if (!shown || node >= shown->comp.nodes.size())
        return;
    const auto* background = std::get_if<BackgroundNode>(&shown->comp.nodes[node].settings);
    if (!background)
        return;
    showing_ = true;
    const QString file = fromCore(background->file);
    file_->setText(file.isEmpty() ? tr("No file yet") : QFileInfo(file).fileName());
    file_->setToolTip(file);
    offset_->setValue(static_cast<int>(background->fileOffset));
    showing_ = false;
}

void BackgroundForm::change(const QString& text, const std::function<void(BackgroundNode&)>& edit)
{
    const Clip* clip = findClip(project_.project(), clip_);
    if (!clip || node_ >= clip->comp.nodes.size())
        return;
    CompNode node = clip->comp.nodes[node_];
    edit(std::get<BackgroundNode>(node.settings));
    project_.apply(text, setNode(project_.project(), clip_, node_, node));
}

} // namespace unividx::ui
