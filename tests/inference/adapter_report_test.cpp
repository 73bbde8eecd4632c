#include "inference/weights/adapter_report.h"

#include "inference/weights/adapter_names.h"
#include "inference/weights/safetensors.h"
#include "tests/inference/weights_testing.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>

namespace unividx {

namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// What the published training leaves: zero lora_B in every feed-forward adapter but the last, and in com.
TensorMap asTrained(const std::string& file, const Family& family)
{
    TensorMap tensors = readSafetensors(fixture(file));
    for (auto& [name, tensor] : tensors) {
        const auto parsed = parseAdapterName(name);
        const bool isDead =
            parsed->isFeedForward() ? parsed->adapter != family.modalities.back().adapter : parsed->adapter == "com";
        if (parsed->side == 'B' && isDead)
            tensor = at::zeros_like(tensor);
    }
    return tensors;
}

TEST(AdapterReport, APublishedLikeFileHasItsLastFeedForwardAdapterLive)
{
    const AdapterReport report =
        inspectAdapters(asTrained("lora_intrinsic.safetensors", intrinsicFamily), intrinsicFamily);
    EXPECT_THAT(report.problems, IsEmpty());
    EXPECT_EQ(report.liveFeedForward, "normal");
    EXPECT_THAT(report.notes, Contains(HasSubstr("'normal' is live, as in the published files")));
    for (const AdapterUse& use : report.adapters) {
        EXPECT_EQ(use.tensors, 36U); // 3 blocks, 6 layers, A and B
        EXPECT_TRUE(use.attentionLive) << use.name;
        EXPECT_EQ(use.feedForwardLive, use.name == "normal") << use.name;
    }
}

TEST(AdapterReport, TheCompositesDeadAdapterIsNoSurprise)
{
    const AdapterReport report = inspectAdapters(asTrained("lora_alpha.safetensors", alphaFamily), alphaFamily);
    EXPECT_THAT(report.problems, IsEmpty());
    EXPECT_EQ(report.liveFeedForward, "bgr");
    EXPECT_EQ(report.notes.size(), 1U);
}

TEST(AdapterReport, OtherLiveAdaptersAreReported)
{
    // In the fixtures every lora_B is non-zero.
    const AdapterReport report = inspectAdapters(readSafetensors(fixture("lora_alpha.safetensors")), alphaFamily);
    EXPECT_EQ(report.liveFeedForward, "");
    EXPECT_THAT(report.notes, Contains(HasSubstr("several adapters")));
    EXPECT_THAT(report.notes, Contains(HasSubstr("'com' has live attention weights")));

    TensorMap first = asTrained("lora_intrinsic.safetensors", intrinsicFamily);
    for (auto& [name, tensor] : first) {
        const auto parsed = parseAdapterName(name);
        if (parsed->side == 'B' && parsed->isFeedForward())
            tensor = parsed->adapter == "rgb" ? at::ones_like(tensor) : at::zeros_like(tensor);
    }
    const AdapterReport other = inspectAdapters(first, intrinsicFamily);
    EXPECT_EQ(other.liveFeedForward, "rgb");
    EXPECT_THAT(other.notes, Contains(HasSubstr("'rgb' is live, not 'normal'")));
}

TEST(AdapterReport, ALeadingDitIsStripped)
{
    const TensorMap prefixed = readSafetensors(fixture("lora_intrinsic_bf16.safetensors"));
    EXPECT_THAT(inspectAdapters(prefixed, intrinsicFamily).problems, IsEmpty());
    EXPECT_EQ(withoutDitPrefix(prefixed).begin()->first.rfind("blocks.", 0), 0U);
}

TEST(AdapterReport, EveryTensorIsAccountedFor)
{
    TensorMap tensors = readSafetensors(fixture("lora_intrinsic.safetensors"));
    tensors["blocks.0.cross_attn.q.lora_A.rgb.weight"] = at::ones({4, 80});
    tensors["blocks.0.ffn.0.lora_A.depth.weight"] = at::ones({4, 80});
    tensors.erase("blocks.1.self_attn.v.lora_B.albedo.weight");
    const auto problems = inspectAdapters(tensors, intrinsicFamily).problems;
    EXPECT_THAT(problems, Contains(HasSubstr("blocks.0.cross_attn.q.lora_A.rgb.weight")));
    EXPECT_THAT(problems, Contains(HasSubstr("'depth' is unknown")));
    EXPECT_THAT(problems, Contains(HasSubstr("'blocks.1.self_attn.v albedo' has no lora_B")));
    EXPECT_THAT(inspectAdapters(tensors, alphaFamily).problems, Contains(HasSubstr("'pha' is missing")));
}

TEST(AdapterReport, ASingleValueFarIntoATensorMakesItLive)
{
    at::Tensor late = at::zeros({100, 100});
    late.view({-1})[9999] = 1e-8;
    const AdapterReport report = inspectAdapters(
        {{"blocks.0.ffn.0.lora_A.normal.weight", at::ones({4, 100})}, {"blocks.0.ffn.0.lora_B.normal.weight", late}},
        intrinsicFamily);
    EXPECT_EQ(report.liveFeedForward, "normal");
}

TEST(AdapterReport, WhatThePackageSaysIsNotUnusual)
{
    ModelQuirks gated;
    gated.ffnAdapter = "gated";
    gated.alphaFirstAdapter = true;
    // every lora_B of the fixtures is non-zero
    TensorMap tensors = readSafetensors(fixture("lora_alpha.safetensors"));
    EXPECT_THAT(inspectAdapters(tensors, alphaFamily, gated).notes, IsEmpty());
    for (auto& [name, tensor] : tensors) {
        if (name.find(".ffn.") != std::string::npos && name.find(".lora_B.pha.") != std::string::npos)
            tensor = at::zeros_like(tensor);
    }
    EXPECT_THAT(inspectAdapters(tensors, alphaFamily, gated).notes, Contains(HasSubstr("learnt nothing")));
}

} // namespace

} // namespace unividx
