#include "inference/weights/packed_tensors.h"

#include "inference/weights/read_weights.h"
#include "inference/weights/safetensors.h"
#include "inference/weights/weight_files.h"
#include "tests/inference/weights_testing.h"

#include <torch/utils.h>

#include <gmock/gmock.h>

namespace unividx {
namespace {

using ::testing::HasSubstr;

/// Rows whose largest values lie far apart, one of zeros among them.
at::Tensor unevenMatrix()
{
    at::manual_seed(11);
    const at::Tensor sizes = at::logspace(-4, 2, 96).unsqueeze(1);
    at::Tensor matrix = at::randn({96, 64}) * sizes;
    matrix[5].zero_();
    return matrix;
}

TEST(PackedTensors, RowsOfBytesStayWithinHalfAStep)
{
    const at::Tensor matrix = unevenMatrix();
    const TensorMap packed = withPackedMatrices(
        {{"w", matrix}, {"b", at::ones({4096})}, {"s", at::ones({4, 4})}, {"k", at::ones({64, 16, 3, 3})}});
    EXPECT_EQ(packed.at("w").scalar_type(), at::kChar);
    EXPECT_EQ(packed.at("w.scale").scalar_type(), at::kHalf);
    EXPECT_EQ(packed.at("k").scalar_type(), at::kChar) << "a kernel";
    EXPECT_EQ(packed.at("b").scalar_type(), at::kFloat) << "no matrix";
    EXPECT_EQ(packed.at("s").scalar_type(), at::kFloat) << "too small";
    const at::Tensor back = unpacked(packed).at("w");
    const at::Tensor scale = packed.at("w.scale").to(at::kFloat).unsqueeze(1);
    // Half a step, and float32's own rounding.
    EXPECT_LE(((back - matrix).abs() - scale * 0.5001).max().item<double>(), 0);
    // A scale is up to 1/1024 + 1/2048 larger than it need be, or a step of float16's smallest values.
    EXPECT_LE((scale - matrix.abs().amax(1, true) / 127 * 1.0016).max().item<double>(), 1.3e-7);
    EXPECT_LT(((back - matrix).square().sum() / matrix.square().sum()).sqrt().item<double>(), 0.01);
    EXPECT_EQ(unpacked(packed).size(), 4U);
}

TEST(PackedTensors, AFileOfThemReadsAsWholeTensors)
{
    const ScratchFolder folder;
    writeSafetensors(folder / "packed.safetensors", withPackedMatrices({{"w", unevenMatrix()}}));
    const TensorMap read = readWeights(folder / "packed.safetensors");
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read.at("w").sizes(), at::IntArrayRef({96, 64}));
    const TensorInfoMap header = readWeightsHeader(folder / "packed.safetensors");
    ASSERT_EQ(header.size(), 1U);
    EXPECT_EQ(header.at("w").dtype, "I8 x F16");
    EXPECT_EQ(header.at("w").bytes, 96U * 64U + 96U * 2U);
}

TEST(PackedTensors, WhatIsStoredWithoutZerosIsExact)
{
    at::manual_seed(12);
    const at::Tensor whole = (at::randn({7, 3, 5}) * at::randint(0, 2, {7, 3, 5})).to(at::kHalf);
    std::vector<std::uint8_t> bits((static_cast<std::size_t>(whole.numel()) + 7) / 8);
    const at::Tensor kept = whole.flatten() != 0;
    for (std::int64_t i = 0; i < whole.numel(); ++i)
        bits[static_cast<std::size_t>(i / 8)] |=
            static_cast<std::uint8_t>(kept[i].item<bool>() ? 1U << static_cast<unsigned>(i % 8) : 0U);
    TensorMap packed{{"w", whole.flatten().masked_select(kept)},
                     {"w.places", at::tensor(bits, at::kByte)},
                     {"w.shape", at::tensor(std::vector<std::int64_t>{7, 3, 5})}};
    expectSameTensors(unpacked(packed), {{"w", whole}});
    packed["w.shape"] = at::tensor(std::vector<std::int64_t>{7, 3, 50});
    EXPECT_THAT(modelErrorOf([&] { unpacked(packed); }), HasSubstr("places for another shape"));
    packed["w.shape"] = at::tensor(std::vector<std::int64_t>{7, 3, 5});
    packed["w"] = packed["w"].narrow(0, 1, 3);
    EXPECT_THAT(modelErrorOf([&] { unpacked(packed); }), HasSubstr("another number of values"));
}

TEST(PackedTensors, OtherNamesThatEndAlikeStay)
{
    const TensorMap plain{{"w", at::ones({3})}, {"w.scale", at::ones({3})}, {"w.shape", at::ones({1})}};
    expectSameTensors(unpacked(plain), plain);
}

TEST(PackedTensors, AMissingScaleIsNamed)
{
    EXPECT_THAT(modelErrorOf([] {
                    unpacked({{"w", at::ones({4, 4}, at::kChar)}, {"w.scale", at::ones({3}, at::kHalf)}});
                }),
                HasSubstr("'w' needs one scale for each row"));
}

} // namespace
} // namespace unividx
