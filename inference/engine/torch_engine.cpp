#include "inference/engine/torch_engine.h"

#include "core/base/error.h"
#include "inference/engine/model_set.h"
#include "inference/engine/predicted_depth.h"
#include "inference/engine/predicted_rows.h"
#include "inference/engine/window_lanes.h"
#include "inference/nn/compute_device.h"

#include <c10/util/Exception.h>
#include <spdlog/spdlog.h>
#include <torch/utils.h>
#include <torch/version.h>

#include <algorithm>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

namespace unividx {

namespace {

std::int64_t bytesOf(at::ScalarType dtype)
{
    return static_cast<std::int64_t>(c10::elementSize(dtype));
}

/// Whether LibTorch failed for want of memory; the CPU's allocator says so in words only.
bool isOutOfMemory(const c10::Error& error)
{
    const std::string message = error.what_without_backtrace();
    return dynamic_cast<const c10::OutOfMemoryError*>(&error) ||
           message.find("can't allocate memory") != std::string::npos ||
           message.find("not enough memory") != std::string::npos || message.find("out of memory") != std::string::npos;
}

class TorchEngine final : public ModelEngine {
public:
    TorchEngine(const std::filesystem::path& folder, const TorchEngineOptions& options)
        : device_(findDevice(options.device)),
          dtype_(options.dtype.empty() ? (device_.is_cpu() ? at::kFloat : at::kBFloat16)
                                       : findDtype(options.dtype, device_)),
          threads_(options.threads > 0 ? options.threads : static_cast<int>(std::thread::hardware_concurrency())),
          models_(openModelPackage(folder), device_, dtype_)
    {
    }

    void run(const GenerateRequest& request, const std::array<FrameSource, 4>& sources, const LayerSink& sink,
             JobContext& job) override
    {
        RunPlan plan = planRun(request, models_.package());
        if (plan.predicts && !request.modelSize)
            plan.size = predictedSize(firstPictureOf(plan, sources).resolution(), plan.size);
        const c10::NoGradGuard noGradients;
        job.plan(1 + static_cast<std::int64_t>(plan.windows.size()) * windowUnits(plan), plan.frames.count);
        refuseTooLarge(plan);
        try {
            runWindows(plan, sources, sink, job);
        } catch (const c10::Error& error) {
            if (isOutOfMemory(error))
                throw outOfMemory(plan);
            throw Error(ErrorKind::Internal, std::string("LibTorch: ") + error.what_without_backtrace());
        } catch (const std::bad_alloc&) {
            throw outOfMemory(plan);
        }
    }

    WindowOptions windowsOf(const GenerateRequest& request) const override
    {
        const RunPlan plan = planRun(request, models_.package());
        return {plan.windowLength, plan.windowOverlap};
    }

    bool wantsRefinedMattes(const GenerateRequest& request) const override
    {
        return planRun(request, models_.package()).refineMattes;
    }

    std::vector<std::pair<std::string, std::string>> provenance(const GenerateRequest& request) const override
    {
        const ModelPackage& package = models_.package();
        std::vector<std::pair<std::string, std::string>> entries{{"model", package.name}, {"weights", weightsHash()}};
        for (auto& entry : describePlan(planRun(request, package)))
            entries.push_back(std::move(entry));
        entries.emplace_back("dtype", dtypeText(dtype_));
        entries.emplace_back("device", device_.str());
        return entries;
    }

    std::vector<std::string> adapterNotes(const Family& family) override
    {
        if (models_.package().predictor) // few tasks are left for the adapters; they are loaded when one is run
            return {};
        models_.dit(family);
        return models_.adapterReport(family)->notes;
    }

    bool predictsDepth() const override { return models_.package().predictor.has_value(); }

    void depth(FrameRange frames, const FrameSource& rgb, const DepthSink& sink, JobContext& job) override
    {
        const std::optional<PredictorModel>& model = models_.package().predictor;
        if (!model)
            throw Error(ErrorKind::Model,
                        "the model '" + models_.package().name + "' has no predictor, which makes depth");
        at::set_num_threads(threads_);
        job.plan(frames.count, frames.count);
        predictDepth(*models_.predictor(), frames, rgb, {model->width, model->height}, model->frames, sink, job);
    }

private:
    void runWindows(const RunPlan& plan, const std::array<FrameSource, 4>& sources, const LayerSink& sink,
                    JobContext& job)
    {
        at::set_num_threads(threads_); // LibTorch's own choice is half the cores
        job.enter(Stage::LoadingModel);
        WindowModels models;
        models.device = device_;
        models.people = plan.people ? models_.people() : nullptr;
        PreparedText positive, negative;
        if (plan.predicts) {
            models.predictor = models_.predictor();
        } else {
            models.dit = &models_.dit(*plan.task.family);
            models.vae = &models_.vae();
            positive = prepared(*models.dit, plan.prompt);
            models.positive = &positive;
            if (plan.guided()) {
                negative = prepared(*models.dit, plan.negativePrompt);
                models.negative = &negative;
            }
        }
        job.advance(1);
        WindowJoin join(*plan.task.family, plan.frames, plan.windows, sink);
        const int lanes = lanesFor(plan);
        if (lanes > 1) {
            runWindowsInLanes(
                plan, models, sources, lanes, [&](std::vector<LayerFrame> frames) { join.add(std::move(frames)); },
                job);
            return;
        }
        for (std::size_t window = 0; window < plan.windows.size(); ++window)
            join.add(runWindow(plan, window, models, sources, job));
    }

    /// The first frame of the first condition.
    static Image firstPictureOf(const RunPlan& plan, const std::array<FrameSource, 4>& sources)
    {
        for (std::size_t row = 0; row < 4; ++row) {
            if (plan.task.conditions[row] && sources[row])
                return sources[row](plan.frames.first);
        }
        throw Error(ErrorKind::Internal, "a task with conditions has no source");
    }

    /// Windows to run at a time. Large models keep all threads on each operator, and have no memory for more.
    int lanesFor(const RunPlan& plan)
    {
        constexpr std::int64_t small = std::int64_t(512) << 20; // bytes
        const MemoryNeed need = needOf(plan, models_.sizes(*plan.task.family));
        const std::int64_t window = need.total() - need.weights;
        if (!device_.is_cpu() || need.weights > small || window < 1)
            return 1;
        const std::int64_t available = availableMemory(device_).value_or(small);
        const std::int64_t most =
            std::min({std::int64_t(threads_), available / 2 / window, static_cast<std::int64_t>(plan.windows.size())});
        return static_cast<int>(std::max<std::int64_t>(1, most));
    }

    /// One prompt for all four rows.
    PreparedText prepared(const Dit& dit, const std::string& prompt)
    {
        const TextEncoder& encoder = models_.text();
        if (encoder.tokensOf(prompt).truncated)
            spdlog::warn("the prompt is longer than the model's {} tokens; its end is left out",
                         models_.package().textLength);
        return dit.prepareText(encoder.embedPrompt(prompt).unsqueeze(0));
    }

    MemoryNeed needOf(const RunPlan& plan, const ModelSizes& sizes) const
    {
        return predictMemory(sizes, shapeOf(plan), bytesOf(dtype_));
    }

    static RunShape shapeOf(const RunPlan& plan)
    {
        return {plan.size,    plan.windowLength, plan.guided(), plan.decodedAtOnce(), plan.people.has_value(),
                plan.predicts};
    }

    /// The CPU's system gives more memory than there is and kills who uses it, so the sum is done beforehand.
    void refuseTooLarge(const RunPlan& plan) const
    {
        const auto available = availableMemory(device_);
        if (!available)
            return;
        const MemoryNeed need = needOf(plan, models_.sizes(*plan.task.family));
        const bool loaded = plan.predicts ? models_.predictorLoaded() : models_.loaded(*plan.task.family);
        const std::int64_t still = need.total() - (loaded ? need.weights : 0);
        if (still > *available)
            throw outOfMemory(plan);
    }

    Error outOfMemory(const RunPlan& plan) const
    {
        const ModelSizes sizes = models_.sizes(*plan.task.family);
        const MemoryNeed need = needOf(plan, sizes);
        const auto known = availableMemory(device_);
        // on a GPU it is only known that this much was too much
        const std::int64_t available = known.value_or(need.total() * 7 / 10);
        return Error(ErrorKind::OutOfMemory,
                     "this run needs about " + bytesText(need.total()) + " of memory" +
                         (known ? " and " + bytesText(*known) + " are free" : ", more than the GPU has") + "; " +
                         whatWouldFit(sizes, shapeOf(plan), bytesOf(dtype_), available));
    }

    std::string weightsHash() const
    {
        const std::lock_guard lock(hashMutex_);
        if (weightsHash_.empty())
            weightsHash_ = packageHash(models_.package());
        return weightsHash_;
    }

    at::Device device_;
    at::ScalarType dtype_;
    int threads_;
    ModelSet models_;
    mutable std::mutex hashMutex_;
    mutable std::string weightsHash_;
};

} // namespace

const char* torchVersion()
{
    return TORCH_VERSION;
}

std::unique_ptr<ModelEngine> makeTorchEngine(const std::filesystem::path& package, const TorchEngineOptions& options)
{
    return std::make_unique<TorchEngine>(package, options);
}

} // namespace unividx
