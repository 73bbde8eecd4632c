#include "core/run/input_identity.h"

#include "core/base/error.h"
#include "core/media/source_files.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <system_error>

namespace unividx {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t endBytes = 16 << 10;
constexpr std::uint64_t partBytes = 4 << 10;
constexpr std::uint64_t parts = 8;

class Sampler {
public:
    explicit Sampler(const fs::path& file) : file_(file), stream_(file, std::ios::binary)
    {
        if (!stream_)
            throw Error(ErrorKind::Input, file.string() + ": cannot be read");
    }

    void add(std::uint64_t at, std::uint64_t count)
    {
        buffer_.resize(count);
        stream_.seekg(static_cast<std::streamoff>(at));
        stream_.read(buffer_.data(), static_cast<std::streamsize>(count));
        if (static_cast<std::uint64_t>(stream_.gcount()) != count)
            throw Error(ErrorKind::Input, file_.string() + ": cannot be read to its end");
        for (const char byte : buffer_)
            hash_ = (hash_ ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
    }
    std::uint64_t hash() const { return hash_; }

private:
    const fs::path& file_;
    std::ifstream stream_;
    std::string buffer_;
    std::uint64_t hash_ = 0xcbf29ce484222325;
};

FileIdentity identityOf(const fs::path& file)
{
    std::error_code failed;
    FileIdentity identity;
    identity.name = file.filename().string();
    identity.size = fs::file_size(file, failed);
    if (failed)
        throw Error(ErrorKind::Input, file.string() + ": cannot be read (" + failed.message() + ")");
    identity.modified = fs::last_write_time(file, failed).time_since_epoch().count();
    Sampler sampler(file);
    const std::uint64_t end = std::min(identity.size, endBytes);
    sampler.add(0, end);
    if (identity.size > 2 * endBytes + parts * partBytes) {
        const std::uint64_t apart = (identity.size - 2 * endBytes) / parts;
        for (std::uint64_t part = 0; part < parts; ++part)
            sampler.add(endBytes + part * apart, partBytes);
        sampler.add(identity.size - endBytes, endBytes);
    } else {
        sampler.add(end, identity.size - end);
    }
    identity.sampleHash = sampler.hash();
    return identity;
}

} // namespace

std::vector<FileIdentity> identitiesOf(const std::vector<fs::path>& inputs)
{
    std::vector<FileIdentity> identities;
    for (const fs::path& input : inputs) {
        if (input.empty())
            continue;
        for (const fs::path& file : sourceFiles(input))
            identities.push_back(identityOf(file));
    }
    return identities;
}

std::string formatIdentities(const std::vector<FileIdentity>& files)
{
    nlohmann::json all = nlohmann::json::array();
    for (const FileIdentity& file : files)
        all.push_back({file.name, file.size, file.modified, file.sampleHash});
    return all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<std::vector<FileIdentity>> parseIdentities(std::string_view text)
{
    const auto all = nlohmann::json::parse(text, nullptr, false);
    if (!all.is_array())
        return std::nullopt;
    std::vector<FileIdentity> files;
    for (const auto& row : all) {
        if (!row.is_array() || row.size() != 4 || !row[0].is_string() || !row[1].is_number_unsigned() ||
            !row[2].is_number_integer() || !row[3].is_number_unsigned())
            return std::nullopt;
        files.push_back({row[0], row[1], row[2], row[3]});
    }
    return files;
}

std::string differenceOf(const std::vector<FileIdentity>& before, const std::vector<FileIdentity>& now)
{
    for (std::size_t index = 0; index < std::max(before.size(), now.size()); ++index) {
        if (index >= now.size())
            return before[index].name + " is missing";
        if (index >= before.size() || before[index].name != now[index].name)
            return now[index].name + " was not among the inputs";
        if (before[index].size != now[index].size || before[index].sampleHash != now[index].sampleHash)
            return now[index].name + " has other contents";
        if (before[index].modified != now[index].modified)
            return now[index].name + " was written again";
    }
    return {};
}

} // namespace unividx
