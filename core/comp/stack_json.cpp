#include "core/comp/stack_json.h"

#include "core/comp/nodes/node_json.h"

#include <utility>

namespace unividx::detail {

namespace {

OrderedJson nodeJson(const CompNode& node, const PathBase& base)
{
    const NodeKind& kind = kindOf(node.settings);
    OrderedJson object{{"kind", kind.name}};
    if (!node.name.empty())
        object["name"] = node.name;
    if (node.bypass)
        object["bypass"] = true;
    const NodeSettings plain = kind.make();
    for (const ChoiceRow& row : kind.choices) {
        if (row.get(node.settings) != row.get(plain))
            object[std::string(row.name)] = wordOf(row.words, row.get(node.settings));
    }
    for (const NumberRow& row : kind.numbers) {
        const Curve& curve = *findNumber(node.settings, row.name);
        if (!(curve == *findNumber(plain, row.name)))
            object[std::string(row.name)] = curveJson(curve);
    }
    JsonTarget target{object, base};
    writeNodeJson(node.settings, target);
    addRest(object, node.extra);
    return object;
}

CompNode readNode(ObjectReader reader, const PathBase& base)
{
    CompNode node;
    const NodeKind* kind = findNodeKind(reader.text("kind"));
    if (!kind)
        reader.fail("kind", "is not a kind of node this version knows");
    node.settings = kind->make();
    node.name = reader.text("name");
    node.bypass = reader.flag("bypass");
    for (const ChoiceRow& row : kind->choices)
        row.set(node.settings, readWord(reader, std::string(row.name), row.words, row.get(node.settings)));
    for (const NumberRow& row : kind->numbers) {
        Curve& curve = row.curve(node.settings);
        curve = readCurve(reader, std::string(row.name), curve, row.low, row.high);
    }
    JsonSource source{reader, base};
    readNodeJson(node.settings, source);
    node.extra = reader.rest();
    return node;
}

} // namespace

OrderedJson stackJson(const CompStack& stack, const PathBase& base)
{
    OrderedJson list = OrderedJson::array();
    for (const CompNode& node : stack.nodes)
        list.push_back(nodeJson(node, base));
    return list;
}

CompStack readStackNodes(ObjectReader& owner, const std::string& key, const PathBase& base)
{
    CompStack stack;
    for (ObjectReader& node : owner.objects(key))
        stack.nodes.push_back(readNode(std::move(node), base));
    return stack;
}

} // namespace unividx::detail
