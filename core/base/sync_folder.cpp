#include "core/base/sync_folder.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace unividx {

void syncFolder(const std::filesystem::path& folder)
{
    const std::filesystem::path named = folder.empty() ? "." : folder;
    const int descriptor = ::open(named.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return; // one that may be written to but not read cannot be brought to the disk by itself
    const int result = ::fsync(descriptor);
    const int code = errno;
    ::close(descriptor);
    if (result != 0 && code != EINVAL && code != ENOTSUP && code != EROFS)
        throw Error(ErrorKind::Output,
                    named.string() + ": cannot be brought to the disk (" + std::strerror(code) + ")");
}

} // namespace unividx
