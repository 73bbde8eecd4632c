#include "core/base/text_file.h"

#include "core/base/limits.h"

#include <fstream>
#include <iterator>
#include <system_error>

namespace unividx {

std::string readTextFile(const std::filesystem::path& path, ErrorKind kind)
{
    const auto fail = [&](const std::string& what) { return Error(kind, path.string() + ": " + what); };
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found)
        throw fail("there is no such file");
    if (error)
        throw fail("cannot be read (" + error.message() + ")");
    if (!std::filesystem::is_regular_file(status))
        throw fail("is not a plain file");
    const auto size = std::filesystem::file_size(path, error);
    if (error)
        throw fail("cannot be read (" + error.message() + ")");
    const std::int64_t most = limits().textBytes;
    if (size > static_cast<std::uintmax_t>(most))
        throw fail("has " + std::to_string(size) + " bytes, more than " + std::to_string(most) +
                   "; raise text-bytes in UNIVIDX_LIMITS if that is right");
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file.is_open() || file.bad())
        throw fail("cannot be read");
    return text;
}

} // namespace unividx
