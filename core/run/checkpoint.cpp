#include "core/run/checkpoint.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/run/state_folder.h"

#include <charconv>
#include <iterator>
#include <random>
#include <system_error>
#include <utility>

namespace unividx {

namespace {

namespace fs = std::filesystem;

constexpr const char* runFile = "run.json";
constexpr const char* inputsFile = "inputs.json";
constexpr const char* versionFile = "version";

std::string contentsOf(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

const char* wordOf(Checkpoint::Seam side)
{
    return side == Checkpoint::Seam::Tail ? "tail-" : "head-";
}

} // namespace

Checkpoint::Checkpoint(fs::path folder, const std::string& run, OtherRun other, const std::string& shard)
    : folder_(std::move(folder)), run_(run), list_(folder_ / ("published" + (shard.empty() ? "" : "-" + shard)))
{
    makeStateFolder(folder_);
    const std::string there = contentsOf(folder_ / runFile);
    if (there == run_) {
        std::error_code ignored; // a list that cannot be looked at cannot be written either, and that is said then
        begun_ = fs::exists(list_, ignored);
    } else if (!there.empty()) {
        if (other == OtherRun::Refuse)
            throw Error(ErrorKind::Usage, folder_.string() + ": holds the unfinished work of another run; finish that "
                                                             "one, remove the folder, or name another with --state");
        clearStateFolder(folder_);
    }
    if (!begun_)
        return;
    // The last line may be cut off; a number that is not there in full is a frame that is made once more.
    const std::string text = contentsOf(list_);
    for (std::size_t at = 0, end = text.find('\n'); end != std::string::npos; at = end + 1, end = text.find('\n', at)) {
        std::int64_t frame = 0;
        const auto [last, error] = std::from_chars(text.data() + at, text.data() + end, frame);
        if (error == std::errc() && last == text.data() + end)
            published_.insert(frame);
    }
}

void Checkpoint::begin()
{
    if (begun_)
        return;
    if (contentsOf(folder_ / runFile) != run_)
        writeFileAtomically(folder_ / runFile, run_);
    writeFileAtomically(list_, "");
    begun_ = true;
}

std::optional<std::vector<FileIdentity>> Checkpoint::inputs() const
{
    return parseIdentities(contentsOf(folder_ / inputsFile));
}

void Checkpoint::keepInputs(const std::vector<FileIdentity>& files) const
{
    writeFileAtomically(folder_ / inputsFile, formatIdentities(files));
}

std::optional<std::int64_t> Checkpoint::version() const
{
    const std::string text = contentsOf(folder_ / versionFile);
    std::int64_t version = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    return error == std::errc() && end != text.data() ? std::optional(version) : std::nullopt;
}

std::int64_t Checkpoint::keepVersion(std::int64_t version) const
{
    // A link, unlike a rename, leaves what is there.
    const fs::path own = folder_ / ("." + std::string(versionFile) + ".part-" + std::to_string(std::random_device()()));
    writeFileAtomically(own, std::to_string(version) + "\n");
    std::error_code taken;
    fs::create_hard_link(own, folder_ / versionFile, taken);
    std::error_code ignored; // cleared with the state
    if (taken && !this->version())
        fs::rename(own, folder_ / versionFile, ignored); // a file system without links
    else
        fs::remove(own, ignored);
    return this->version().value_or(version);
}

void Checkpoint::markPublished(std::int64_t frame)
{
    if (!published_.insert(frame).second)
        return;
    if (!journal_.is_open()) {
        journal_.open(list_, std::ios::app);
        journal_ << '\n'; // ends a line that was cut off
    }
    journal_ << frame << '\n' << std::flush;
    if (!journal_)
        throw Error(ErrorKind::Output, list_.string() + ": cannot be written; is there space left?");
}

fs::path Checkpoint::pathOf(const char* word, std::int64_t frame) const
{
    return folder_ / (word + std::to_string(frame) + ".layers");
}

void Checkpoint::saveSeam(Seam side, std::int64_t first, const LayerFrames& frames) const
{
    saveLayerFrames(pathOf(wordOf(side), first), frames);
}

std::optional<LayerFrames> Checkpoint::loadSeam(Seam side, std::int64_t first) const
{
    return loadLayerFrames(pathOf(wordOf(side), first));
}

bool Checkpoint::hasSeam(Seam side, std::int64_t first) const
{
    return loadSeam(side, first).has_value();
}

void Checkpoint::dropSeam(Seam side, std::int64_t first) const
{
    std::error_code ignored; // one that stays takes space until the run is done
    fs::remove(pathOf(wordOf(side), first), ignored);
}

void Checkpoint::saveFrame(std::int64_t frame, const LayerFrame& layers) const
{
    saveLayerFrames(pathOf("frame-", frame), {{frame, layers}});
}

std::optional<LayerFrame> Checkpoint::loadFrame(std::int64_t frame) const
{
    auto frames = loadLayerFrames(pathOf("frame-", frame));
    if (!frames || !frames->contains(frame))
        return std::nullopt;
    return std::move(frames->at(frame));
}

} // namespace unividx
