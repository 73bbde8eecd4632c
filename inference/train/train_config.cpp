#include "inference/train/train_config.h"

#include "core/base/error.h"
#include "core/base/text_file.h"
#include "core/base/yaml_text.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <functional>
#include <optional>

namespace unividx {

namespace {

Resolution parseResolution(const std::string& text)
{
    const auto cross = text.find('x');
    if (cross == std::string::npos)
        throw YAML::Exception(YAML::Mark::null_mark(), "a resolution reads WIDTHxHEIGHT");
    return {std::stoi(text.substr(0, cross)), std::stoi(text.substr(cross + 1))};
}

template <typename Value>
Value oneOf(const std::string& text, const std::map<std::string, Value>& choices)
{
    const auto found = choices.find(text);
    if (found != choices.end())
        return found->second;
    std::string known;
    for (const auto& [name, value] : choices)
        known += (known.empty() ? "" : ", ") + name;
    throw YAML::Exception(YAML::Mark::null_mark(), "'" + text + "' is not one of " + known);
}

using Setter = std::function<void(const YAML::Node&)>;

template <typename Value>
Setter into(Value& value)
{
    return [&value](const YAML::Node& node) { value = node.as<Value>(); };
}

Setter intoPath(std::filesystem::path& value, const std::filesystem::path& base)
{
    return [&value, base](const YAML::Node& node) { value = base / node.as<std::string>(); };
}

/// One entry of `data`. Camera faults are a matter of rendered pictures; those of real cameras have their own.
DataSource dataSource(const YAML::Node& node, const std::filesystem::path& base)
{
    DataSource source;
    std::optional<bool> degrade;
    const std::map<std::string, Setter> known{
        {"source",
         [&](const YAML::Node& value) {
             source.kind =
                 oneOf<DataSource::Kind>(value.as<std::string>(), {{"procedural", DataSource::Kind::Procedural},
                                                                   {"folders", DataSource::Kind::Folders},
                                                                   {"stills", DataSource::Kind::Stills},
                                                                   {"shards", DataSource::Kind::Shards}});
         }},
        {"path", intoPath(source.path, base)},
        {"backgrounds", intoPath(source.backgrounds, base)},
        {"share", into(source.share)},
        {"degrade", [&](const YAML::Node& value) { degrade = value.as<bool>(); }},
    };
    for (const auto& entry : node) {
        const auto key = entry.first.as<std::string>();
        const auto setter = known.find(key);
        if (setter == known.end())
            throw YAML::Exception(entry.first.Mark(), "a source has no setting '" + key + "'");
        setter->second(entry.second);
    }
    source.degrade = degrade.value_or(source.kind != DataSource::Kind::Folders);
    if (source.kind != DataSource::Kind::Procedural && source.path.empty())
        throw YAML::Exception(node.Mark(), "a source of folders, stills or shards needs a 'path'");
    if (!(source.share > 0))
        throw YAML::Exception(node.Mark(), "a source's 'share' must be above 0");
    return source;
}

std::map<std::string, Setter> setters(TrainConfig& config, const std::filesystem::path& base)
{
    return {
        {"stage",
         [&](const YAML::Node& node) {
             config.stage =
                 oneOf<TrainConfig::Stage>(node.as<std::string>(), {{"vae", TrainConfig::Stage::Vae},
                                                                    {"dit", TrainConfig::Stage::Dit},
                                                                    {"joint", TrainConfig::Stage::Joint},
                                                                    {"predictor", TrainConfig::Stage::Predictor}});
         }},
        {"train",
         [&](const YAML::Node& node) {
             config.trained =
                 oneOf<TrainConfig::Trained>(node.as<std::string>(), {{"full", TrainConfig::Trained::Full},
                                                                      {"adapters", TrainConfig::Trained::Adapters},
                                                                      {"decoder", TrainConfig::Trained::Decoder},
                                                                      {"time", TrainConfig::Trained::Time}});
         }},
        {"families",
         [&](const YAML::Node& node) {
             config.families.clear();
             for (const YAML::Node& name : node)
                 config.families.push_back(oneOf<const Family*>(
                     name.as<std::string>(), {{"intrinsic", &intrinsicFamily}, {"alpha", &alphaFamily}}));
         }},
        {"weighting",
         [&](const YAML::Node& node) {
             config.weighting = oneOf<TrainConfig::Weighting>(
                 node.as<std::string>(),
                 {{"published", TrainConfig::Weighting::Published}, {"even", TrainConfig::Weighting::Even}});
         }},
        {"ffn_adapter",
         [&](const YAML::Node& node) {
             using FeedForward = AdapterRules::FeedForward;
             config.adapterRules.feedForward = oneOf<FeedForward>(
                 node.as<std::string>(), {{"last", FeedForward::SharedLast}, {"gated", FeedForward::GatedByRow}});
         }},
        {"pure_noise", into(config.pureNoise)},
        {"zero_start", into(config.zeroStart)},
        {"zero_median", into(config.zeroMedian)},
        {"alpha_first_adapter", into(config.adapterRules.alphaFirstAdapter)},
        {"task_weights", into(config.taskWeights)},
        {"out", intoPath(config.out, base)},
        {"seed", into(config.seed)},
        {"steps", into(config.steps)},
        {"minutes", into(config.minutes)},
        {"batch", into(config.batch)},
        {"family_batch", into(config.familyBatch)},
        {"learning_rate", into(config.learningRate)},
        {"final_learning_rate", into(config.finalLearningRate)},
        {"warmup", into(config.warmup)},
        {"weight_decay", into(config.weightDecay)},
        {"averaging", into(config.averaging)},
        {"encoder_rate", into(config.encoderRate)},
        {"recompute", into(config.recompute)},
        {"validate_every", into(config.validateEvery)},
        {"validation_tasks", into(config.validationTasks)},
        {"checkpoint_minutes", into(config.checkpointMinutes)},
        {"keep", into(config.keep)},
        {"half_weights", into(config.halfWeights)},
        {"threads", into(config.threads)},
        {"device", into(config.device)},
        {"clips", into(config.clips)},
        {"fresh_clips", into(config.freshClips)},
        {"fresh_every", into(config.freshEvery)},
        {"first_clips", into(config.firstClips)},
        {"kept_clips", into(config.keptClips)},
        {"singles", into(config.singles)},
        {"picture_steps", into(config.pictureSteps)},
        {"views", into(config.views)},
        {"data_threads", into(config.dataThreads)},
        {"precision",
         [&](const YAML::Node& node) {
             config.precision = oneOf<TrainConfig::Precision>(node.as<std::string>(),
                                                              {{"auto", TrainConfig::Precision::Automatic},
                                                               {"float32", TrainConfig::Precision::Float32},
                                                               {"bfloat16", TrainConfig::Precision::Bfloat16}});
         }},
        {"data",
         [&config, base](const YAML::Node& node) {
             config.data.clear();
             for (const YAML::Node& source : node)
                 config.data.push_back(dataSource(source, base));
         }},
        {"resolution",
         [&](const YAML::Node& node) { config.shape.resolution = parseResolution(node.as<std::string>()); }},
        {"frames", into(config.shape.frames)},
        {"cache", intoPath(config.cache, base)},
        {"vae_base", into(config.vaeSizes.dim)},
        {"vae", intoPath(config.vaeWeights, base)},
        {"vae_time", [&](const YAML::Node& node) { config.vaeSizes.timeTaps = node.as<bool>() ? 3 : 1; }},
        {"kl_weight", into(config.klWeight)},
        {"flow_weight", into(config.flowWeight)},
        {"answer_weight", into(config.answerWeight)},
        {"reconstruction_weight", into(config.reconstructionWeight)},
        {"fit_scenes", into(config.fitScenes)},
        {"video_every", into(config.videoEvery)},
        {"dim", into(config.ditSizes.dim)},
        {"heads", into(config.heads)},
        {"layers", into(config.ditSizes.layers)},
        {"patch",
         [&](const YAML::Node& node) {
             config.ditSizes.patchHeight = config.ditSizes.patchWidth = node.as<std::int64_t>();
         }},
        {"feed_forward", into(config.ditSizes.feedForward)},
        {"text_dim", into(config.ditSizes.textDim)},
        {"frequency_dim", into(config.ditSizes.frequencyDim)},
        {"base", intoPath(config.ditWeights, base)},
        {"text", intoPath(config.textWeights, base)},
        {"tokenizer", intoPath(config.tokenizer, base)},
        {"text_length", into(config.textLength)},
        {"encoder", intoPath(config.encoderWeights, base)},
        {"predictor", intoPath(config.predictorWeights, base)},
        {"rank", into(config.rank)},
        {"adapters",
         [&config, base](const YAML::Node& node) {
             for (const auto& entry : node)
                 config.adapterWeights[entry.first.as<std::string>()] = base / entry.second.as<std::string>();
         }},
    };
}

void check(const TrainConfig& config, const std::string& file)
{
    const auto need = [&](bool holds, const std::string& sentence) {
        if (!holds)
            throw Error(ErrorKind::Usage, file + ": " + sentence);
    };
    need(!config.out.empty(), "'out' is missing: the folder for checkpoints and weights");
    need(config.steps > 0 && config.batch > 0 && config.clips > 0, "'steps', 'batch' and 'clips' must be above 0");
    need(config.freshClips >= 0 && config.firstClips > 0, "'fresh_clips' must be at least 0 and 'first_clips' above 0");
    need(!config.data.empty(), "'data' is empty");
    for (const auto& [name, count] : config.familyBatch)
        need(findFamily(name) != nullptr && count > 0, "'family_batch' needs a family and a number above 0: " + name);
    need(config.shape.frames > 0 && config.shape.frames % 4 == 1, "'frames' must be 4k + 1");
    need(config.shape.resolution.width > 0 && config.shape.resolution.width % 16 == 0 &&
             config.shape.resolution.height > 0 && config.shape.resolution.height % 16 == 0,
         "'resolution' must be multiples of 16");
    need(config.views > 0 && config.dataThreads > 0 && config.freshEvery > 0,
         "'views', 'data_threads' and 'fresh_every' must be above 0");
    need(config.minutes >= 0, "'minutes' must be at least 0");
    need(config.learningRate > 0 && config.keep > 0 && config.rank > 0,
         "'learning_rate', 'keep' and 'rank' must be above 0");
    need(config.validateEvery >= 0 && config.validationTasks > 0,
         "'validate_every' must be at least 0 and 'validation_tasks' above 0");
    need(config.pureNoise >= 0 && config.zeroStart >= 0 && config.pureNoise + config.zeroStart <= 1,
         "'pure_noise' and 'zero_start' must be at least 0, and at most 1 together");
    need(config.averaging >= 0 && config.averaging < 1, "'averaging' must be at least 0 and below 1");
    for (const auto& [name, weight] : config.taskWeights)
        need(findTask(name).has_value() && weight > 0, "'task_weights' names no task: " + name);
    if (config.stage == TrainConfig::Stage::Vae)
        need(config.trained != TrainConfig::Trained::Adapters,
             "a VAE has no adapters: 'train' is full, decoder or time");
    need(config.singles >= 0 && config.singles <= 1, "'singles' is a share, from 0 to 1");
    need(config.pictureSteps >= 0 && config.pictureSteps <= 1, "'picture_steps' is a share, from 0 to 1");
    need(config.keptClips >= 0, "'kept_clips' must be at least 0");
    need(config.flowWeight >= 0 && config.answerWeight >= 0 && config.reconstructionWeight >= 0,
         "the weights of losses must be at least 0");
    need(config.ditSizes.patchHeight == 1 || config.ditSizes.patchHeight == 2, "'patch' must be 1 or 2");
    const bool predictor = config.stage == TrainConfig::Stage::Predictor;
    for (const DataSource& source : config.data)
        need((source.kind == DataSource::Kind::Shards) == predictor,
             "'shards' are what the stage 'predictor' learns from, and it learns from nothing else");
    if (predictor) {
        need(config.encoderWeights.empty() != config.predictorWeights.empty(),
             "'encoder' or 'predictor' is missing (one of them): the weights to begin from");
        need(config.encoderRate >= 0 && config.encoderRate <= 1, "'encoder_rate' is a share, from 0 to 1");
        need(config.device == "cpu", "a predictor learns on the processor: 'device' is cpu");
        return;
    }
    if (config.stage == TrainConfig::Stage::Joint) {
        need(config.trained == TrainConfig::Trained::Full, "'train' is full where all is trained as one");
        need(config.vaeSizes.timeTaps == 1 || config.shape.frames == 1,
             "clips of several 'frames' are trained as one with 'vae_time: false' alone");
    }
    if (config.stage != TrainConfig::Stage::Vae) {
        need(config.trained == TrainConfig::Trained::Full || config.trained == TrainConfig::Trained::Adapters,
             "a DiT has no decoder: 'train' is full or adapters");
        need(!config.vaeWeights.empty(), "'vae' is missing: the weights to encode with");
        need(!config.families.empty(), "'families' is empty");
        need(config.trained == TrainConfig::Trained::Full || !config.ditWeights.empty(),
             "training adapters alone needs a 'base' to train them on");
    }
}

} // namespace

std::int64_t TrainConfig::batchOf(const Family& family) const
{
    const auto own = familyBatch.find(std::string(family.name));
    return own == familyBatch.end() ? batch : own->second;
}

std::int64_t TrainConfig::clipsAt(std::int64_t step) const
{
    return freshClips == 0 ? clips : std::min(clips, firstClips + step / freshEvery * freshClips);
}

std::int64_t TrainConfig::firstClipAt(std::int64_t step) const
{
    return keptClips == 0 ? 0 : std::max<std::int64_t>(0, clipsAt(step) - keptClips);
}

TrainConfig readTrainConfig(const std::filesystem::path& path)
{
    TrainConfig config;
    config.families = {&intrinsicFamily, &alphaFamily};
    const std::string file = path.string();
    std::string key;
    const std::string text = readTextFile(path);
    checkYaml(text, file);
    try {
        const YAML::Node root = YAML::Load(text);
        if (!root.IsMap())
            throw Error(ErrorKind::Usage, file + ": a training configuration is a map of settings");
        const auto known = setters(config, path.parent_path());
        for (const auto& entry : root) {
            key = entry.first.as<std::string>();
            const auto setter = known.find(key);
            if (setter == known.end())
                throw Error(ErrorKind::Usage, file + ": there is no setting '" + key + "'");
            setter->second(entry.second);
        }
    } catch (const YAML::Exception& error) {
        throw Error(ErrorKind::Usage, file + ": '" + key + "': " + error.what());
    } catch (const std::logic_error& error) { // std::stoi
        throw Error(ErrorKind::Usage, file + ": '" + key + "' is not a number");
    }
    check(config, file);
    return config;
}

} // namespace unividx
