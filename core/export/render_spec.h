#pragma once

#include "core/comp/comp_clip.h"
#include "core/comp/stack.h"
#include "core/engine/engine_keeper.h"
#include "core/export/model_render.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// A render of a composite by a model with all it needs to know as values.
struct RenderSpec {
    CompStack stack;
    CompFiles files;
    ModelRenderKind kind = ModelRenderKind::Relight;
    bool transferRatio = true;    ///< as ModelRender
    FrameRange frames;            ///< none: all of the source's
    RunSpec run;                  ///< the model, its device and numbers, and the prompts; see renderOptionsOf
    std::filesystem::path folder; ///< of the layers
    std::string shot;             ///< first part of the files' names
    std::string order;            ///< as ExportRequest::order

    bool operator==(const RenderSpec&) const = default;
};

/// What a render takes of a clip's settings: task, inputs, files and farm are left out.
RunSpec renderOptionsOf(const RunSpec& run);

/// The render as JSON with absolute paths. Throws: Output if a name is not UTF-8.
std::string formatRenderSpec(const RenderSpec& spec);

/// `name`: for sentences. Throws: Input naming it and what is wrong.
RenderSpec parseRenderSpec(std::string_view text, const std::string& name);

/// What a render leaves.
struct RenderResult {
    FrameRange frames;
    std::vector<std::filesystem::path> files; ///< one a layer: a sequence's pattern with ####
};

/// The layers that a render leaves in its folder, "rgb" first.
std::vector<std::string> layersOf(const RenderSpec& spec);

/// Does it. Throws: as renderWithModel and EngineKeeper::get; Usage if the source does not have the frames.
RenderResult runRenderSpec(const RenderSpec& spec, const JobTools& tools);

} // namespace unividx
