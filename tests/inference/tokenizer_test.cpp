#include "inference/text/tokenizer.h"

#include "tests/inference/weights_testing.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace unividx {

namespace {

using Ids = std::vector<std::int64_t>;

TEST(Tokenizer, ThePublishedTokensAreReproduced)
{
    const auto golden = nlohmann::json::parse(readBytes(fixture("tokenizer_cases.json")));
    const Tokenizer tokenizer(fixture("spiece.model"));
    EXPECT_EQ(tokenizer.endId(), golden["eos_id"].get<std::int64_t>());
    EXPECT_EQ(tokenizer.padId(), golden["pad_id"].get<std::int64_t>());
    EXPECT_EQ(tokenizer.vocabularySize(), golden["vocab_size"].get<std::int64_t>());
    ASSERT_FALSE(golden["cases"].empty());
    for (const auto& example : golden["cases"]) {
        const std::string text = example["text"];
        EXPECT_EQ(tokenizer.encode(text), example["raw_ids"].get<Ids>()) << text;
        const Tokens tokens = tokenizer.tokenize(text, golden["max_length"]);
        EXPECT_EQ(tokens.ids, example["padded_ids"].get<Ids>()) << text;
        EXPECT_EQ(tokens.mask, example["mask"].get<Ids>()) << text;
    }
}

TEST(Tokenizer, TheEmptyPromptIsItsEndTokenAlone)
{
    const Tokens tokens = Tokenizer(fixture("spiece.model")).tokenize("", 4);
    EXPECT_EQ(tokens.ids, (Ids{1, 0, 0, 0}));
    EXPECT_EQ(tokens.mask, (Ids{1, 0, 0, 0}));
    EXPECT_EQ(tokens.length, 1);
    EXPECT_FALSE(tokens.truncated);
}

TEST(Tokenizer, ALongPromptIsCutBeforeItsEndToken)
{
    const Tokenizer tokenizer(fixture("spiece.model"));
    std::string text;
    for (int word = 0; word < 50; ++word)
        text += "the camera ";
    const Tokens tokens = tokenizer.tokenize(text, 8);
    EXPECT_TRUE(tokens.truncated);
    EXPECT_EQ(tokens.length, 8);
    EXPECT_EQ(tokens.ids.back(), tokenizer.endId());
    EXPECT_EQ(tokenizer.tokenize("the", 1).ids, Ids{1});
    EXPECT_THROW(tokenizer.tokenize("the", 0), Error);
}

TEST(Tokenizer, ASpecialTokenWrittenOutIsThatToken)
{
    const Tokenizer tokenizer(fixture("spiece.model"));
    Ids expected = tokenizer.encode("the camera");
    const Ids second = tokenizer.encode("fox");
    expected.push_back(tokenizer.endId());
    expected.insert(expected.end(), second.begin(), second.end());
    EXPECT_EQ(tokenizer.encode("the camera</s>fox"), expected);
    EXPECT_EQ(tokenizer.encode("</s></s>"), (Ids{1, 1}));
}

TEST(Tokenizer, AFileThatIsNoVocabularyIsNamed)
{
    const ScratchFolder folder;
    writeBytes(folder / "spiece.model", "hello");
    EXPECT_THAT(modelErrorOf([&] { Tokenizer(folder / "spiece.model"); }), testing::HasSubstr("spiece.model"));
    EXPECT_THAT(modelErrorOf([&] { Tokenizer(folder / "none.model"); }), testing::HasSubstr("cannot be opened"));
}

} // namespace

} // namespace unividx
