#include "inference/weights/adapter_names.h"

#include <regex>

namespace unividx {

std::string withoutDitPrefix(const std::string& name)
{
    return name.rfind("dit.", 0) == 0 ? name.substr(4) : name;
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

} // namespace unividx
