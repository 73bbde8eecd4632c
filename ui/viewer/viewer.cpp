#include "ui/viewer/viewer.h"

#include "core/time/timecode.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"

#include <QAction>
#include <QBoxLayout>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace unividx::ui {

namespace {

/// The channels a picture can be isolated to, and the actions that do it.
struct ChannelRow {
    Channel channel;
    const char* word;
    const char* action;
};

constexpr std::array<ChannelRow, 6> channelRows{
    {{Channel::Color, QT_TRANSLATE_NOOP("Viewer", "Colour"), "view.color"},
     {Channel::Red, QT_TRANSLATE_NOOP("Viewer", "Red"), "view.red"},
     {Channel::Green, QT_TRANSLATE_NOOP("Viewer", "Green"), "view.green"},
     {Channel::Blue, QT_TRANSLATE_NOOP("Viewer", "Blue"), "view.blue"},
     {Channel::Alpha, QT_TRANSLATE_NOOP("Viewer", "Alpha"), "view.alpha"},
     {Channel::Luminance, QT_TRANSLATE_NOOP("Viewer", "Luminance"), "view.luminance"}}};

QToolButton* toolButton(QAction* action)
{
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setIconSize({16, 16});
    button->setAccessibleName(action->text());
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QLabel* dimLabel(const QString& text = {})
{
    auto* label = new QLabel(text);
    label->setProperty("role", "dim");
    return label;
}

QDoubleSpinBox* numberField(double low, double high, double step, double value, const QString& name)
{
    auto* field = new QDoubleSpinBox;
    field->setRange(low, high);
    field->setSingleStep(step);
    field->setDecimals(2);
    field->setValue(value);
    field->setFixedWidth(54);
    field->setAccessibleName(name);
    field->setToolTip(name);
    field->setFocusPolicy(Qt::ClickFocus);
    return field;
}

QHBoxLayout* barLayout(QWidget* bar)
{
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(8, 3, 8, 3);
    layout->setSpacing(4);
    return layout;
}

} // namespace

Viewer::Viewer(ProjectModel& project, FrameStore& frames, Actions& actions, QWidget* parent)
    : QWidget(parent), project_(project), frames_(frames), canvas_(new ViewerCanvas(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeTopBar(actions));
    layout->addWidget(canvas_, 1);
    layout->addWidget(makeBottomBar(actions));
    connectActions(actions);
    connect(&project_, &ProjectModel::playheadChanged, this, &Viewer::refresh);
    connect(&project_, &ProjectModel::changed, this, &Viewer::refresh);
    connect(&frames_, &FrameStore::ready, this, [this](const FrameKey& key) {
        if (key == wanted_ || key == otherWanted_)
            showFrame();
    });
    connect(&frames_, &FrameStore::failed, this, [this](const FrameKey& key, const QString& sentence) {
        if (key != wanted_)
            return;
        canvas_->show({});
        state_->setText(sentence);
    });
    connect(canvas_, &ViewerCanvas::failed, this, &Viewer::failed);
    connect(canvas_, &ViewerCanvas::readoutChanged, this, &Viewer::showReadout);
    connect(canvas_, &ViewerCanvas::zoomChanged, this, &Viewer::showState);
    connect(&timer_, &QTimer::timeout, this, &Viewer::tick);
    timer_.setTimerType(Qt::PreciseTimer);
    refresh();
}

QWidget* Viewer::makeTopBar(Actions& actions)
{
    auto* bar = new QWidget;
    auto* layout = barLayout(bar);
    layers_ = new QComboBox;
    layers_->setAccessibleName(tr("Layer"));
    layers_->setToolTip(tr("Layer that is shown"));
    layers_->setMinimumWidth(110);
    layers_->setFocusPolicy(Qt::TabFocus);
    channel_ = new QComboBox;
    channel_->setAccessibleName(tr("Channel"));
    channel_->setFocusPolicy(Qt::TabFocus);
    for (const ChannelRow& row : channelRows)
        channel_->addItem(tr(row.word));
    exposure_ = numberField(-20, 20, 0.25, 0, tr("Exposure in stops"));
    gamma_ = numberField(0.1, 8, 0.1, 1, tr("Gamma"));
    layout->addWidget(layers_);
    layout->addWidget(channel_);
    layout->addWidget(toolButton(actions.get("view.wipe")));
    layout->addStretch();
    layout->addWidget(dimLabel(tr("Exposure")));
    layout->addWidget(exposure_);
    layout->addSpacing(6);
    layout->addWidget(dimLabel(tr("Gamma")));
    layout->addWidget(gamma_);
    layout->addSpacing(6);
    zoom_ = dimLabel();
    zoom_->setFixedWidth(44);
    zoom_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(zoom_);
    layout->addWidget(toolButton(actions.get("view.fit")));
    connect(layers_, &QComboBox::activated, this,
            [this](int index) { setLayer(choices_.at(static_cast<std::size_t>(index)).modality); });
    connect(channel_, &QComboBox::activated, this,
            [this](int index) { setChannel(channelRows.at(static_cast<std::size_t>(index)).channel); });
    const auto takeNumbers = [this] {
        DisplaySettings settings = canvas_->settings();
        settings.exposure = static_cast<float>(exposure_->value());
        settings.gamma = static_cast<float>(gamma_->value());
        canvas_->setSettings(settings);
    };
    connect(exposure_, &QDoubleSpinBox::valueChanged, this, takeNumbers);
    connect(gamma_, &QDoubleSpinBox::valueChanged, this, takeNumbers);
    return bar;
}

QWidget* Viewer::makeBottomBar(Actions& actions)
{
    auto* bar = new QWidget;
    auto* layout = barLayout(bar);
    time_ = new QLabel;
    time_->setMinimumWidth(150);
    state_ = dimLabel();
    readout_ = new QLabel;
    readout_->setProperty("role", "dim");
    readout_->setMinimumWidth(150);
    readout_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* left = new QHBoxLayout;
    left->addWidget(time_);
    left->addWidget(state_, 1);
    layout->addLayout(left, 1);
    for (const char* id :
         {"play.toStart", "play.stepBack", "play.toggle", "play.stepForward", "play.toEnd", "play.loop"})
        layout->addWidget(toolButton(actions.get(id)));
    layout->addWidget(readout_, 1);
    return bar;
}

void Viewer::connectActions(Actions& actions)
{
    const auto on = [&](const char* id, auto&& slot) {
        connect(actions.get(id), &QAction::triggered, this, std::forward<decltype(slot)>(slot));
    };
    actions.attach(ActionContext::Viewer, this);
    for (const ChannelRow& row : channelRows)
        on(row.action, [this, channel = row.channel] { setChannel(channel); });
    playAction_ = actions.get("play.toggle");
    loopAction_ = actions.get("play.loop");
    loopAction_->setChecked(true);
    on("play.toggle", [this](bool) { isPlaying() ? stop() : play(1); });
    on("play.forward", [this] { play(speed_ >= 1 ? std::min(8.0, speed_ * 2) : 1); });
    on("play.reverse", [this] { play(speed_ <= -1 ? std::max(-8.0, speed_ * 2) : -1); });
    on("play.stop", [this] { stop(); });
    on("play.stepBack", [this] { project_.setPlayhead(project_.playhead() - 1); });
    on("play.stepForward", [this] { project_.setPlayhead(project_.playhead() + 1); });
    on("play.toStart",
       [this] { project_.setPlayhead(project_.project().range ? project_.project().range->first : 0); });
    on("play.toEnd", [this] {
        const auto& range = project_.project().range;
        project_.setPlayhead(range ? range->last() : endOf(project_.project()) - 1);
    });
    on("view.fit", [this] { canvas_->fit(); });
    on("view.wipe", [this](bool on) {
        canvas_->setWiping(on);
        showFrame();
    });
    on("view.exposureDown", [this] { changeExposure(-0.25f); });
    on("view.exposureUp", [this] { changeExposure(0.25f); });
    on("view.exposureReset", [this] {
        exposure_->setValue(0);
        gamma_->setValue(1);
    });
    on("view.previousLayer", [this] { stepLayer(-1); });
    on("view.nextLayer", [this] { stepLayer(1); });
    const auto middle = [this] { return QPointF(canvas_->width() / 2.0, canvas_->height() / 2.0); };
    on("view.zoomIn", [this, middle] { canvas_->setZoom(canvas_->zoom() * 1.25, middle()); });
    on("view.zoomOut", [this, middle] { canvas_->setZoom(canvas_->zoom() / 1.25, middle()); });
}

void Viewer::setLayer(const std::string& modality)
{
    layer_ = modality;
    refresh();
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
    const auto choices = clip ? layersOf(*clip) : std::vector<LayerChoice>{{{}, tr("Shot")}};
    if (choices != choices_) {
        choices_ = choices;
        layers_->clear();
        for (const LayerChoice& choice : choices_)
            layers_->addItem(choice.word);
    }
    const auto chosen =
        std::find_if(choices_.begin(), choices_.end(), [&](const LayerChoice& c) { return c.modality == layer_; });
    layers_->setCurrentIndex(chosen == choices_.end() ? 0 : static_cast<int>(chosen - choices_.begin()));
}

void Viewer::showFrame()
{
    const Clip* clip = project_.clipAtPlayhead();
    wanted_.reset();
    otherWanted_.reset();
    if (!clip) {
        canvas_->show({});
        canvas_->showOther({});
        return;
    }
    const std::int64_t source = sourceFrameAt(project_.project(), *clip, project_.playhead());
    wanted_ = frameOf(project_.project(), *clip, layer_, source);
    const auto shot = frameOf(project_.project(), *clip, {}, source);
    if (!wanted_)
        wanted_ = shot; // this clip has no such layer
    if (canvas_->isWiping() && wanted_ != shot)
        otherWanted_ = shot;
    if (!wanted_)
        return;
    if (const StoredFrame* frame = frames_.find(*wanted_))
        canvas_->show({frame->image, meaningOf(wanted_->decoding, frame->sceneLinear)});
    else
        frames_.requestOnly(*wanted_);
    if (!otherWanted_) {
        canvas_->showOther({});
    } else if (const StoredFrame* frame = frames_.find(*otherWanted_)) {
        canvas_->showOther({frame->image, meaningOf(otherWanted_->decoding, frame->sceneLinear)});
    } else {
        frames_.request(*otherWanted_);
    }
}

void Viewer::showReadout()
{
    const auto readout = canvas_->readoutAt(canvas_->mapFromGlobal(QCursor::pos()).toPointF());
    if (!readout || !canvas_->underMouse()) {
        readout_->clear();
        return;
    }
    QStringList values;
    for (const float value : readout->values)
        values.append(QString::number(value, 'f', 3));
    readout_->setText(tr("%1, %2   %3   %4 %5 %6")
                          .arg(readout->x)
                          .arg(readout->y)
                          .arg(values.join(' '))
                          .arg(qRed(readout->display))
                          .arg(qGreen(readout->display))
                          .arg(qBlue(readout->display)));
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
    state_->setText(skipped_ > 0 ? tr("%n frame(s) skipped", nullptr, skipped_) : QString());
}

void Viewer::setChannel(Channel channel)
{
    DisplaySettings settings = canvas_->settings();
    // The same key again goes back to colour.
    settings.channel = settings.channel == channel ? Channel::Color : channel;
    canvas_->setSettings(settings);
    channel_->setCurrentIndex(static_cast<int>(settings.channel));
}

void Viewer::changeExposure(float stops)
{
    exposure_->setValue(exposure_->value() + stops);
}

void Viewer::stepLayer(int step)
{
    const int count = static_cast<int>(choices_.size());
    const int next = (layers_->currentIndex() + step + count) % count;
    setLayer(choices_.at(static_cast<std::size_t>(next)).modality);
}

void Viewer::play(double speed)
{
    if (endOf(project_.project()) == 0) {
        stop();
        return;
    }
    speed_ = speed;
    playedFrom_ = project_.playhead();
    skipped_ = 0;
    clock_.start();
    timer_.start(static_cast<int>(std::max(1.0, 1000.0 / project_.project().rate.perSecond() / 2)));
    playAction_->setChecked(true);
}

void Viewer::stop()
{
    speed_ = 0;
    timer_.stop();
    playAction_->setChecked(false);
}

void Viewer::tick()
{
    const Project& project = project_.project();
    const FrameRange range = project.range.value_or(FrameRange{0, endOf(project)});
    const double frames = static_cast<double>(clock_.elapsed()) / 1000.0 * project.rate.perSecond() * speed_;
    qint64 frame = playedFrom_ + static_cast<qint64>(std::floor(frames));
    if (frame >= range.end() || frame < range.first) {
        if (!loopAction_->isChecked()) {
            project_.setPlayhead(std::clamp<qint64>(frame, range.first, std::max(range.first, range.last())));
            stop();
            return;
        }
        frame = speed_ > 0 ? range.first : range.last();
        playedFrom_ = frame;
        clock_.start();
    } else if (speed_ == 1 && frame > project_.playhead() + 1) {
        skipped_ += static_cast<int>(frame - project_.playhead() - 1);
    }
    project_.setPlayhead(frame);
}

} // namespace unividx::ui
