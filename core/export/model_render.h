#pragma once

#include "core/engine/engine.h"
#include "core/export/composite.h"

#include <string>
#include <vector>

namespace unividx {

/// What a model is asked to make of a composite.
enum class ModelRenderKind {
    Relight,   ///< the picture under the edited light: AIN2R of the layers as the nodes left them
    Harmonise, ///< the picture before its new background: PFB2R of matte, subject and background
};

/// A render of a composite by a model.
struct ModelRender {
    ModelRenderKind kind = ModelRenderKind::Relight;
    GenerateRequest options; ///< size, steps, seed, prompt; task and frames are set here
    FrameRange frames;
    /// The picture keeps its own detail and takes the light alone: picture x edited / plain at the model's size,
    /// brought to full size along the picture's edges (transferRatio). False: the model's own picture, as it stands.
    bool transferRatio = true;
};

/// The layers that a render of that kind gives to the model as the nodes left them; they are published beside it.
std::vector<std::string> publishedLayers(ModelRenderKind kind);

/// Publishes the edited layers into the request's folder, runs the engine on them, and writes the layer "rgb" (scene-
/// linear EXR at the source's size). With a ratio the plain layers are rendered too (kept as the layer "plain", at the
/// model's size). Of `request` layers and settings are not looked at. A render that was cut off and is begun again
/// under the same order keeps the layers it has made whole, and replaces its own files of those it has not.
///
/// Gives the names of the layers in the folder that make a take. Throws: Usage naming the layer the clip lacks; Output;
/// what the engine throws; Cancelled.
std::vector<std::string> renderWithModel(Composite& composite, const ModelRender& render, Engine& engine,
                                         const ExportRequest& request, JobContext& job);

} // namespace unividx
