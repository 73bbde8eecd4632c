#include "inference/text/html_unescape.h"
#include "inference/text/mojibake.h"
#include "inference/text/prompt_text.h"
#include "inference/text/unicode_text.h"

#include "tests/inference/weights_testing.h"

#include <nlohmann/json.hpp>

namespace unividx {

namespace {

TEST(PromptText, ThePublishedCleaningIsReproduced)
{
    const auto golden = nlohmann::json::parse(readBytes(fixture("text_and_shapes.json")));
    ASSERT_FALSE(golden["text_cleaning"].empty());
    for (const auto& example : golden["text_cleaning"])
        EXPECT_EQ(cleanPrompt(example["input"].get<std::string>()), example["output"].get<std::string>());
}

TEST(PromptText, CleaningIsDoneOnce)
{
    const auto golden = nlohmann::json::parse(readBytes(fixture("text_and_shapes.json")));
    for (const auto& example : golden["text_cleaning"]) {
        const std::string cleaned = example["output"];
        EXPECT_EQ(cleanPrompt(cleaned), cleaned);
    }
}

TEST(PromptText, CharactersGetTheirPlainForm)
{
    EXPECT_EQ(cleanPrompt("ﾊﾝｶｸ　ﬀ ŉ ‚low‛ “q„"), "ハンカク ff 'n 'low' \"q\"");
    EXPECT_EQ(cleanPrompt("a\x1b[31mred\x1b[0m b\x07"
                          "c\xef\xbb\xbf"),
              "ared bc");
    EXPECT_EQ(cleanPrompt("one\xe2\x80\xa9two\rthree\xc2\x85"), "one two three…");
    EXPECT_EQ(cleanPrompt("e\xcc\x81"), "é");
}

TEST(PromptText, SpoiltUtf8IsRepaired)
{
    EXPECT_EQ(cleanPrompt("cafÃ©"), "café");
    EXPECT_EQ(cleanPrompt("itâ€™s"), "it's");
    EXPECT_EQ(cleanPrompt("ä½\xc2\xa0å¥½"), "你好");
    EXPECT_EQ(cleanPrompt("cafÃƒÂ© twice"), "café twice");
    EXPECT_EQ(cleanPrompt("背景 cafÃ©"), "背景 café");
}

TEST(PromptText, GoodTextIsNotTakenForSpoilt)
{
    for (const char* text : {"Ärger über Öl", "naïve façade à la carte", "„Ä“ ist ein Buchstabe", "¡Ábrete, Sésamo!",
                             "Привет, мир", "東京タワー", "🦔 × ÷ ±"}) {
        EXPECT_EQ(repairMojibake(toCodePoints(text)), toCodePoints(text)) << text;
    }
}

TEST(PromptText, HtmlReferencesBecomeTheirCharacters)
{
    const auto plain = [](const char* text) { return toUtf8(unescapeHtml(toCodePoints(text))); };
    EXPECT_EQ(plain("&lt;&#60;&#x3C;&LT"), "<<<<");
    EXPECT_EQ(plain("&copyright &notit; &notin;"), "©right ¬it; ∉");
    EXPECT_EQ(plain("&#0; &#xD800; &#x110000; &#99999999999;"), "\xef\xbf\xbd \xef\xbf\xbd \xef\xbf\xbd \xef\xbf\xbd");
    EXPECT_EQ(plain("&#128; &#1;|&#xFFFF;|"), "€ ||");
    EXPECT_EQ(plain("& &; &# &#x &unknown; &#;"), "& &; &# &#x &unknown; &#;");
    const auto careful = [](const char* text) { return toUtf8(unescapeHtmlCarefully(toCodePoints(text))); };
    EXPECT_EQ(careful("&copy &copy; &EACUTE; &amp"), "&copy © É &amp");
}

TEST(PromptText, AnyBytesBecomeValidText)
{
    std::mt19937 random(5);
    for (int round = 0; round < 2000; ++round) {
        SCOPED_TRACE(round);
        std::string bytes(random() % 24, '\0');
        for (char& byte : bytes)
            byte = static_cast<char>(random() % 3 ? random() % 256 : "&#;x<Ã1 \xe2\x80"[random() % 11]);
        const std::string cleaned = cleanPrompt(bytes);
        EXPECT_EQ(toUtf8(toCodePoints(cleaned)), cleaned);
        EXPECT_EQ(cleaned.find('\n'), std::string::npos);
    }
}

} // namespace

} // namespace unividx
