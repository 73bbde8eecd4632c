#pragma once

#include "core/task/task.h"
#include "inference/weights/tensor_info.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// What a run uses where the user says nothing.
struct GenerationDefaults {
    int width = 640, height = 480; ///< pixels, multiples of 16
    std::int64_t frames = 21;      ///< a window, 4k + 1
    int steps = 50;
    float guidance = 5; ///< 1 means no negative pass
    float shift = 5;    ///< of the flow-match schedule
    std::uint64_t seed = 1;
    bool tiledDecode = true;
    int tileHeight = 30, tileWidth = 52;     ///< latent cells
    int strideHeight = 15, strideWidth = 26; ///< latent cells

    bool operator==(const GenerationDefaults&) const = default;
};

/// What the published model does that one would not expect (model specification, section 12), and what a model trained
/// here may do otherwise.
struct ModelQuirks {
    bool bf16Timesteps = true;      ///< timesteps are rounded to bfloat16 before the network sees them
    bool alphaFirstAdapter = false; ///< whether the alpha family's first adapter (com) acts at all
    /// Whether a run with a condition takes one step from zeros unless it is told a number of steps, whatever its
    /// quality: what a model trained so (`zero_start`) gives is the mean of the possible answers, and further steps do
    /// not make it better. Source: Garcia et al., "Fine-Tuning Image-Conditional Diffusion Models is Easier than You
    /// Think", WACV 2025
    bool zeroStart = false;
    /// Whether the layers of such a run are made consistent with the given layers (see reconciledLayers): a mean is
    /// soft, and grey where the model is in doubt.
    bool reconcileLayers = false;
    /// Whether conditions come to the model's size by the mean of the area that a pixel covers, which is how training
    /// data is made here, instead of bilinearly without antialiasing, which the published model has learnt from. What
    /// is made much smaller the other way is full of edges that a model knows nothing of.
    bool areaResize = false;
    /// Whether a run from zeros answers each frame of a window by itself, as a model of pictures that was trained on
    /// single frames knows them best; mattes then are weighted means with those of the frames beside.
    bool framesAlone = false;
    /// Whether mattes are coarse probabilities that are refined along the frame's edges at source size, where
    /// foreground and clean plate are made too (see MatteFinisher).
    bool refineMattes = false;
    std::string ffnAdapter = "last"; ///< "last": the family's last one, on every row; "gated": each row's own

    bool operator==(const ModelQuirks&) const = default;
};

/// A way to show a model its conditions. What it answers to several, brought back and averaged, is closer to the truth
/// than one answer, and depends less on what a picture happens to be like.
struct ConditionAugmentation {
    bool mirrored = false; ///< left for right
    double softness = 0;   ///< standard deviation of a Gaussian blur, in pixels of the model's size; 0 blurs nothing
    std::vector<std::string> layers; ///< names of the modalities whose answers count; empty: all
    double scale = 1;                ///< of the predictor's size; the DiT knows only 1

    bool operator==(const ConditionAugmentation&) const = default;
};

/// The network that answers all layers in one pass (inference/predictor), where a package has one.
struct PredictorModel {
    std::filesystem::path file;
    int width = 256;         ///< a multiple of 32; width * height is the area it works at, whatever a picture's shape
    int height = 192;        ///< a multiple of 32
    std::int64_t frames = 9; ///< a window, 4k + 1
    std::vector<std::string> tasks; ///< names of the tasks that it answers instead of the DiT
    bool reconcileLayers = false; ///< whether its layers are made consistent with the given layers, as ModelQuirks says
    std::string source;           ///< of the pretrained encoder: package and version
    std::string license;          ///< SPDX, of the same
    std::string hash;             ///< SHA-256 of the weights it was converted from
    /// Shares of width and height at which it answers, each plain and mirrored, for the mean; a preview uses the first
    /// alone. Small ones see the room, large ones edges. From 0.25 to 2.
    std::vector<double> scales{1};
    /// The one of `scales` from which normals take their fine structure: the mean of all blurs it. Not set: the mean.
    std::optional<double> detailScale = {};

    bool operator==(const PredictorModel&) const = default;
};

/// Networks that segment people, taken over from another project and converted (inference/people).
struct PeopleModel {
    std::filesystem::path file;
    std::string source;  ///< the package it comes from, with its version: "mediapipe 0.10.14 (PyPI)"
    std::string license; ///< SPDX
    std::string hash;    ///< `fileHash` of the file; checkModelPackage compares

    bool operator==(const PeopleModel&) const = default;
};

/// A folder with a `model.json` that describes weights. Paths are absolute once read; in the file they are relative to
/// its folder, and a sharded checkpoint is named by any of its shards, a pattern `name-*.safetensors` or its index.
struct ModelPackage {
    struct FamilyFiles {
        std::filesystem::path lora;
        GenerationDefaults defaults;
        /// The views of the conditions whose answers a run from zeros averages; of a preview the first alone,
        /// for all layers. Means may be averaged, samples may not. Every modality has a view that counts.
        std::vector<ConditionAugmentation> views{ConditionAugmentation()};
    };

    std::filesystem::path folder;
    std::string name;                            ///< on the command line
    std::string title;                           ///< for people
    std::string architecture;                    ///< "published-14b", or empty: sizes are read off the weights
    std::map<std::string, FamilyFiles> families; ///< by the family's name
    std::vector<std::filesystem::path> base;
    std::filesystem::path vae;
    std::filesystem::path textEncoder;
    std::filesystem::path tokenizer;
    std::optional<PeopleModel> people; ///< whose mattes of people take the place of the model's own
    std::int64_t textLength = 512;     ///< tokens the model was trained with
    std::int64_t heads = 0;            ///< of the DiT; 0 means heads of 128 channels, as published
    ModelQuirks quirks;
    std::optional<PredictorModel> predictor;
    std::string hash; ///< `packageHash` when it was made, or empty; checkModelPackage compares
    std::string license;
    std::string card; ///< a file beside model.json that tells what the model is, or empty

    /// Throws: Model, naming what the package offers, if it has no weights for this family.
    const FamilyFiles& filesFor(const Family& family) const;
};

/// Reads `model.json` in `folder` and makes sure the files it names are there.
/// Throws: Model naming the file and the entry that is wrong, missing or unknown.
ModelPackage openModelPackage(const std::filesystem::path& folder);

/// Writes `package.folder`/model.json atomically. Paths below the folder are stored relative to it.
/// Throws: Output naming the file.
void writeModelPackage(const ModelPackage& package);

/// Describes a folder of published weights as users have it: `diffusion_pytorch_model*.safetensors`, `Wan2.1_VAE.pth`,
/// `models_t5_umt5-xxl-enc-bf16.pth`, `spiece.model` and the adapters (`univid_intrinsic.safetensors`,
/// `univid_alpha.safetensors`), in it or up to two folders below, or in `alsoIn` (adapters are often kept apart).
/// Writes its model.json and gives the package. Adapter files are told apart by what is in them, not by their names.
/// Throws: Model listing everything that was not found; Output.
ModelPackage writePackageFor(const std::filesystem::path& folder, const std::filesystem::path& alsoIn = {});

/// The base's tensors, the union of all its files. Throws: Model.
TensorInfoMap readBaseHeader(const ModelPackage& package);
TensorInfoMap readStoredBaseHeader(const ModelPackage& package); ///< as readStoredHeader gives them

/// Identifies the weights for provenance, in 16 hex digits: FNV-1a (64 bits) over each weight file's size, its first
/// MiB (a safetensors header), its last 64 KiB (a torch archive's directory) and 64 blocks of 4 KiB spread evenly
/// between. Cheap for any size; it tells releases apart and notices most damage, but is no cryptographic sum.
/// File names do not matter. Throws: Model.
std::string packageHash(const ModelPackage& package);

/// The same over one file. Throws: Model.
std::string fileHash(const std::filesystem::path& file);

} // namespace unividx
