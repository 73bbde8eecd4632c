#pragma once

#include "ui/common/actions.h"
#include "ui/frames/frame_store.h"
#include "ui/frames/layer_choice.h"
#include "ui/project/project_model.h"
#include "ui/viewer/playback.h"
#include "ui/viewer/viewer_canvas.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QMimeData;

namespace unividx::ui {

class CacheBar;
class CompositeView;

/// The panel around the picture: which layer, against which other, which channel, exposure, the colour config's view,
/// the readout, what is cached, and the transport. It shows the clip in front at the playhead.
class Viewer : public QWidget {
    Q_OBJECT
public:
    Viewer(ProjectModel& project, FrameStore& frames, Actions& actions, QWidget* parent = nullptr);
    ~Viewer() override;

    ViewerCanvas& canvas() { return *canvas_; }
    Playback& playback() { return *playback_; }

    /// The modality that is shown (or productLayer), empty for the shot. It stays chosen while clips without it show
    /// their shot.
    const std::string& layer() const { return layer_; }
    void setLayer(const std::string& modality);

    /// Whether the composite of the clip at the playhead is what is shown.
    bool showsComposite() const;
    CompositeView& composite() { return *composite_; }

    /// What the picture is compared with: a layer as above, of the take that is shown or of another one.
    void setOther(const std::string& modality, TakeId take = {});

    /// Sets the layer that is shown against the same of a take, as a wipe.
    void compareWith(TakeId take);

    /// How it is compared; the actions follow.
    void setCompare(Compare compare);

    /// What the user chose for all projects.
    void setPreferences(const ViewerSettings& settings);

    bool isPlaying() const { return playback_->isPlaying(); }

    /// Frames that playback had to leave out since it began, because they were not ready in time.
    int skipped() const { return playback_->skipped(); }

    /// What is shown as files, to be dragged out: the layer's own, or a picture of what is no file. The caller owns it;
    /// null if nothing is shown.
    QMimeData* makeDragData();

    /// Shows the picture of a clip's layer again: files came or went.
    void refresh();

Q_SIGNALS:
    void failed(const QString& sentence);

private:
    void connectActions(Actions& actions);
    void connectPlayback(Actions& actions);
    QWidget* makeTopBar(Actions& actions);
    QWidget* makeBottomBar(Actions& actions);
    void addDisplayFields(Actions& actions, QWidget* bar);
    void fillViews();
    void showFrame();
    void showComposite(const Clip& clip, std::int64_t source);
    void showMatte(const Clip& clip, std::int64_t source);
    /// Why the picture is not what was asked for; empty if it is.
    QString noticeOf(const Clip& clip, std::int64_t source) const;
    bool isReady(qint64 frame) const;
    /// The clip whose composite is shown at a timeline frame; null where none is.
    const Clip* compositeAt(qint64 frame) const;
    void copyFrame();

    void showLayers();
    void showReadout();
    void showState();
    void countLate();
    void readAhead();
    void forgetProject(); ///< nothing of it stays on the screen
    /// The picture if all of it is decoded.
    std::optional<ViewerPicture> pictureOf(const ShownFrame& frame);
    /// What a timeline frame shows; nothing in a gap.
    const Take* takeOf(const Clip& clip,
                       const std::string& layer) const; ///< in which a layer is looked at; may be null
    std::optional<ShownFrame> wantedAt(qint64 frame) const;
    std::optional<ShownFrame> otherAt(const Clip& clip, std::int64_t source) const;
    void setChannel(Channel channel);
    void changeExposure(float stops);
    void stepLayer(int step);

    ProjectModel& project_;
    FrameStore& frames_;
    ViewerCanvas* canvas_;
    CacheBar* cacheBar_ = nullptr;
    Playback* playback_;
    CompositeView* composite_;
    QComboBox* layers_ = nullptr;
    QComboBox* others_ = nullptr;
    QComboBox* channel_ = nullptr;
    QComboBox* views_ = nullptr;
    QDoubleSpinBox* exposure_ = nullptr;
    QDoubleSpinBox* gamma_ = nullptr;
    QLabel* zoom_ = nullptr;
    QLabel* readout_ = nullptr;
    QLabel* time_ = nullptr;
    QLabel* state_ = nullptr;
    QAction* playAction_ = nullptr;
    QAction* wipeAction_ = nullptr;
    QAction* differenceAction_ = nullptr;
    QAction* matteAction_ = nullptr;
    std::string layer_;
    std::string other_;
    TakeId otherTake_;
    std::optional<ShownFrame> wanted_;
    std::optional<ShownFrame> otherWanted_;
    std::optional<FrameKey> matteWanted_;
    std::vector<LayerChoice> choices_;
    std::vector<DisplayView> viewChoices_;
    QAction* loopAction_ = nullptr;
    bool showsReadout_ = true;
    bool pictureIsDue_ = false; ///< the frame at the playhead is not on the screen yet
};

} // namespace unividx::ui
