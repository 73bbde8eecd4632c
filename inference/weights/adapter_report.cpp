#include "inference/weights/adapter_report.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

namespace unividx {

namespace {

/// Looks at a few elements first: a tensor that learnt anything is non-zero almost everywhere.
bool isLive(const at::Tensor& tensor)
{
    constexpr std::int64_t glance = 4096;
    const at::Tensor flat = tensor.reshape({-1});
    if (flat.slice(0, 0, glance).ne(0).any().item<bool>())
        return true;
    return flat.numel() > glance && flat.slice(0, glance).ne(0).any().item<bool>();
}

void noteWhatActs(AdapterReport& report, const Family& family)
{
    std::vector<std::string> live;
    for (const AdapterUse& use : report.adapters) {
        if (use.feedForwardLive)
            live.push_back(use.name);
    }
    const std::string last(family.modalities.back().adapter);
    if (live.size() == 1)
        report.liveFeedForward = live.front();
    if (live.empty())
        report.notes.push_back("no adapter has live feed-forward weights");
    else if (live.size() > 1)
        report.notes.push_back("several adapters have live feed-forward weights; only '" + last +
                               "' acts unless the package says otherwise");
    else if (live.front() != last)
        report.notes.push_back("the feed-forward adapter '" + live.front() + "' is live, not '" + last +
                               "' as in the published files; this one should be used");
    else
        report.notes.push_back("the feed-forward adapter '" + last + "' is live, as in the published files");

    for (const AdapterUse& use : report.adapters) {
        const bool isComposite = &family == &alphaFamily && use.name == family.modalities.front().adapter;
        if (isComposite && use.attentionLive)
            report.notes.push_back("'" + use.name +
                                   "' has live attention weights; the published inference ignores them");
        if (!isComposite && !use.attentionLive && use.tensors > 0)
            report.notes.push_back("'" + use.name + "' has no live attention weights; it has learnt nothing");
    }
}

} // namespace

std::string withoutDitPrefix(const std::string& name)
{
    return name.rfind("dit.", 0) == 0 ? name.substr(4) : name;
}

TensorMap withoutDitPrefix(const TensorMap& tensors)
{
    TensorMap renamed;
    for (const auto& [name, tensor] : tensors)
        renamed.emplace(withoutDitPrefix(name), tensor);
    return renamed;
}

std::optional<AdapterTensorName> parseAdapterName(const std::string& name)
{
    static const std::regex form(
        R"((?:dit\.)?(blocks\.\d+\.(?:self_attn\.[qkvo]|ffn\.[02]))\.lora_([AB])\.([^.]+)\.weight)");
    std::smatch match;
    if (!std::regex_match(name, match, form))
        return std::nullopt;
    return AdapterTensorName{match[1], match[2].str()[0], match[3]};
}

AdapterReport inspectAdapters(const TensorMap& tensors, const Family& family)
{
    AdapterReport report;
    for (const Modality& modality : family.modalities)
        report.adapters.push_back({std::string(modality.adapter), 0, false, false});

    std::map<std::string, int> pairs; // layer and adapter -> which sides were seen
    std::set<std::string> unknown;
    for (const auto& [name, tensor] : tensors) {
        const auto parsed = parseAdapterName(name);
        if (!parsed) {
            report.problems.push_back("the tensor '" + name + "' is no adapter tensor of this model");
            continue;
        }
        auto use = std::find_if(report.adapters.begin(), report.adapters.end(),
                                [&](const AdapterUse& known) { return known.name == parsed->adapter; });
        if (use == report.adapters.end()) {
            unknown.insert(parsed->adapter);
            use = report.adapters.insert(report.adapters.end(), {parsed->adapter, 0, false, false});
        }
        ++use->tensors;
        pairs[parsed->layer + " " + parsed->adapter] |= parsed->side == 'A' ? 1 : 2;
        bool& live = parsed->isFeedForward() ? use->feedForwardLive : use->attentionLive;
        if (parsed->side == 'B' && !live)
            live = isLive(tensor);
    }
    for (const std::string& adapter : unknown)
        report.problems.push_back("the adapter '" + adapter + "' is unknown to the family '" +
                                  std::string(family.name) + "'");
    for (const auto& [pair, sides] : pairs) {
        if (sides != 3)
            report.problems.push_back("the adapter at '" + pair + "' has no lora_" + (sides == 1 ? "B" : "A"));
    }
    for (std::size_t row = 0; row < family.modalities.size(); ++row) {
        if (report.adapters[row].tensors == 0)
            report.problems.push_back("the adapter '" + report.adapters[row].name + "' is missing");
    }
    noteWhatActs(report, family);
    return report;
}

} // namespace unividx
