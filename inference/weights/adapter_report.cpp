#include "inference/weights/adapter_report.h"

#include "inference/weights/adapter_names.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <map>
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

/// `live`: the adapters whose feed-forward weights learnt something, of `all`.
std::string feedForwardNote(const std::vector<std::string>& live, std::size_t all, const std::string& last, bool gated)
{
    if (live.empty())
        return "no adapter has live feed-forward weights";
    if (gated)
        return live.size() == all ? "" : "some feed-forward adapters have learnt nothing, though each acts on its row";
    if (live.size() > 1)
        return "several adapters have live feed-forward weights; only '" + last +
               "' acts unless the package says otherwise";
    if (live.front() != last)
        return "the feed-forward adapter '" + live.front() + "' is live, not '" + last +
               "' as in the published files; this one should be used";
    return "the feed-forward adapter '" + last + "' is live, as in the published files";
}

void noteWhatActs(AdapterReport& report, const Family& family, const ModelQuirks& quirks)
{
    std::vector<std::string> live;
    for (const AdapterUse& use : report.adapters) {
        if (use.feedForwardLive)
            live.push_back(use.name);
    }
    const std::string last(family.modalities.back().adapter);
    if (live.size() == 1)
        report.liveFeedForward = live.front();
    std::string note = feedForwardNote(live, report.adapters.size(), last, quirks.ffnAdapter == "gated");
    if (!note.empty())
        report.notes.push_back(std::move(note));

    for (const AdapterUse& use : report.adapters) {
        const bool isComposite = &family == &alphaFamily && use.name == family.modalities.front().adapter;
        if (isComposite && use.attentionLive && !quirks.alphaFirstAdapter)
            report.notes.push_back("'" + use.name +
                                   "' has live attention weights; the published inference ignores them");
        if (!isComposite && !use.attentionLive && use.tensors > 0)
            report.notes.push_back("'" + use.name + "' has no live attention weights; it has learnt nothing");
    }
}

} // namespace

TensorMap withoutDitPrefix(const TensorMap& tensors)
{
    TensorMap renamed;
    for (const auto& [name, tensor] : tensors)
        renamed.emplace(withoutDitPrefix(name), tensor);
    return renamed;
}

AdapterReport inspectAdapters(const TensorMap& tensors, const Family& family, const ModelQuirks& quirks)
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
    noteWhatActs(report, family, quirks);
    return report;
}

} // namespace unividx
