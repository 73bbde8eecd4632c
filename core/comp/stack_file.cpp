#include "core/comp/stack_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text_file.h"
#include "core/comp/stack_json.h"

#include <fstream>
#include <iterator>

namespace unividx {

namespace {

constexpr std::int64_t stackFileVersion = 1;

} // namespace

std::string formatStack(const CompStack& stack, const std::filesystem::path& folder)
{
    const nlohmann::ordered_json object{{"uvcomp", stackFileVersion},
                                        {"nodes", detail::stackJson(stack, {folder, {}})}};
    return detail::dumpJson(object, "the compositing nodes");
}

CompStack parseStack(std::string_view text, const std::filesystem::path& folder, const std::string& name)
{
    const detail::Json json = detail::parseJson(text, name);
    if (!json.is_object() || !json.contains("uvcomp"))
        throw Error(ErrorKind::Input, name + ": is not a list of compositing nodes (the key 'uvcomp' is missing)");
    detail::ObjectReader reader(json, name + ": ");
    if (const std::int64_t version = reader.integer("uvcomp"); version < 1 || version > stackFileVersion)
        throw Error(ErrorKind::Input, name + ": has format " + std::to_string(version) + "; this program knows " +
                                          std::to_string(stackFileVersion));
    CompStack stack = detail::readStackNodes(reader, "nodes", {folder, {}});
    if (!(clampedStack(stack) == stack))
        throw Error(ErrorKind::Input, name + ": has keys out of order, or points too far outside the picture");
    return stack;
}

CompStack openStack(const std::filesystem::path& path)
{
    return parseStack(readTextFile(path), std::filesystem::absolute(path).parent_path(), path.string());
}

void saveStack(const CompStack& stack, const std::filesystem::path& path)
{
    writeFileAtomically(path, formatStack(stack, std::filesystem::absolute(path).parent_path()));
    removeLeftovers({path}); // of one that was killed
}

} // namespace unividx
