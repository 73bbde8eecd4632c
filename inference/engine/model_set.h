#pragma once

#include "inference/dit/dit.h"
#include "inference/engine/memory_plan.h"
#include "inference/people/person_segmenter.h"
#include "inference/predictor/layer_predictor.h"
#include "inference/text/text_encoder.h"
#include "inference/vae/vae.h"
#include "inference/weights/adapter_report.h"
#include "inference/weights/model_package.h"

#include <torch/types.h>

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace unividx {

/// A package's networks, each loaded strictly when it is first needed and kept.
///
/// Memory: the base's weights exist once, whichever families use them; what is stored as it is computed stays a view of
///         the mapped file.
/// Throws (all): Model naming the file and the tensor that is missing, left over or misshaped.
class ModelSet {
public:
    ModelSet(ModelPackage package, at::Device device, at::ScalarType dtype);

    const ModelPackage& package() const { return package_; }
    at::Device device() const { return device_; }
    at::ScalarType dtype() const { return dtype_; }

    const Vae& vae();
    const Dit& dit(const Family& family);
    const TextEncoder& text();

    /// Null if the package has none. Float32, whatever the others are in: it is small.
    const LayerPredictor* predictor();
    bool predictorLoaded() const { return predictor_ != nullptr; }

    /// Null if the package has no networks for people.
    const PersonSegmenter* people();

    /// Whether `dit(family)` and `vae()` are there already.
    bool loaded(const Family& family) const { return vae_ && reports_.count(&family) > 0; }

    /// What the family's adapters hold; made when they are loaded. Nothing before.
    const AdapterReport* adapterReport(const Family& family) const;

    /// Read off the files' headers.
    ModelSizes sizes(const Family& family) const;

private:
    TensorMap placed(const TensorMap& tensors) const;
    AdapterRules rulesFor(const Family& family, const AdapterReport& report) const;

    ModelPackage package_;
    at::Device device_;
    at::ScalarType dtype_;
    TensorMap base_; ///< shared by the families
    std::optional<Vae> vae_;
    std::map<const Family*, std::unique_ptr<Dit>> dits_;
    std::map<const Family*, AdapterReport> reports_;
    std::unique_ptr<TextEncoder> text_;
    std::unique_ptr<LayerPredictor> predictor_;
    std::unique_ptr<PersonSegmenter> people_;
};

} // namespace unividx
