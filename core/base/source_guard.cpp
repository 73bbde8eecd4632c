#include "core/base/source_guard.h"

#include "core/base/error.h"

#include <sys/stat.h>

#include <map>
#include <optional>
#include <utility>

namespace unividx {

namespace {

using Identity = std::pair<dev_t, ino_t>;

std::optional<Identity> identityOf(const std::filesystem::path& path)
{
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0)
        return std::nullopt;
    return Identity(status.st_dev, status.st_ino);
}

} // namespace

void refuseOverwritingSources(const std::vector<std::filesystem::path>& outputs,
                              const std::vector<std::filesystem::path>& sources)
{
    std::map<Identity, const std::filesystem::path*> read;
    for (const std::filesystem::path& source : sources)
        if (const auto identity = identityOf(source))
            read.emplace(*identity, &source);
    if (read.empty())
        return;
    for (const std::filesystem::path& output : outputs) {
        const auto identity = identityOf(output);
        const auto found = identity ? read.find(*identity) : read.end();
        if (found != read.end())
            throw Error(ErrorKind::Output, output.string() + ": is the source " + found->second->string() +
                                               ", which must not be replaced; choose another folder or name");
    }
}

} // namespace unividx
