#include "ui/viewer/viewer.h"

#include "core/time/timecode.h"
#include "ui/audio/audio_player.h"
#include "ui/common/words.h"
#include "ui/viewer/cache_bar.h"
#include "ui/viewer/composite_view.h"

#include <QAction>
#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>

#include <algorithm>
#include <cmath>
#include <utility>

namespace unividx::ui {

namespace {

constexpr int framesAhead = 16; // decoded before playback gets there

} // namespace

Viewer::Viewer(ProjectModel& project, FrameStore& frames, Actions& actions, QWidget* parent)
    : QWidget(parent), project_(project), frames_(frames), canvas_(new ViewerCanvas(this)),
      playback_(new Playback(
          project, [] { return std::make_unique<AudioPlayer>(); }, this)),
      composite_(new CompositeView(project, frames, this))
{
    cacheBar_ = new CacheBar(project, [this](qint64 frame) { return isReady(frame); });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeTopBar(actions));
    layout->addWidget(canvas_, 1);
    layout->addWidget(makeBottomBar(actions));
    connectActions(actions);
    connectPlayback(actions);
    connect(&project_, &ProjectModel::playheadChanged, this, [this] {
        countLate();
        refresh();
        readAhead();
    });
    connect(&project_, &ProjectModel::aboutToBeReplaced, this, &Viewer::forgetProject);
    connect(&project_, &ProjectModel::changed, this, &Viewer::refresh);
    connect(&project_, &ProjectModel::growingChanged, this, &Viewer::refresh);
    connect(&frames_, &FrameStore::ready, this, [this](const FrameKey& key) {
        const auto isPartOf = [&](const std::optional<ShownFrame>& shown) {
            return shown && (shown->key == key || shown->factor == key);
        };
        if (isPartOf(wanted_) || isPartOf(otherWanted_) || key == matteWanted_)
            showFrame();
        cacheBar_->invalidate();
    });
    connect(&frames_, &FrameStore::failed, this, [this](const FrameKey& key, const QString& sentence) {
        if (!wanted_ || key != wanted_->key)
            return;
        canvas_->show({});
        canvas_->setNotice(sentence);
    });
    connect(composite_, &CompositeView::changed, this, [this] {
        if (!showsComposite())
            return;
        showFrame();
        showState();
        cacheBar_->invalidate();
    });
    connect(canvas_, &ViewerCanvas::failed, this, &Viewer::failed);
    connect(canvas_, &ViewerCanvas::finished, this, [this] { pictureIsDue_ = false; });
    connect(canvas_, &ViewerCanvas::readoutChanged, this, &Viewer::showReadout);
    connect(canvas_, &ViewerCanvas::zoomChanged, this, &Viewer::showState);
    setCompare(Compare::None);
    refresh();
}

Viewer::~Viewer() = default;

void Viewer::setLayer(const std::string& modality)
{
    layer_ = modality;
    refresh();
    cacheBar_->invalidate();
}

void Viewer::forgetProject()
{
    playback_->stop();
    setCompare(Compare::None);
    canvas_->show({}); // until there is a picture of the other project
    canvas_->setNotice({});
}

void Viewer::setOther(const std::string& modality, TakeId take)
{
    other_ = modality;
    otherTake_ = take;
    refresh();
}

void Viewer::compareWith(TakeId take)
{
    setOther(layer_, take);
    setCompare(Compare::Wipe);
}

void Viewer::setCompare(Compare compare)
{
    wipeAction_->setChecked(compare == Compare::Wipe);
    differenceAction_->setChecked(compare == Compare::Difference);
    others_->setVisible(compare != Compare::None);
    if (compare == Compare::None)
        otherTake_ = {};
    // A picture beside itself shows nothing: the shot is compared with the first of its layers.
    if (compare != Compare::None && !otherTake_ && other_ == layer_ && others_->count() > 1)
        setOther(layer_.empty() ? others_->itemData(1).toString().toStdString() : std::string());
    canvas_->setCompare(compare);
    showFrame();
}

void Viewer::setPreferences(const ViewerSettings& settings)
{
    canvas_->setSmooth(settings.smoothScaling);
    showsReadout_ = settings.showReadout;
    loopAction_->setChecked(settings.loop);
}

void Viewer::refresh()
{
    showLayers();
    showFrame();
    showState();
}

void Viewer::showLayers()
{
    const Clip* clip = project_.clipAtPlayhead();
    auto choices = clip ? layersOf(*clip, project_.shownLayers(*clip)) : layersOf({}, nullptr);
    if (clip && !clip->comp.nodes.empty())
        choices.insert(choices.begin() + 1, {compositeLayer, tr("Composite")});
    if (choices != choices_) {
        choices_ = choices;
        layers_->clear();
        others_->clear();
        for (const LayerChoice& choice : choices_) {
            layers_->addItem(choice.word, fromCore(choice.modality));
            if (choice.modality != compositeLayer) // it is made for the picture alone, and compared with something
                others_->addItem(choice.word, fromCore(choice.modality));
        }
    }
    layers_->setCurrentIndex(std::max(0, layers_->findData(fromCore(layer_))));
    others_->setCurrentIndex(std::max(0, others_->findData(fromCore(other_))));
}

const Clip* Viewer::compositeAt(qint64 frame) const
{
    const Clip* clip = project_.clipInFront(frame);
    return clip && layer_ == compositeLayer && !clip->comp.nodes.empty() ? clip : nullptr;
}

bool Viewer::showsComposite() const
{
    return compositeAt(project_.playhead()) != nullptr;
}

bool Viewer::isReady(qint64 frame) const
{
    if (const Clip* clip = compositeAt(frame))
        return composite_->contains(*clip, sourceFrameAt(project_.project(), *clip, frame));
    const auto wanted = wantedAt(frame);
    return wanted && frames_.contains(wanted->key) && (!wanted->factor || frames_.contains(*wanted->factor));
}

const Take* Viewer::takeOf(const Clip& clip, const std::string& layer) const
{
    return takeToShow(clip, project_.shownLayers(clip), layer);
}

std::optional<ShownFrame> Viewer::wantedAt(qint64 frame) const
{
    const Clip* clip = project_.clipInFront(frame);
    if (!clip)
        return std::nullopt;
    const std::int64_t source = sourceFrameAt(project_.project(), *clip, frame);
    auto wanted = shownFrame(project_.project(), *clip, takeOf(*clip, layer_), layer_, source);
    if (!wanted) // this clip has no such layer
        wanted = shownFrame(project_.project(), *clip, nullptr, {}, source);
    return wanted;
}

std::optional<ShownFrame> Viewer::otherAt(const Clip& clip, std::int64_t source) const
{
    const Take* chosen = findTake(clip, otherTake_);
    const Take* take = chosen ? chosen : takeOf(clip, other_);
    auto other = shownFrame(project_.project(), clip, take, other_, source);
    return other ? other : shownFrame(project_.project(), clip, nullptr, {}, source);
}

std::optional<ViewerPicture> Viewer::pictureOf(const ShownFrame& frame)
{
    const StoredFrame* stored = frames_.find(frame.key);
    if (!stored)
        frames_.request(frame.key);
    const StoredFrame* factor = frame.factor ? frames_.find(*frame.factor) : nullptr;
    if (frame.factor && !factor)
        frames_.request(*frame.factor);
    if (!stored || (frame.factor && !factor))
        return std::nullopt;
    ViewerPicture picture;
    picture.image = stored->image;
    picture.meaning = meaningOf(frame.key.decoding, stored->sceneLinear);
    if (factor) {
        picture.factor = factor->image;
        picture.factorMeaning = meaningOf(frame.factor->decoding, factor->sceneLinear);
    }
    return picture;
}

void Viewer::showFrame()
{
    const Clip* clip = project_.clipAtPlayhead();
    wanted_.reset();
    otherWanted_.reset();
    matteWanted_.reset();
    if (!clip) {
        canvas_->show({});
        canvas_->showOther({});
        canvas_->showMatte({});
        canvas_->setNotice({});
        return;
    }
    const std::int64_t source = sourceFrameAt(project_.project(), *clip, project_.playhead());
    wanted_ = wantedAt(project_.playhead());
    if (canvas_->compare() != Compare::None)
        otherWanted_ = otherAt(*clip, source);
    if (showsComposite()) {
        showComposite(*clip, source);
    } else if (wanted_) {
        if (!frames_.contains(wanted_->key))
            frames_.requestOnly(wanted_->key); // what was asked for on the way here is not waited for
        if (const auto picture = pictureOf(*wanted_))
            canvas_->show(*picture);
    }
    if (!otherWanted_ || (otherWanted_ == wanted_ && !showsComposite()))
        canvas_->showOther({});
    else if (const auto picture = pictureOf(*otherWanted_))
        canvas_->showOther(*picture);
    showMatte(*clip, source);
    canvas_->setNotice(noticeOf(*clip, source));
}

QString Viewer::noticeOf(const Clip& clip, std::int64_t source) const
{
    if (showsComposite())
        return composite_->problem();
    if (const QString* failure = wanted_ ? frames_.failure(wanted_->key) : nullptr)
        return *failure;
    const auto chosen = std::find_if(choices_.begin(), choices_.end(),
                                     [&](const LayerChoice& choice) { return choice.modality == layer_; });
    if (chosen != choices_.end() && !shownFrame(project_.project(), clip, takeOf(clip, layer_), layer_, source))
        return tr("%1 has not been made for this frame; this is the shot").arg(chosen->word);
    if (matteAction_->isChecked() && !matteWanted_)
        return tr("This clip has no matte yet");
    return {};
}

void Viewer::showComposite(const Clip& clip, std::int64_t source)
{
    const CompPicture* made = composite_->show(clip, source, isPlaying());
    if (isPlaying() && !composite_->isCurrent() && composite_->problem().isEmpty())
        return; // it is late; what is on the screen is not shown as if it were this frame
    if (!made) {
        // What was shown before stays until there is something; where there will be nothing, the shot is.
        const auto shot = composite_->problem().isEmpty() || !wanted_ ? std::nullopt : pictureOf(*wanted_);
        if (shot)
            canvas_->show(*shot);
        return;
    }
    ViewerPicture picture;
    picture.image = made->picture.image();
    picture.meaning = PixelMeaning::SceneLinear;
    picture.full = made->full;
    canvas_->show(picture);
}

void Viewer::showMatte(const Clip& clip, std::int64_t source)
{
    if (!matteAction_->isChecked()) {
        canvas_->showMatte({});
        return;
    }
    if (showsComposite()) {
        const CompPicture* made = composite_->show(clip, source, isPlaying());
        canvas_->showMatte(made ? made->matte : Image());
        return;
    }
    // Of the layers that are shown or in use, else of the newest take that has this frame.
    matteWanted_ = frameOf(project_.project(), clip, takeOf(clip, "alpha"), "alpha", source);
    for (std::size_t i = 0; !matteWanted_ && i < clip.takes.size(); ++i)
        matteWanted_ = frameOf(project_.project(), clip, &clip.takes[i], "alpha", source);
    if (!matteWanted_) {
        canvas_->showMatte({});
        return;
    }
    if (const StoredFrame* matte = frames_.find(*matteWanted_))
        canvas_->showMatte(matte->image);
    else
        frames_.request(*matteWanted_);
}

void Viewer::countLate()
{
    if (!isPlaying())
        return;
    if (pictureIsDue_)
        playback_->countSkipped(1);
    pictureIsDue_ = wantedAt(project_.playhead()).has_value();
}

void Viewer::readAhead()
{
    if (!isPlaying())
        return;
    const int step = playback_->speed() > 0 ? 1 : -1;
    const qint64 end = endOf(project_.project());
    for (int i = 1; i <= framesAhead; ++i) {
        const qint64 frame = project_.playhead() + i * step;
        if (frame < 0 || frame >= end)
            return;
        if (const Clip* clip = compositeAt(frame)) {
            composite_->request(*clip, sourceFrameAt(project_.project(), *clip, frame));
        } else if (const auto wanted = wantedAt(frame)) {
            frames_.request(wanted->key);
            if (wanted->factor)
                frames_.request(*wanted->factor);
        }
    }
}

void Viewer::showReadout()
{
    const auto readout = canvas_->readoutAt(canvas_->mapFromGlobal(QCursor::pos()).toPointF());
    if (!readout || !showsReadout_ || !canvas_->underMouse()) {
        readout_->clear();
        return;
    }
    const auto words = [&](int digits) {
        QStringList values;
        for (const float value : readout->values)
            values.append(QString::number(value, 'f', digits));
        return tr("%1, %2   %3   %4 %5 %6")
            .arg(readout->x)
            .arg(readout->y)
            .arg(values.join(' '))
            .arg(qRed(readout->display))
            .arg(qGreen(readout->display))
            .arg(qBlue(readout->display));
    };
    const QString fine = words(3);
    const bool fits = readout_->fontMetrics().horizontalAdvance(fine) <= readout_->width();
    readout_->setText(fits ? fine : words(2));
}

void Viewer::showState()
{
    zoom_->setText(canvas_->shown().isNull() && !wanted_ ? QString()
                                                         : tr("%1 %").arg(std::lround(canvas_->zoom() * 100)));
    const Project& project = project_.project();
    QString time = QString::fromStdString(formatTimecode(timecodeOfFrame(project_.playhead(), project.rate, false)));
    if (const Clip* clip = project_.clipAtPlayhead())
        time += "   " + QString::number(sourceFrameAt(project, *clip, project_.playhead()));
    time_->setText(time);
    QStringList words;
    if (isPlaying() && playback_->speed() != 1)
        words.append(tr("%1x").arg(playback_->speed()));
    if (skipped() > 0)
        words.append(tr("%n frame(s) skipped", nullptr, skipped()));
    state_->setText(words.join("  "));
}

void Viewer::stepLayer(int step)
{
    const int count = static_cast<int>(choices_.size());
    const int next = (layers_->currentIndex() + step + count) % count;
    setLayer(choices_.at(static_cast<std::size_t>(next)).modality);
}

} // namespace unividx::ui
