#include "core/base/output_lock.h"

#include "core/base/process_identity.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <sstream>
#include <string_view>
#include <thread>
#include <utility>

namespace unividx {

namespace fs = std::filesystem;

/// A stretch of the file's offsets: 30 bits for the name without its frame number, 32 for the number.
struct OutputLock::Range {
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::vector<fs::path> targets; ///< one an offset

    bool overlaps(std::int64_t otherFirst, std::int64_t otherCount) const
    {
        return first < otherFirst + otherCount && otherFirst < first + count;
    }
};

namespace {

constexpr std::chrono::milliseconds pause{50};

/// FNV-1a, 30 bits: two names of one folder that meet cost a refusal, and a thousand sequences meet once in two
/// thousand folders.
std::int64_t nameHash(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return static_cast<std::int64_t>((hash ^ hash >> 30) & 0x3fffffff);
}

/// The offset of a name: its last number before the extension counts on, so that a sequence is one range.
std::int64_t offsetOf(const std::string& name, std::size_t extension)
{
    constexpr std::size_t longestNumber = 9;
    const auto isDigit = [&](std::size_t at) { return name[at] >= '0' && name[at] <= '9'; };
    std::size_t end = name.size() - extension;
    while (end > 0 && !isDigit(end - 1))
        --end;
    std::size_t begin = end;
    while (begin > 0 && isDigit(begin - 1))
        --begin;
    if (begin == end || end - begin > longestNumber)
        return nameHash(name) << 32;
    const std::string rest = name.substr(0, begin) + '\n' + std::to_string(end - begin) + '\n' + name.substr(end);
    return nameHash(rest) << 32 | std::stoll(name.substr(begin, end - begin));
}

struct flock lockOf(std::int64_t first, std::int64_t count)
{
    struct flock lock = {}; // l_pid has to be 0
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = first;
    lock.l_len = count; // 0 reaches to the end
    return lock;
}

bool meansTaken(int code)
{
    return code == EAGAIN || code == EACCES || code == EINTR;
}

bool isInPlace(int descriptor, const fs::path& path)
{
    struct stat open = {};
    struct stat named = {};
    return ::fstat(descriptor, &open) == 0 && ::stat(path.c_str(), &named) == 0 && open.st_dev == named.st_dev &&
           open.st_ino == named.st_ino;
}

int openFile(const fs::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor < 0)
        throw Error(ErrorKind::Output, path.string() + ": the names of outputs cannot be locked (" +
                                           std::strerror(errno) +
                                           "); see that the folder can be written, and remove the file if no other "
                                           "job writes there");
    // Others who write into a shared folder have to open it too; its owner alone can allow that.
    [[maybe_unused]] const int shared = ::fchmod(descriptor, 0666);
    return descriptor;
}

/// One line of the list: "OFFSET COUNT TAG process 12 on host".
struct Listed {
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::string tag;
    std::string process;
    std::int64_t place = 0; ///< in the file
};

std::vector<Listed> listOf(int descriptor)
{
    constexpr std::size_t longest = 16 << 20; // what is beyond is not ours
    std::string text;
    std::array<char, 4096> bytes{};
    while (text.size() < longest) {
        const ssize_t count = ::pread(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(text.size()));
        if (count <= 0)
            break;
        text.append(bytes.data(), static_cast<std::size_t>(count));
    }
    std::vector<Listed> list;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        Listed listed;
        std::istringstream line(text.substr(begin, end - begin));
        line >> listed.first >> listed.count >> listed.tag >> std::ws;
        if (std::getline(line, listed.process)) {
            listed.place = static_cast<std::int64_t>(begin);
            list.push_back(std::move(listed));
        }
        begin = end + 1;
    }
    return list;
}

} // namespace

OutputLock::OutputLock(const fs::path& folder, const std::vector<fs::path>& targets, std::chrono::milliseconds patience)
    : file_(folder / fileName)
{
    std::vector<std::pair<std::int64_t, fs::path>> names;
    for (const fs::path& target : targets)
        names.emplace_back(
            offsetOf(target.lexically_relative(folder).generic_string(), target.extension().native().size()), target);
    std::sort(names.begin(), names.end());
    for (auto& [offset, target] : names) {
        if (!ranges_.empty() && offset < ranges_.back().first + ranges_.back().count)
            continue; // named twice
        if (ranges_.empty() || offset != ranges_.back().first + ranges_.back().count)
            ranges_.push_back({offset, 0, {}});
        ++ranges_.back().count;
        ranges_.back().targets.push_back(std::move(target));
    }
    if (ranges_.empty())
        return;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        descriptor_ = openFile(file_);
        std::string refusal = tryToLock();
        if (refusal.empty() && isInPlace(descriptor_, file_))
            return;
        release();
        if (refusal.empty())
            continue; // the last job of before has just removed it
        if (std::chrono::steady_clock::now() >= deadline)
            throw NameTaken(refusal);
        std::this_thread::sleep_for(pause);
    }
}

OutputLock::~OutputLock()
{
    release();
}

/// A sentence if another job is at one of the names.
std::string OutputLock::tryToLock()
{
    // In the order of offsets, so that of two jobs that want the same names one gets all of them.
    for (const Range& range : ranges_) {
        struct flock asked = lockOf(range.first, range.count);
        if (::fcntl(descriptor_, F_OFD_SETLK, &asked) == 0)
            continue;
        if (meansTaken(errno))
            return holderOf(range);
        keepsLocks_ = false;
        break;
    }
    enter();
    if (keepsLocks_)
        return {};
    for (const Range& range : ranges_) {
        if (std::string refusal = holderOf(range); !refusal.empty())
            return refusal;
    }
    return {};
}

std::string OutputLock::holderOf(const Range& range) const
{
    std::int64_t first = range.first;
    std::string process = keepsLocks_ ? "another process" : "";
    std::string remedy;
    struct flock asked = lockOf(range.first, range.count);
    if (keepsLocks_ && ::fcntl(descriptor_, F_OFD_GETLK, &asked) == 0 && asked.l_type != F_UNLCK)
        first = std::max<std::int64_t>(first, asked.l_start);
    for (const Listed& listed : listOf(descriptor_)) {
        if (!range.overlaps(listed.first, listed.count) ||
            (!keepsLocks_ && listedAt_ >= 0 && listed.place >= listedAt_))
            continue; // those who came later give way
        const ProcessLife life = lifeOf(listed.tag);
        if (life == ProcessLife::Ended)
            continue;
        first = std::max(first, listed.first);
        process = listed.process;
        if (!keepsLocks_ && life == ProcessLife::Unknown)
            remedy = " (this file system keeps no locks: if that process has ended, remove " + file_.string() + ")";
    }
    if (process.empty())
        return {};
    const auto place = static_cast<std::size_t>(std::min(first - range.first, range.count - 1));
    return range.targets[place].string() + ": " + process +
           " is writing files of this name; wait until it ends, or choose another folder or name" + remedy;
}

/// Adds this job to the list.
void OutputLock::enter()
{
    lines_.clear();
    for (const Range& range : ranges_)
        lines_ += std::to_string(range.first) + " " + std::to_string(range.count) + " " + processTag() + " " +
                  describeProcess() + "\n";
    const int list = ::open(file_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
    const ssize_t written = list < 0 ? -1 : ::write(list, lines_.data(), lines_.size());
    // With locks the list is only for the eyes of those who are refused: on a full disk they learn less.
    listedAt_ = written == static_cast<ssize_t>(lines_.size()) ? ::lseek(list, 0, SEEK_CUR) - written : -1;
    if (list >= 0)
        ::close(list);
}

void OutputLock::release()
{
    if (descriptor_ < 0)
        return;
    if (const std::int64_t place = std::exchange(listedAt_, -1); place >= 0) {
        std::replace_if(
            lines_.begin(), lines_.end(), [](char c) { return c != '\n'; }, ' ');
        [[maybe_unused]] const ssize_t blanked =
            ::pwrite(descriptor_, lines_.data(), lines_.size(), static_cast<off_t>(place));
    }
    struct flock whole = lockOf(0, 0);
    bool last = keepsLocks_ && ::fcntl(descriptor_, F_OFD_SETLK, &whole) == 0;
    if (!keepsLocks_) {
        const auto list = listOf(descriptor_);
        last = std::all_of(list.begin(), list.end(),
                           [](const Listed& listed) { return lifeOf(listed.tag) == ProcessLife::Ended; });
    }
    if (last && isInPlace(descriptor_, file_))
        ::unlink(file_.c_str());
    ::close(std::exchange(descriptor_, -1));
}

} // namespace unividx
