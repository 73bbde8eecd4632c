#include "tests/inference/parity/checks.h"

#include "inference/engine/negative_prompt.h"
#include "inference/text/prompt_text.h"
#include "inference/text/tokenizer.h"
#include "inference/text/umt5.h"
#include "inference/weights/safetensors.h"

namespace unividx::parity {

namespace {

/// A prompt's embedding: its own tokens encoded, zeros behind them.
at::Tensor embedded(const UmT5Encoder& encoder, const at::Tensor& ids, std::int64_t length)
{
    const at::Tensor own = ids.narrow(1, 0, length);
    return at::constant_pad_nd(encoder.encode(own, at::ones_like(own)), {0, 0, 0, ids.size(1) - length});
}

void checkLengths(const UmT5Encoder& encoder, FixtureFile& file, Report& report)
{
    for (const std::string& length : file.endings("ids.len")) {
        const at::Tensor ids = file.get("ids.len" + length);
        const at::Tensor mask = file.get("mask.len" + length);
        report.compare("umt5.raw.len" + length, encoder.encode(ids, mask), file.get("raw.len" + length),
                       tolerance::model);
        report.compare("umt5.emb.len" + length, embedded(encoder, ids, mask.sum().item<std::int64_t>()),
                       file.get("emb.len" + length), tolerance::model);
    }
}

/// The one prompt that is in every row of `same4.emb`: the one that is as long.
void checkSame(const UmT5Encoder& encoder, FixtureFile& file, Report& report)
{
    if (!file.has("same4.emb"))
        return;
    const at::Tensor expected = file.get("same4.emb");
    const std::int64_t length = expected[0].abs().sum(-1).gt(0).sum().item<std::int64_t>();
    const std::string name = "ids.len" + std::to_string(length);
    if (!file.has(name))
        return report.note("umt5: no prompt is as long as that of same4.emb");
    report.compare("umt5.same4.emb", embedded(encoder, file.get(name).repeat({expected.size(0), 1}), length), expected,
                   tolerance::model);
}

/// The reference zeroes every row of a batch from the shortest prompt's end on.
void checkQuirk(const UmT5Encoder& encoder, FixtureFile& file, Report& report)
{
    if (!file.has("mixed.lengths"))
        return;
    const at::Tensor lengths = file.get("mixed.lengths");
    std::vector<at::Tensor> rows;
    for (std::int64_t row = 0; row < lengths.numel(); ++row) {
        const std::int64_t length = lengths[row].item<std::int64_t>();
        rows.push_back(embedded(encoder, file.get("ids.len" + std::to_string(length)), length));
    }
    const at::Tensor all = at::cat(rows);
    all.slice(1, lengths.min().item<std::int64_t>()).zero_();
    report.compare("umt5.mixed.emb_reference_quirk", all, file.get("mixed.emb_reference_quirk"), tolerance::model);
}

void checkPositions(const UmT5Encoder& encoder, FixtureFile& file, Report& report)
{
    if (file.has("rel_bucket.bucket")) {
        const at::Tensor positions = file.get("rel_bucket.relative_position");
        const std::int64_t buckets = file.json("config").value("num_buckets", std::int64_t{32});
        const at::Tensor got = at::empty_like(positions);
        for (std::int64_t i = 0; i < positions.numel(); ++i)
            got[i] = positionBucket(positions[i].item<std::int64_t>(), buckets);
        report.compare("umt5.rel_bucket", got, file.get("rel_bucket.bucket"), 0);
    }
    for (const std::string& block : file.endings("pos_bias.block")) {
        const at::Tensor expected = file.get("pos_bias.block" + block);
        report.compare("umt5.pos_bias.block" + block, encoder.positionBias(std::stoul(block), expected.size(-1)),
                       expected, tolerance::table);
    }
}

void checkEncoder(const FixtureFolder& folder, Report& report)
{
    if (!folder.has("umt5.safetensors") || !folder.has("umt5_weights.safetensors"))
        return report.note("skipped the text encoder: umt5.safetensors or umt5_weights.safetensors is missing");
    FixtureFile file(folder.at("umt5.safetensors"));
    const std::filesystem::path weights = folder.at("umt5_weights.safetensors");
    const UmT5Encoder encoder(WeightSource(weights.string(), readSafetensors(weights)));
    checkLengths(encoder, file, report);
    checkSame(encoder, file, report);
    checkQuirk(encoder, file, report);
    checkPositions(encoder, file, report);
    noteUnused(file, report);
}

at::Tensor vectorOf(const std::vector<std::int64_t>& values)
{
    return at::tensor(values, at::kLong);
}

void checkTokenizer(const FixtureFolder& folder, Report& report)
{
    const nlohmann::json cases = folder.json("tokenizer_cases.json");
    if (!folder.has("spiece.model") || !cases.is_object())
        return report.note("skipped the tokenizer: spiece.model or tokenizer_cases.json is missing");
    const Tokenizer tokenizer(folder.at("spiece.model"));
    if (cases.contains("vocab_size"))
        report.require("tokenizer.vocab_size", tokenizer.vocabularySize() == cases["vocab_size"],
                       std::to_string(tokenizer.vocabularySize()));
    if (cases.contains("eos_id"))
        report.require("tokenizer.eos_id", tokenizer.endId() == cases["eos_id"], std::to_string(tokenizer.endId()));
    if (cases.contains("pad_id"))
        report.require("tokenizer.pad_id", tokenizer.padId() == cases["pad_id"], std::to_string(tokenizer.padId()));
    std::size_t number = 0;
    for (const auto& example : cases.value("cases", nlohmann::json::array())) {
        const std::string name = "tokenizer.case" + std::to_string(number++);
        const auto text = example.at("text").get<std::string>();
        const auto padded = example.at("padded_ids").get<std::vector<std::int64_t>>();
        report.compare(name + ".raw_ids", vectorOf(tokenizer.encode(text)),
                       vectorOf(example.at("raw_ids").get<std::vector<std::int64_t>>()), 0);
        const Tokens tokens = tokenizer.tokenize(text, static_cast<std::int64_t>(padded.size()));
        report.compare(name + ".padded_ids", vectorOf(tokens.ids), vectorOf(padded), 0);
        report.compare(name + ".mask", vectorOf(tokens.mask),
                       vectorOf(example.at("mask").get<std::vector<std::int64_t>>()), 0);
    }
}

void checkCleaning(const FixtureFolder& folder, Report& report)
{
    const nlohmann::json file = folder.json("text_and_shapes.json");
    if (file.contains("default_negative_prompt"))
        report.require("default_negative_prompt", file["default_negative_prompt"] == publishedNegativePrompt,
                       "this program's own differs");
    if (!file.contains("text_cleaning"))
        return report.note("skipped prompt cleaning: text_and_shapes.json has none or is missing");
    std::size_t number = 0;
    for (const auto& example : file["text_cleaning"]) {
        const std::string cleaned = cleanPrompt(example.at("input").get<std::string>());
        report.require("text_cleaning.case" + std::to_string(number++),
                       cleaned == example.at("output").get<std::string>(),
                       "'" + cleaned + "' where '" + example.at("output").get<std::string>() + "' is expected");
    }
}

} // namespace

void checkText(const FixtureFolder& folder, Report& report)
{
    report.group("umt5", [&] { checkEncoder(folder, report); });
    report.group("tokenizer", [&] { checkTokenizer(folder, report); });
    report.group("text_cleaning", [&] { checkCleaning(folder, report); });
}

} // namespace unividx::parity
