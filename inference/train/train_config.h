#pragma once

#include "inference/dit/adapters.h"
#include "inference/train/data/data_source.h"
#include "inference/train/initial_weights.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace unividx {

/// One training run, as a YAML file describes it. Paths are relative to the file.
struct TrainConfig {
    enum class Stage {
        Vae,       ///< the video autoencoder
        Dit,       ///< base and adapters on frozen latents
        Joint,     ///< all of them as one, by what comes out in pictures; see joint_training.h
        Predictor, ///< the network that answers all layers in one pass; see predictor_training.h
    };
    enum class Trained {
        Full,
        Adapters, ///< dit: on a frozen base
        Decoder,  ///< vae: under a frozen encoder, so that the latents stay what they are
        Time,     ///< vae: the decoder, and of the encoder what looks at earlier frames: single pictures keep their
                  ///< latents, and what a model knows of them holds on. Weights do not decay then
    };

    enum class Precision {
        Automatic, ///< bfloat16 where the processor multiplies it faster
        Float32,
        Bfloat16, ///< products alone; weights, sums and norms stay float32. See inference/nn/matmul_precision.h
    };

    enum class Weighting {
        Published, ///< the middle noise levels count most, pure noise not at all
        Even,      ///< a small model sampled in few steps needs its first step most
    };

    Stage stage = Stage::Dit;
    std::filesystem::path out; ///< checkpoints, log.csv and the finished weights go here
    std::uint64_t seed = 1;
    std::int64_t steps = 1000;
    double minutes = 0;     ///< above 0: how long the run takes, however many steps that are. The learning rate
                            ///< falls with the time, and such a run does not repeat itself
    std::int64_t batch = 4; ///< clips a step (dit: of each family)
    std::map<std::string, std::int64_t> familyBatch; ///< dit: clips a step of a family, where not `batch`
    double learningRate = 1e-4, finalLearningRate = 1e-6;
    std::int64_t warmup = 0; ///< steps of linear rise
    double weightDecay = 0.01;
    double encoderRate = 1;         ///< predictor: the pretrained encoder's share of the learning rate
    double averaging = 0;           ///< decay of the running mean of the weights that is kept beside them; 0 keeps none
    std::int64_t validateEvery = 0; ///< steps between losses on clips that are never learnt from; 0 measures none
    std::int64_t validationTasks = 8; ///< dit: tasks of each family in one such loss, four clips each
    double checkpointMinutes = 5;
    int keep = 3;               ///< checkpoints
    bool halfWeights = false;   ///< the finished weights are written in float16
    int threads = 0;            ///< of the processor; 0 means all
    std::string device = "cpu"; ///< cpu, cuda or cuda:N: where models learn. A run repeats itself on the same kind
                                ///< of device alone, as each draws its own noise

    // data
    std::vector<DataSource> data{DataSource{}}; ///< where clips come from
    std::int64_t clips = 1000;                  ///< how many different ones are drawn of a family
    std::int64_t freshClips = 0;  ///< dit: new ones of each family every `freshEvery` steps, made beside these, until
                                  ///< there are `clips`; 0: all may be drawn from the first step on, and each is made
                                  ///< when it first is. A run of `minutes` gets so many at a time, as fast as they come
    std::int64_t freshEvery = 1;  ///< more keep more threads busy
    std::int64_t firstClips = 64; ///< dit: how many there are at the first step, where fresh ones come
    std::int64_t keptClips = 0; ///< dit, joint: of each family's clips, only so many newest are kept and drawn; 0: all
    double pictureSteps = 1; ///< joint: share of steps whose answers are decoded; the others, which take a fraction of
                             ///< the time, learn from the velocity alone, under the encoder as it is
    double singles = 0;     ///< dit, joint, predictor: share of steps on single frames, of `frames` times as many clips
    std::int64_t views = 1; ///< dit: as how many clips each is learnt from; see LatentPool. The first is itself
    int dataThreads = 1;    ///< that make clips beside the steps
    TrainingShape shape;    ///< multiples of 16; 4k + 1 frames
    std::filesystem::path cache; ///< made latents are kept here

    // models
    VaeSizes vaeSizes{.dim = 8, .latentChannels = 16};
    std::filesystem::path vaeWeights; ///< to begin from (vae) or to encode with (dit)
    double klWeight = 3e-4;
    double flowWeight = 0.25, answerWeight = 1,
           reconstructionWeight = 0.5; ///< joint: of the losses on the velocity, on
                                       ///< decoded answers and on pictures given back
    std::int64_t fitScenes = 0;        ///< vae: begin from a linear autoencoder fitted to so many scenes; see vae_fit.h
    std::int64_t videoEvery = 4;       ///< vae: every so many steps is on clips of 5 frames
    DitSizes ditSizes{.dim = 256,
                      .feedForward = 768,
                      .layers = 6,
                      .textDim = 64,
                      .frequencyDim = 128,
                      .patchHeight = 2,
                      .patchWidth = 2};
    std::int64_t heads = 8;
    std::filesystem::path ditWeights;             ///< base to begin from; empty begins from nothing
    std::filesystem::path textWeights, tokenizer; ///< umT5 and its SentencePiece model
    std::int64_t textLength = 32;
    std::map<std::string, std::filesystem::path> adapterWeights; ///< by family, to begin from
    std::filesystem::path encoderWeights;                        ///< predictor: the pretrained encoder to begin from
    std::filesystem::path predictorWeights;                      ///< predictor: all of it to begin from, instead
    std::int64_t rank = 32;
    Trained trained = Trained::Full;
    Precision precision = Precision::Automatic;
    bool recompute = false;  ///< dit: less memory for more time; see inference/dit/recompute.h
    double pureNoise = 0;    ///< share of samples whose targets are noise alone: what the first step sees
    double zeroStart = 0;    ///< share of samples whose targets are zeros instead of noise, for runs of one step: their
                             ///< answer is the mean of the possible ones, and no noise has to be carried through
    bool zeroMedian = false; ///< dit: samples from zeros learn by absolute differences: their answer is the median of
                             ///< the possible ones instead of the mean, so that a matte that may be 0 or 1 is not 1/2
    AdapterRules adapterRules; ///< a package of these weights must name the same ones in its model.json
    Weighting weighting = Weighting::Published;
    std::vector<const Family*> families;
    std::map<std::string, double> taskWeights; ///< tasks drawn more often than the others' 1

    /// Clips a step of a family.
    std::int64_t batchOf(const Family& family) const;

    /// The numbers of the clips of a family that may be drawn at a step: from `firstClipAt` to below `clipsAt`.
    std::int64_t clipsAt(std::int64_t step) const;
    std::int64_t firstClipAt(std::int64_t step) const;
};

/// Reads a YAML file. Throws: Usage naming file, key and what is wrong; an unknown key is wrong.
TrainConfig readTrainConfig(const std::filesystem::path& path);

} // namespace unividx
