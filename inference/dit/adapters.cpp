#include "inference/dit/adapters.h"

namespace unividx {

ModalitySet attentionGates(const Task& task, const AdapterRules& rules)
{
    ModalitySet gates = task.targets();
    if (task.family == &alphaFamily && !rules.alphaFirstAdapter)
        gates.reset(0);
    return gates;
}

} // namespace unividx
