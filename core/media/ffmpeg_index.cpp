#include "core/media/ffmpeg_index.h"

#include "core/base/error.h"

extern "C" {
#include <libavutil/dict.h>
#include <libavutil/parseutils.h>
}

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>

namespace unividx::ffmpeg {

namespace {

constexpr std::int64_t fullCheckPixels = 320'000'000;
constexpr std::size_t headFrames = 48;

/// What the packets alone say.
struct PacketScan {
    std::vector<std::int64_t> times; ///< ascending, of packets that are shown
    std::vector<KeyPacket> keys;
    std::int64_t packets = 0;
    std::int64_t lastEnd = AV_NOPTS_VALUE;
    bool unreliable = false; ///< a time is missing or appears twice
    bool cut = false;
};

bool isNamed(const MovieSource& source, const char* format)
{
    return std::strstr(source.container().iformat->name, format) != nullptr;
}

/// True if the container promised more than could be read.
bool promisedMore(const MovieSource& source, const PacketScan& scan)
{
    if (source.log().saw("ended prematurely"))
        return true;
    if (isNamed(source, "mov"))
        return avformat_index_get_entries_count(&source.stream()) > scan.packets;
    if (isNamed(source, "avi"))
        return source.stream().nb_frames > scan.packets;
    if (isNamed(source, "matroska") && scan.lastEnd != AV_NOPTS_VALUE) {
        const AVDictionaryEntry* tag =
            av_dict_get(source.stream().metadata, "DURATION", nullptr, AV_DICT_IGNORE_SUFFIX);
        std::int64_t microseconds = 0;
        if (tag == nullptr || av_parse_time(&microseconds, tag->value, 1) < 0)
            return false;
        const AVRational rate = source.stream().avg_frame_rate;
        const double frame = rate.num > 0 && rate.den > 0 ? av_q2d(av_inv_q(rate)) : 0.1;
        return static_cast<double>(microseconds) * 1e-6 >
               static_cast<double>(scan.lastEnd) * av_q2d(source.stream().time_base) + 1.5 * frame;
    }
    return false;
}

PacketScan scanPackets(MovieSource& source)
{
    PacketScan scan;
    while (const AVPacket* packet = source.nextPacket()) {
        ++scan.packets;
        if (packet->pts == AV_NOPTS_VALUE) {
            scan.unreliable = true;
            continue;
        }
        if ((packet->flags & AV_PKT_FLAG_KEY) != 0)
            scan.keys.push_back({packet->pts, packet->dts != AV_NOPTS_VALUE ? packet->dts : packet->pts});
        if ((packet->flags & AV_PKT_FLAG_DISCARD) == 0)
            scan.times.push_back(packet->pts);
        scan.lastEnd = std::max(scan.lastEnd, packet->pts + std::max<std::int64_t>(packet->duration, 0));
    }
    std::sort(scan.times.begin(), scan.times.end());
    std::sort(scan.keys.begin(), scan.keys.end(),
              [](const KeyPacket& a, const KeyPacket& b) { return a.time < b.time; });
    scan.unreliable = scan.unreliable || scan.keys.empty() ||
                      std::adjacent_find(scan.times.begin(), scan.times.end()) != scan.times.end();
    scan.cut = source.endedBadly() || promisedMore(source, scan);
    return scan;
}

/// Decoded frames as they come.
struct DecodedFrame {
    std::int64_t time = 0;
    bool damaged = false;
};

void noteFirst(MovieIndex& index, Frame& frame)
{
    index.interlaced = index.interlaced || isInterlaced(*frame);
    if (!index.first)
        index.first = std::move(frame);
}

/// Damaged frames at the very end are left off, elsewhere they are kept and counted.
void dropDamagedEnd(MovieIndex& index, std::vector<DecodedFrame>& frames)
{
    while (!frames.empty() && frames.back().damaged) {
        frames.pop_back();
        ++index.lostAtEnd;
    }
    index.damaged =
        std::count_if(frames.begin(), frames.end(), [](const DecodedFrame& frame) { return frame.damaged; });
}

bool ascends(const std::vector<DecodedFrame>& frames)
{
    for (std::size_t i = 0; i < frames.size(); ++i)
        if (frames[i].time == AV_NOPTS_VALUE || (i > 0 && frames[i].time <= frames[i - 1].time))
            return false;
    return true;
}

/// Counts, of the frames expected, those that did not come.
void countLost(MovieIndex& index, const std::vector<std::int64_t>& expected)
{
    for (const std::int64_t time : expected) {
        if (std::binary_search(index.times.begin(), index.times.end(), time))
            continue;
        ++(time < index.times.front()  ? index.lostAtStart
           : time > index.times.back() ? index.lostAtEnd
                                       : index.lostInside);
    }
}

void decodeAll(MovieSource& source, PacketScan& scan, MovieIndex& index)
{
    std::vector<DecodedFrame> frames;
    while (Frame frame = source.nextFrame()) {
        frames.push_back({timeOf(*frame), isDamaged(*frame)});
        noteFirst(index, frame);
    }
    dropDamagedEnd(index, frames);
    index.lostAtEnd = 0; // counted below against the packets
    index.byOrder = scan.unreliable || !ascends(frames) ||
                    !std::all_of(frames.begin(), frames.end(), [&scan](const DecodedFrame& frame) {
                        return std::binary_search(scan.times.begin(), scan.times.end(), frame.time);
                    });
    index.times.reserve(frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i)
        index.times.push_back(index.byOrder ? static_cast<std::int64_t>(i) : frames[i].time);
    if (!index.byOrder && !index.times.empty())
        countLost(index, scan.times);
    index.expected = index.byOrder ? index.times : std::move(scan.times);
}

/// Decodes the beginning; false if what comes is not what the packets promised.
bool checkStart(MovieSource& source, const PacketScan& scan, MovieIndex& index)
{
    std::vector<DecodedFrame> frames;
    while (frames.size() < headFrames) {
        Frame frame = source.nextFrame();
        if (!frame)
            return false;
        frames.push_back({timeOf(*frame), isDamaged(*frame)});
        noteFirst(index, frame);
    }
    const auto begin = std::lower_bound(scan.times.begin(), scan.times.end(), frames.front().time);
    if (!ascends(frames) || static_cast<std::size_t>(scan.times.end() - begin) < frames.size() ||
        !std::equal(frames.begin(), frames.end(), begin,
                    [](const DecodedFrame& frame, std::int64_t time) { return frame.time == time; }))
        return false;
    index.lostAtStart = begin - scan.times.begin();
    index.times.assign(begin, scan.times.end());
    return true;
}

/// Decodes from the last key packet on, and leaves out what does not come.
void checkEnd(MovieSource& source, const PacketScan& scan, MovieIndex& index)
{
    for (auto key = scan.keys.rbegin(); key != scan.keys.rend() && !index.times.empty(); ++key) {
        source.seek(*key);
        std::vector<DecodedFrame> frames;
        while (Frame frame = source.nextFrame())
            if (timeOf(*frame) >= key->time)
                frames.push_back({timeOf(*frame), isDamaged(*frame)});
        dropDamagedEnd(index, frames);
        index.lostAtEnd = 0;
        index.damaged = 0;
        const auto tail = std::lower_bound(index.times.begin(), index.times.end(), key->time);
        if (frames.empty()) {
            index.times.erase(tail, index.times.end());
            continue;
        }
        std::vector<std::int64_t> decoded;
        for (const DecodedFrame& frame : frames)
            decoded.push_back(frame.time);
        std::sort(decoded.begin(), decoded.end());
        index.times.erase(std::remove_if(tail, index.times.end(),
                                         [&decoded](std::int64_t time) {
                                             return !std::binary_search(decoded.begin(), decoded.end(), time);
                                         }),
                          index.times.end());
        break;
    }
    index.lostAtStart = 0;
    if (!index.times.empty())
        countLost(index, scan.times);
}

} // namespace

MovieIndex buildIndex(const std::filesystem::path& path)
{
    MovieSource packets(path);
    PacketScan scan = scanPackets(packets);
    const AVCodecParameters& parameters = *packets.stream().codecpar;
    const std::int64_t pixels = std::int64_t{std::max(parameters.width, 1)} * std::max(parameters.height, 1);
    // VP8 stores frames that are never shown as packets of their own.
    const bool decodeWhole = scan.unreliable || parameters.codec_id == AV_CODEC_ID_VP8 ||
                             scan.packets <= static_cast<std::int64_t>(2 * headFrames) ||
                             scan.packets <= fullCheckPixels / pixels;
    MovieIndex index;
    MovieSource source(path);
    if (decodeWhole || !checkStart(source, scan, index)) {
        if (!decodeWhole) {
            index = {};
            source.restart();
        }
        decodeAll(source, scan, index);
    } else {
        checkEnd(source, scan, index);
        index.expected = std::move(scan.times);
    }
    if (index.times.empty() || !index.first) {
        const std::string last = source.log().lastError();
        throw Error(ErrorKind::Input, path.string() + ": none of its " + std::to_string(scan.packets) +
                                          " video packets can be decoded" + (last.empty() ? "" : " (" + last + ")"));
    }
    index.keys = std::move(scan.keys);
    index.truncated = scan.cut || index.lostAtEnd > 0;
    return index;
}

} // namespace unividx::ffmpeg
