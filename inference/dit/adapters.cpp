#include "inference/dit/adapters.h"

namespace unividx {

Rows attentionGates(const Task& task, const AdapterRules& rules)
{
    Rows gates = task.targets();
    if (task.family == &alphaFamily && !rules.alphaFirstAdapter)
        gates.reset(0);
    return gates;
}

} // namespace unividx
