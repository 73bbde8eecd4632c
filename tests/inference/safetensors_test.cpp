#include "inference/weights/safetensors.h"

#include "tests/inference/weights_testing.h"

#include <gmock/gmock.h>

#include <cstring>

namespace unividx {

namespace {

using testing::HasSubstr;

/// A file with this header text and `dataSize` zero bytes.
std::string fileWith(const std::string& header, std::size_t dataSize)
{
    const std::uint64_t length = header.size();
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &length, 8);
    return bytes + header + std::string(dataSize, '\0');
}

TEST(Safetensors, EveryTypeIsReadWithItsValues)
{
    const TensorMap tensors = readSafetensors(fixture("dtypes.safetensors"));
    const SafetensorsHeader header = readSafetensorsHeader(fixture("dtypes.safetensors"));
    std::set<at::ScalarType> types;
    bool hasScalar = false;
    bool hasEmpty = false;
    for (const auto& [name, tensor] : tensors) {
        types.insert(tensor.scalar_type());
        hasScalar = hasScalar || tensor.dim() == 0;
        hasEmpty = hasEmpty || tensor.numel() == 0;
        EXPECT_EQ(tensor.sizes().vec(), header.tensors.at(name).shape) << name;
    }
    for (const auto type :
         {at::kFloat, at::kHalf, at::kBFloat16, at::kLong, at::kInt, at::kShort, at::kByte, at::kBool})
        EXPECT_EQ(types.count(type), 1U) << c10::toString(type);
    EXPECT_TRUE(hasScalar);
    EXPECT_TRUE(hasEmpty);
}

TEST(Safetensors, HalfPrecisionWeightsEqualTheirFloatTwins)
{
    const TensorMap half = readSafetensors(fixture("lora_intrinsic_bf16.safetensors"));
    const TensorMap full = readSafetensors(fixture("lora_intrinsic.safetensors"));
    ASSERT_EQ(half.size(), full.size());
    for (const auto& [name, tensor] : full)
        EXPECT_TRUE(at::equal(half.at("dit." + name), tensor.to(at::kBFloat16))) << name;
}

TEST(Safetensors, ShardsAreOneCheckpointHoweverTheyAreNamed)
{
    const auto shard = fixture("dit_base-00001-of-00002.safetensors");
    const TensorMap all = readSafetensors(shard);
    EXPECT_EQ(all.count("blocks.0.self_attn.q.weight"), 1U);
    EXPECT_EQ(all.count("head.head.weight"), 1U);
    expectSameTensors(readSafetensors(fixture("dit_base-*.safetensors")), all);

    const ScratchFolder folder;
    for (const char* name : {"dit_base-00001-of-00002.safetensors", "dit_base-00002-of-00002.safetensors"})
        std::filesystem::copy_file(fixture(name), folder / name);
    expectSameTensors(readSafetensors(folder.path()), all);
    writeBytes(folder / "dit_base.safetensors.index.json",
               R"({"weight_map": {"a": "dit_base-00001-of-00002.safetensors",
                                  "b": "dit_base-00002-of-00002.safetensors"}})");
    expectSameTensors(readSafetensors(folder / "dit_base.safetensors.index.json"), all);
    expectSameTensors(readSafetensors(folder.path()), all);
}

TEST(Safetensors, AMissingShardIsNamed)
{
    const ScratchFolder folder;
    std::filesystem::copy_file(fixture("dit_base-00001-of-00002.safetensors"),
                               folder / "dit_base-00001-of-00002.safetensors");
    EXPECT_THAT(modelErrorOf([&] { readSafetensors(folder.path()); }),
                HasSubstr("dit_base-00002-of-00002.safetensors"));
}

TEST(Safetensors, ATensorInTwoShardsIsRefused)
{
    const ScratchFolder folder;
    writeSafetensors(folder / "m-00001-of-00002.safetensors", {{"same", at::ones({2})}});
    writeSafetensors(folder / "m-00002-of-00002.safetensors", {{"same", at::ones({2})}});
    EXPECT_THAT(modelErrorOf([&] { readSafetensors(folder.path()); }), HasSubstr("'same'"));
}

TEST(Safetensors, AnIndexCannotReachOutOfItsFolder)
{
    const ScratchFolder folder;
    writeBytes(folder / "m.index.json", R"({"weight_map": {"a": "../m.safetensors"}})");
    EXPECT_THAT(modelErrorOf([&] { readSafetensors(folder / "m.index.json"); }), HasSubstr("'a'"));
}

TEST(Safetensors, WhatIsWrittenIsReadBackWithItsMetadata)
{
    const ScratchFolder folder;
    const TensorMap tensors{{"strided", at::arange(12).reshape({3, 4}).t()},
                            {"half", at::randn({5}).to(at::kBFloat16)},
                            {"scalar", at::scalar_tensor(2.5)},
                            {"flags", at::ones({3}, at::kBool)},
                            {"none", at::empty({0, 4})},
                            {"名前", at::randn({1, 2, 3}, at::kDouble)}};
    writeSafetensors(folder / "写.safetensors", tensors, {{"format", "pt"}, {"note", "é"}});
    const TensorMap back = readSafetensors(folder / "写.safetensors");
    expectSameTensors(back, tensors);
    for (const auto& [name, tensor] : tensors)
        EXPECT_EQ(back.at(name).scalar_type(), tensor.scalar_type()) << name;
    EXPECT_EQ(safetensorsMetadata(folder / "写.safetensors").at("note"), "é");
}

TEST(Safetensors, AFailedWriteLeavesTheOldFile)
{
    const ScratchFolder folder;
    const auto path = folder / "w.safetensors";
    writeSafetensors(path, {{"a", at::ones({2})}});
    const std::string before = readBytes(path);
    EXPECT_THROW(writeSafetensors(path, {{"a", at::ones({2}, at::kComplexFloat)}}), Error);
    EXPECT_EQ(readBytes(path), before);
}

TEST(Safetensors, ChangingATensorInPlaceLeavesTheFileAlone)
{
    const ScratchFolder folder;
    const auto path = folder / "w.safetensors";
    writeSafetensors(path, {{"a", at::ones({1000})}});
    readSafetensors(path).at("a").zero_();
    EXPECT_EQ(readSafetensors(path).at("a").sum().item<float>(), 1000.0F);
}

TEST(Safetensors, ATensorOutlivesTheMapItCameFrom)
{
    at::Tensor kept = readSafetensors(fixture("vae_weights.safetensors")).at("conv1.bias");
    EXPECT_TRUE(at::isfinite(kept).all().item<bool>());
}

TEST(Safetensors, MisalignedDataIsStillRead)
{
    const ScratchFolder folder;
    const std::string header = R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                               R"("b":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}})";
    writeBytes(folder / "m.safetensors", fileWith(header, 9));
    EXPECT_TRUE(at::equal(readSafetensors(folder / "m.safetensors").at("b"), at::zeros({2})));
}

TEST(Safetensors, DamageIsNamed)
{
    struct Case {
        std::string header;
        std::size_t dataSize;
        std::string expected;
    };
    const std::vector<Case> cases{
        {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 7, "cut off inside the tensor 'a'"},
        {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 9, "follow the last tensor"},
        {R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8, "takes 12 bytes"},
        {R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", 8, "not whole numbers"},
        {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", 8, "ends before it begins"},
        {R"({"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}})", 0, "impossible"},
        {R"({"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}})", 0, "impossible"},
        {R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}})",
         6, "overlaps"},
        {R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}})",
         6, "gap before the tensor 'b'"},
        {R"({"a":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}})", 8, "unknown type 'Q4'"},
        {R"({"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}})", 8, "F8_E4M3"},
        {R"({"a":{"shape":[2],"data_offsets":[0,8]}})", 8, "lacks"},
        {R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
         1, "twice"},
        {R"({"__metadata__":{"n":1}})", 0, "'n' is not a string"},
        {R"([1,2])", 0, "not valid JSON"},
        {R"({"a")", 0, "not valid JSON"},
    };
    const ScratchFolder folder;
    const auto path = folder / "m.safetensors";
    for (const Case& wrong : cases) {
        writeBytes(path, fileWith(wrong.header, wrong.dataSize));
        const std::string sentence = modelErrorOf([&] { readSafetensors(path); });
        EXPECT_THAT(sentence, HasSubstr(wrong.expected)) << wrong.header;
        EXPECT_THAT(sentence, HasSubstr(path.string()));
    }
    writeBytes(path, "abc");
    EXPECT_THAT(modelErrorOf([&] { readSafetensors(path); }), HasSubstr("too short"));
    writeBytes(path, std::string(8, '\xff') + "{}");
    EXPECT_THAT(modelErrorOf([&] { readSafetensors(path); }), HasSubstr("no safetensors file"));
    writeBytes(path, std::string("\x40\0\0\0\0\0\0\0{}", 10));
    EXPECT_THAT(modelErrorOf([&] { readSafetensors(path); }), HasSubstr("inside its header"));
    EXPECT_THAT(modelErrorOf([&] { readSafetensors(folder / "none.safetensors"); }), HasSubstr("no such file"));
}

TEST(Safetensors, AnyDamageIsReadOrRefusedNeverACrash)
{
    const ScratchFolder folder;
    const auto path = folder / "m.safetensors";
    const std::string whole = readBytes(fixture("dtypes.safetensors"));
    std::mt19937 random(20);
    int refused = 0;
    for (int round = 0; round < 1200; ++round) {
        writeBytes(path, mutated(whole, random, whole.size()));
        try {
            for (const auto& [name, tensor] : readSafetensors(path))
                EXPECT_EQ(tensor.clone().numel(), tensor.numel());
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Model) << error.what();
            ++refused;
        }
    }
    EXPECT_GT(refused, 200);
}

} // namespace

} // namespace unividx
