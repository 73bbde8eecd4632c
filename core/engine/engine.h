#pragma once

#include "core/base/job_context.h"
#include "core/engine/window_plan.h"
#include "core/image/image.h"
#include "core/task/task.h"
#include "core/time/frame_range.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// What is known of a frame of a layer before the layer is made: painted strokes, a rough matte.
struct HintPicture {
    Image values; ///< as a condition's picture: three channels in [0, 1], normals as n * 0.5 + 0.5
    Image known;  ///< one channel in [0, 1] at the same size: how much a value counts; 0: unknown
};

/// Gives a frame's hint; nothing where there is none. Called from several threads at a time.
/// Throws: Input with file and frame.
using HintSource = std::function<std::optional<HintPicture>(std::int64_t frame)>;

/// One run of the model, as the user asked for it. What is not set is the model package's own default.
struct GenerateRequest {
    Task task;
    FrameRange frames;                   ///< of the source, in its own numbers
    std::optional<Resolution> modelSize; ///< rounded up to multiples of 16
    std::optional<int> steps;            ///< denoising steps
    double stepsShare = 1;               ///< of the package's own steps, at least one; where `steps` is not set
    std::optional<float> guidance;       ///< classifier-free guidance; 1 means no negative pass
    std::optional<float> shift;          ///< of the flow-match schedule
    std::uint64_t seed = 1;
    std::string prompt;
    std::optional<std::string> negativePrompt;
    std::optional<std::int64_t> windowLength;  ///< frames the model sees at once, 4k + 1
    std::optional<std::int64_t> windowOverlap; ///< frames shared with the window before
    std::array<HintSource, 4> hints;           ///< by row, of targets alone; empty where there is none

    bool hinted() const { return hints[0] || hints[1] || hints[2] || hints[3]; }
};

/// Gives the frames of one condition: display-referred RGB in [0, 1] (a matte as grey, normals as n*0.5 + 0.5),
/// any size. Throws Error with file and frame.
using FrameSource = std::function<Image(std::int64_t frame)>;

/// Takes finished frames: one picture per target row, at model size, values as `Decoding` says (matte one
/// channel, normals signed unit vectors). Frames arrive in order, each once.
using LayerSink = std::function<void(std::int64_t frame, const std::array<Image, 4>& layers)>;

/// Runs a model. Implementations: TorchEngine (inference), FakeEngine (core, for tests of everything else).
///
/// Thread: `run` is called on a worker thread, one run at a time.
class Engine {
public:
    virtual ~Engine() = default;

    /// Generates the task's targets for every frame of `request.frames`; `sources[row]` is set for each condition.
    /// A range shorter than a window is padded inside; padding never reaches the sink. Sources may be called
    /// from several threads at a time; the sink is called by the caller's.
    /// Throws: Error; Cancelled when the job was asked to stop (within one denoising step).
    virtual void run(const GenerateRequest& request, const std::array<FrameSource, 4>& sources, const LayerSink& sink,
                     JobContext& job) = 0;

    /// How `run` cuts the request's frames: its own choice, or the model package's. Every window is made from its own
    /// frames and the seed alone, so runs of some windows each make the same pictures as one run of all.
    virtual WindowOptions windowsOf(const GenerateRequest& request) const = 0;

    /// Whether the mattes of such a run are coarse probabilities, to be refined along the edges of the frame at its own
    /// size; then foreground and background are made from the frames and the refined matte. Such an engine can make
    /// windows of a single frame.
    virtual bool wantsRefinedMattes(const GenerateRequest&) const { return false; }

    /// What a user should know of a family's adapters, by sentence; they are loaded for it. Throws: Model.
    virtual std::vector<std::string> adapterNotes(const Family&) { return {}; }

    /// What makes the result reproducible beside the request: package name, weights hash, resolved
    /// defaults. Written into file headers as `unividx/<key>`.
    virtual std::vector<std::pair<std::string, std::string>> provenance(const GenerateRequest& request) const = 0;
};

} // namespace unividx
