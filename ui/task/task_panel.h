#pragma once

#include "core/run/run_fields.h"
#include "ui/common/actions.h"
#include "ui/frames/frame_store.h"
#include "ui/project/project_model.h"
#include "ui/task/run_forecasts.h"

#include <QWidget>

#include <array>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace unividx::ui {

/// What is to be made of the selected clip: presets, the lock grid, prompts, quality, and one sentence that says what
/// will happen. The grid is made from the family's table; no task is named in it.
class TaskPanel : public QWidget {
    Q_OBJECT
public:
    TaskPanel(ProjectModel& project, FrameStore& thumbnails, Actions& actions, ModelCatalog catalog,
              QWidget* parent = nullptr);

    /// How fast runs were here, for telling how long the next one takes: the forecast's work a second, by
    /// "model@device".
    void setSpeeds(const std::map<std::string, double>& workPerSecond);

    /// What the clip's run is foretold to come to; nothing while it is not known.
    std::optional<RunForecast> forecast() const;

    /// What stands above the Run button, for tests.
    QString forecastText() const;

    /// Offers a file of the pool as the input of a row and locks it: what "Choose a file..." ends in.
    void lockToMedia(ClipId clip, std::size_t row, MediaId media);

    /// What the sentence says, for tests.
    QString sentence() const;

    /// The clip that is shown: the selected one, else the one at the playhead; null if there is none.
    const Clip* clip() const;

Q_SIGNALS:
    /// The clip that is shown is to be run at once, or put into the queue. `forecast`: of that run, where it is known.
    void runWanted(const unividx::Clip& clip, const std::optional<unividx::ui::RunForecast>& forecast);
    void queueWanted(const unividx::Clip& clip);
    /// A file is to be chosen as the input of a row; the window knows how files are imported.
    void fileWanted(unividx::ClipId clip, std::size_t row);

private:
    struct Row {
        QLabel* thumbnail = nullptr;
        std::string shownFile; ///< what the thumbnail is of; empty: nothing
        QLabel* name = nullptr;
        QToolButton* lock = nullptr;
        QComboBox* input = nullptr;
        QToolButton* kept = nullptr;
        QLabel* problem = nullptr;
    };

    QWidget* makeFamilies();
    QWidget* makePresets();
    QWidget* makeGrid();
    void makeWidgets(Row& widgets);
    void connectRow(std::size_t row);
    QWidget* makePrompts();
    QWidget* makeQuality();
    QWidget* makeModel();
    QWidget* makeFoot();
    QWidget* makeNumbers(RunField::Unset unset); ///< the fields with a label of which this is true
    QWidget* makeFlag(const RunField& row, const QString& label);
    QLabel* problemLabel(const QString& field);
    QLabel* labelOf(const std::string& field, const Family& family) const;

    void refresh();
    void refreshRow(std::size_t row, const Clip& clip);
    void refreshInputs(std::size_t row, const Clip& clip);
    /// What a lock of that open row most likely means: a layer that was made, or a file that has its name.
    LockedInput likelyInput(const Clip& clip, std::size_t row) const;
    void refreshThumbnails();
    void refreshPrompts(const Clip& clip);
    void refreshQuality(const Clip& clip);
    void refreshProblems(const Clip& clip);
    void refreshModels(const Clip& clip);
    void showProblem(const std::string& field, const QString& sentence, bool blocks, const Family& family);
    void askForecast(const Clip& clip);
    QString forecastWords(const Clip& clip) const;
    void chooseInput(std::size_t row, int index);
    void applySettings(const QString& text, const std::function<void(RunSpec&)>& change);

    ProjectModel& project_;
    FrameStore& thumbnails_;
    QAction* run_;
    QAction* queue_;
    QWidget* form_;
    QLabel* empty_;
    QButtonGroup* families_ = nullptr;
    std::vector<QPushButton*> presets_;
    std::array<Row, 4> rows_;
    std::array<std::vector<LockedInput>, 4> inputs_; ///< what each row's box offers
    QLabel* sentence_ = nullptr;
    QWidget* prompts_ = nullptr;
    QLabel* promptLabel_ = nullptr;
    QLabel* backgroundLabel_ = nullptr;
    QPlainTextEdit* prompt_ = nullptr;
    QPlainTextEdit* backgroundPrompt_ = nullptr;
    QLineEdit* negativePrompt_ = nullptr;
    QComboBox* quality_ = nullptr;
    QWidget* custom_ = nullptr;
    std::map<QString, QLineEdit*> numbers_; ///< by field; empty means the default, or the package's own
    std::map<QString, QCheckBox*> flags_;   ///< by field
    QLineEdit* seed_ = nullptr;
    QComboBox* model_ = nullptr;
    QComboBox* device_ = nullptr;
    QLabel* forecast_ = nullptr;
    RunForecasts* forecasts_;
    std::vector<std::string> modelNames_; ///< what the box offers
    std::map<std::string, double> speeds_;
    std::optional<std::pair<RunSpec, FrameRange>> asked_; ///< what the last forecast was asked for
    std::map<QString, QLabel*> problems_;                 ///< by field, as core's preflight names it
    bool refreshing_ = false;
};

} // namespace unividx::ui
