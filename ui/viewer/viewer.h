#pragma once

#include "ui/common/actions.h"
#include "ui/media/frame_store.h"
#include "ui/media/layer_choice.h"
#include "ui/project/project_model.h"
#include "ui/viewer/viewer_canvas.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;

namespace unividx::ui {

/// The panel around the picture: which layer, which channel, exposure, the readout, and the transport. It shows the
/// clip in front at the playhead.
class Viewer : public QWidget {
    Q_OBJECT
public:
    Viewer(ProjectModel& project, FrameStore& frames, Actions& actions, QWidget* parent = nullptr);

    ViewerCanvas& canvas() { return *canvas_; }

    /// The modality that is shown, empty for the shot. It stays chosen while clips without it show their shot.
    const std::string& layer() const { return layer_; }
    void setLayer(const std::string& modality);

    bool isPlaying() const { return timer_.isActive(); }

    /// Frames that playback had to leave out since it began, because they were not decoded in time.
    int skipped() const { return skipped_; }

    /// Shows the picture of a clip's layer again: files came or went.
    void refresh();

Q_SIGNALS:
    void failed(const QString& sentence);

private:
    void connectActions(Actions& actions);
    QWidget* makeTopBar(Actions& actions);
    QWidget* makeBottomBar(Actions& actions);
    void showFrame();
    void showLayers();
    void showReadout();
    void showState();
    void setChannel(Channel channel);
    void changeExposure(float stops);
    void stepLayer(int step);
    void play(double speed);
    void stop();
    void tick();

    ProjectModel& project_;
    FrameStore& frames_;
    ViewerCanvas* canvas_;
    QComboBox* layers_ = nullptr;
    QComboBox* channel_ = nullptr;
    QDoubleSpinBox* exposure_ = nullptr;
    QDoubleSpinBox* gamma_ = nullptr;
    QLabel* zoom_ = nullptr;
    QLabel* readout_ = nullptr;
    QLabel* time_ = nullptr;
    QLabel* state_ = nullptr;
    QAction* playAction_ = nullptr;
    QAction* loopAction_ = nullptr;
    std::string layer_;
    std::optional<FrameKey> wanted_;
    std::optional<FrameKey> otherWanted_;
    std::vector<LayerChoice> choices_;
    QTimer timer_;
    QElapsedTimer clock_;
    double speed_ = 0; ///< 1 is forward at the project's rate
    qint64 playedFrom_ = 0;
    int skipped_ = 0;
};

} // namespace unividx::ui
