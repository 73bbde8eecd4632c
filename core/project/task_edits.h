#pragma once

#include "core/project/edits.h"
#include "core/project/project.h"

#include <cstddef>
#include <string>

namespace unividx {

// Edits of what is to be made of a clip, and of what was made. Each is a function from a project to a project and
// throws Internal if an id names nothing.

/// All settings of a clip at once: the form's numbers, or those of a take copied back. What is locked to a file or take
/// that is no longer there is opened.
Project setRunSettings(Project project, ClipId id, RunSpec settings);

/// Makes a modality an input. Throws: Internal if `row` is above 3, or the input is of a file or take that is not
/// there.
Project lockModality(Project project, ClipId id, std::size_t row, LockedInput input);

/// Makes a modality one to be generated.
Project openModality(Project project, ClipId id, std::size_t row);

/// Another family's layers. Its first row is locked to the shot, the others are open; the same family changes nothing.
Project chooseFamily(Project project, ClipId id, const Family& family);

/// Sets family, locks and wanted layers as a preset says. A modality that stays locked keeps its input, a new one gets
/// the current take's layer of that name, or the shot where it is the family's rgb or no take has it.
Project applyPreset(Project project, ClipId id, const TaskPreset& preset);

/// Which of the open modalities are wanted.
Project keepModality(Project project, ClipId id, std::size_t row, bool kept);

Project setPrompt(Project project, ClipId id, std::string prompt);
Project setBackgroundPrompt(Project project, ClipId id, std::string prompt);
Project setNegativePrompt(Project project, ClipId id, std::string prompt);

/// A finished run's layers, newest first; `take.id` is ignored. A layer that the clip did not have is used at once, and
/// a take whose layers are all new, or that comes pinned, becomes the current one. Any other take is fresh: what the
/// clip is made of stays until useTake().
Added<TakeId> addTake(Project project, ClipId id, Take take);

/// Makes a take the clip's current one: composites and exports read its layers. No take stays fresh.
Project useTake(Project project, ClipId id, TakeId take);

/// Keeps what is current: no take stays fresh.
Project keepCurrentTake(Project project, ClipId id);

Project renameTake(Project project, ClipId id, TakeId take, std::string name);

/// Forgets a take; its files stay. Locks that use it open. Where it was in use, the newest other take is, layer by
/// layer.
Project deleteTake(Project project, ClipId id, TakeId take);

} // namespace unividx
