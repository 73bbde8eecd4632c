#pragma once

#include "core/base/error.h"
#include "core/base/job_context.h"
#include "core/project/difference.h"
#include "core/run/run_spec.h"
#include "core/task/task.h"

#include <QString>

#include <filesystem>

#include <string_view>

namespace unividx::ui {

/// What people read of core's enums and tables, in their language.
QString modalityWord(std::string_view modality); ///< "Normals" for "normal"
QString familyWord(const Family& family);
QString presetWord(const TaskPreset& preset);
QString presetTip(const TaskPreset& preset);
QString stageWord(Stage stage);
QString errorWord(ErrorKind kind);
QString qualityWord(Quality quality);
QString customQualityWord(); ///< numbers of one's own

/// The name of a number in the task panel, by its label in the table of a run's fields.
QString fieldWord(std::string_view label);

/// "2 clips added, 1 take removed"; "no difference" if there is none.
QString differenceWords(const ProjectDifference& difference);

/// "albedo, irradiance and normals", in the middle of a sentence.
QString modalityList(const Family& family, ModalitySet rows);

/// "Decompose", or "albedo and normals" where no preset does just that. `conditions`: what is given.
QString taskWord(const Family& family, ModalitySet conditions, ModalitySet kept);

/// What a run will do: "From the shot and its albedo, make irradiance and normals." `kept`: targets that are wanted.
/// With all four locked it says that nothing is left to make.
QString taskSentence(const RunSpec& settings);

/// "3 minutes ago".
QString ageWords(qint64 seconds);

/// "40 s", "3 min", "2 h 10 min".
QString durationWords(qint64 seconds);

/// What to do about an error of that kind; empty where its sentence says all there is to say.
QString errorAdvice(ErrorKind kind);

/// A text of at most that many characters: the middle gives way, so that a path keeps its folder and its name.
QString middleElided(const QString& text, int most);

/// A sentence with its long paths shortened in the middle, so that the reason behind them is read.
QString withShortPaths(const QString& sentence);

/// A path or text of core's (UTF-8).
QString fromCore(const std::string& text);
QString fromPath(const std::filesystem::path& path);
std::filesystem::path toPath(const QString& text);

} // namespace unividx::ui
