#include "inference/text/text_encoder.h"

#include "inference/weights/read_weights.h"
#include "inference/weights/safetensors.h"
#include "tests/inference/weights_testing.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>

namespace unividx {

namespace {

// Two float32 implementations differ by 1.5e-6 here; leaving out the position bias gives more than 0.1.
constexpr double tolerance = 1e-4;

double difference(const at::Tensor& a, const at::Tensor& b)
{
    EXPECT_EQ(a.sizes(), b.sizes());
    return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

UmT5Encoder encoderFrom(const std::string& file)
{
    return UmT5Encoder(WeightSource(file, readWeights(fixture(file))));
}

class UmT5 : public testing::Test {
protected:
    TensorMap golden_ = readSafetensors(fixture("umt5.safetensors"));
    UmT5Encoder encoder_ = encoderFrom("umt5_weights.safetensors");
};

TEST_F(UmT5, SizesAreReadOffTheWeights)
{
    EXPECT_EQ(encoder_.width(), 32);
    EXPECT_EQ(encoder_.heads(), 4);
    EXPECT_EQ(encoder_.blocks(), 2U);
    EXPECT_EQ(encoder_.vocabularySize(), 300);
}

TEST_F(UmT5, EveryDistanceFallsIntoThePublishedBucket)
{
    const at::Tensor distances = golden_.at("rel_bucket.relative_position").view({-1});
    const at::Tensor buckets = golden_.at("rel_bucket.bucket").view({-1});
    ASSERT_EQ(distances.numel(), 1023);
    for (std::int64_t index = 0; index < distances.numel(); ++index) {
        const auto distance = distances[index].item<std::int64_t>();
        EXPECT_EQ(positionBucket(distance, 32), buckets[index].item<std::int64_t>()) << distance;
    }
}

TEST_F(UmT5, ThePositionBiasIsThePublishedOne)
{
    EXPECT_LT(difference(encoder_.positionBias(0, 24), golden_.at("pos_bias.block0")), 1e-6);
}

TEST_F(UmT5, TheOutputIsThePublishedOneAtEveryLength)
{
    for (const char* length : {"len1", "len5", "len13", "len24"}) {
        const at::Tensor raw =
            encoder_.encode(golden_.at(std::string("ids.") + length), golden_.at(std::string("mask.") + length));
        EXPECT_LT(difference(raw, golden_.at(std::string("raw.") + length)), tolerance) << length;
    }
}

TEST_F(UmT5, TheTorchArchiveGivesTheSameOutput)
{
    const at::Tensor& ids = golden_.at("ids.len13");
    const at::Tensor& mask = golden_.at("mask.len13");
    EXPECT_LT(difference(encoderFrom("umt5.pth").encode(ids, mask), encoder_.encode(ids, mask)), 1e-6);
}

TEST_F(UmT5, PaddingNeedNotBeComputed)
{
    const at::Tensor ids = golden_.at("ids.len13").slice(1, 0, 13);
    const at::Tensor alone = encoder_.encode(ids, at::ones_like(ids));
    EXPECT_LT(difference(alone, golden_.at("emb.len13").slice(1, 0, 13)), tolerance);
    EXPECT_EQ(golden_.at("emb.len13").slice(1, 13).abs().max().item<float>(), 0.0F);
}

TEST_F(UmT5, HalfPrecisionStaysClose)
{
    const UmT5Encoder half(WeightSource("umt5", readWeights(fixture("umt5.pth"))), at::kCPU, at::kBFloat16);
    const at::Tensor& ids = golden_.at("ids.len13");
    const at::Tensor& mask = golden_.at("mask.len13");
    const at::Tensor exact = encoder_.encode(ids, mask);
    const at::Tensor close = half.encode(ids, mask);
    EXPECT_EQ(close.scalar_type(), at::kBFloat16);
    EXPECT_LT(difference(close, exact) / exact.abs().max().item<double>(), 0.05);
}

TEST_F(UmT5, AMissingForeignOrMisshapedTensorIsNamed)
{
    const auto refusal = [](const std::function<void(TensorMap&)>& change) {
        TensorMap tensors = readWeights(fixture("umt5_weights.safetensors"));
        change(tensors);
        return modelErrorOf([&] { UmT5Encoder(WeightSource("t5", tensors)); });
    };
    using testing::HasSubstr;
    EXPECT_THAT(refusal([](TensorMap& t) { t.erase("blocks.1.ffn.fc1.weight"); }),
                HasSubstr("blocks.1.ffn.fc1.weight"));
    EXPECT_THAT(refusal([](TensorMap& t) { t["extra"] = at::ones({1}); }), HasSubstr("'extra'"));
    EXPECT_THAT(refusal([](TensorMap& t) { t["norm.weight"] = at::ones({31}); }), HasSubstr("norm.weight"));
}

TEST_F(UmT5, ATokenOutsideTheVocabularyIsRefused)
{
    const at::Tensor ids = at::full({1, 2}, 300, at::kLong);
    EXPECT_THAT(modelErrorOf([&] { encoder_.encode(ids, at::ones_like(ids)); }), testing::HasSubstr("vocabulary"));
}

/// The fixtures' vocabulary has 610 pieces and their encoder 300, so this encoder's table is enlarged.
TextEncoder textEncoder(std::size_t cachedPrompts = 16)
{
    TensorMap tensors = readWeights(fixture("umt5_weights.safetensors"));
    at::Tensor& table = tensors.at("token_embedding.weight");
    table = at::cat({table, table, table.slice(0, 0, 10)}, 0);
    return TextEncoder(Tokenizer(fixture("spiece.model")), UmT5Encoder(WeightSource("t5", tensors)), 24, cachedPrompts);
}

TEST(TextEncoder, ATokenizerOfAnotherEncoderIsRefused)
{
    ModelPackage package;
    package.tokenizer = fixture("spiece.model"); // 610 pieces for a table of 300
    package.textEncoder = fixture("umt5.pth");
    EXPECT_THAT(modelErrorOf([&] { openTextEncoder(package); }), testing::HasSubstr("610 tokens"));
}

TEST(TextEncoder, PositionsBehindThePromptAreZero)
{
    const TextEncoder encoder = textEncoder();
    const std::int64_t length = encoder.tokensOf("a red fox").length;
    const at::Tensor embedding = encoder.embedPrompt("a red fox");
    EXPECT_EQ(embedding.sizes(), at::IntArrayRef({1, 24, 32}));
    EXPECT_TRUE(embedding[0].slice(0, 0, length).abs().amax(1).gt(0).all().item<bool>());
    EXPECT_EQ(embedding[0].slice(0, length).abs().max().item<float>(), 0.0F);
}

TEST(TextEncoder, TheEmptyPromptHasOnePosition)
{
    const at::Tensor embedding = textEncoder().embedPrompt("");
    EXPECT_GT(embedding[0][0].abs().max().item<float>(), 0.0F);
    EXPECT_EQ(embedding[0].slice(0, 1).abs().max().item<float>(), 0.0F);
}

TEST(TextEncoder, EachRowIsZeroFromItsOwnLengthUnlessAskedOtherwise)
{
    const TextEncoder encoder = textEncoder();
    const std::vector<std::string> prompts{"", "a red fox walks"};
    const at::Tensor own = encoder.embedPrompts(prompts);
    EXPECT_TRUE(at::equal(own[1], encoder.embedPrompt(prompts[1])[0]));
    const at::Tensor quirk = encoder.embedPrompts(prompts, ZeroFrom::ShortestLength);
    EXPECT_TRUE(at::equal(quirk.slice(1, 0, 1), own.slice(1, 0, 1)));
    EXPECT_EQ(quirk.slice(1, 1).abs().max().item<float>(), 0.0F);
    // The cached embedding is not what was zeroed.
    EXPECT_TRUE(at::equal(encoder.embedPrompt(prompts[1])[0], own[1]));
    EXPECT_THROW(encoder.embedPrompts({}), Error);
}

TEST(TextEncoder, APromptThatCleansToTheSameTextIsEncodedOnce)
{
    const TextEncoder encoder = textEncoder();
    EXPECT_TRUE(encoder.embedPrompt("a  red fox").is_same(encoder.embedPrompt(" a red\tfox ")));
}

TEST(TextEncoder, OnlyTheLatestPromptsAreKept)
{
    const TextEncoder encoder = textEncoder(2);
    const at::Tensor first = encoder.embedPrompt("a");
    encoder.embedPrompt("b");
    EXPECT_TRUE(encoder.embedPrompt("a").is_same(first));
    encoder.embedPrompt("c"); // pushes out b, the one used longest ago
    EXPECT_TRUE(encoder.embedPrompt("a").is_same(first));
    encoder.embedPrompt("b");
    encoder.embedPrompt("c");
    const at::Tensor again = encoder.embedPrompt("a");
    EXPECT_FALSE(again.is_same(first));
    EXPECT_TRUE(at::equal(again, first));
}

} // namespace

} // namespace unividx
