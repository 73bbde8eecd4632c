#pragma once

#include "core/engine/engine.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace unividx {

/// An engine without a model, for tests of everything around one. It goes through the same windows, steps, stages
/// and cancels as a real run, and its layers are simple functions of the inputs and the seed:
/// a colour target is the mean of the conditions (or a seeded gradient), shifted by its row; a matte is the first
/// condition's luma; a normal is the unit vector towards the camera, tilted by position.
class FakeEngine final : public Engine {
public:
    /// `stepMilliseconds` makes each denoising step take time, for tests that cancel in the middle.
    explicit FakeEngine(int stepMilliseconds = 0) : stepMilliseconds_(stepMilliseconds) {}

    void run(const GenerateRequest& request, const std::array<FrameSource, 4>& sources, const LayerSink& sink,
             JobContext& job) override;
    WindowOptions windowsOf(const GenerateRequest& request) const override;
    std::vector<std::pair<std::string, std::string>> provenance(const GenerateRequest& request) const override;

private:
    int stepMilliseconds_;
};

/// Whether $UNIVIDX_ENGINE is "fake". Every program asks before it loads a model.
bool isFakeEngineAsked();

/// The fake engine if it is asked for, taking $UNIVIDX_FAKE_LOAD_MS to load and $UNIVIDX_FAKE_STEP_MS a step; else
/// null.
std::unique_ptr<Engine> fakeEngineIfAsked();

} // namespace unividx
