#include "core/media/ffmpeg_info.h"

#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/media/ffmpeg_color.h"
#include "core/media/ffmpeg_convert.h"
#include "core/time/timecode.h"

extern "C" {
#include <libavutil/dict.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>
#include <string>

namespace unividx::ffmpeg {

namespace {

FrameRate rateOf(AVRational rate)
{
    if (rate.num <= 0 || rate.den <= 0)
        return {0, 1};
    const int divisor = std::gcd(rate.num, rate.den);
    return {rate.num / divisor, rate.den / divisor};
}

std::string perSecond(double rate)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.4g", rate);
    return text.data();
}

std::string frames(std::int64_t count)
{
    return std::to_string(count) + (count == 1 ? " frame" : " frames");
}

Orientation orientationOf(const AVStream& stream, MediaInfo& info)
{
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 31, 102)
    const AVPacketSideData* side = av_packet_side_data_get(
        stream.codecpar->coded_side_data, stream.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
    const std::uint8_t* data = side != nullptr ? side->data : nullptr;
    const std::size_t size = side != nullptr ? side->size : 0;
#else
    std::size_t size = 0;
    const std::uint8_t* data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
#endif
    if (data == nullptr || size < 9 * sizeof(std::int32_t))
        return {};
    const auto* matrix = reinterpret_cast<const std::int32_t*>(data);
    // Rows of the matrix are {a b u}, {c d v}: x' = a x + c y, y' = b x + d y.
    const Orientation orientation = orientationOfMatrix(matrix[0], matrix[1], matrix[3], matrix[4]);
    const bool upright = matrix[0] > 0 && matrix[1] == 0 && matrix[3] == 0 && matrix[4] > 0;
    if (!upright && orientation.identity())
        info.notes.push_back("The file asks for a turn that is not a quarter turn; it is shown as stored.");
    info.rotation = orientation.quarterTurns * 90;
    return orientation;
}

/// The start timecode's frame, from the stream, the file, or a timecode track.
void findTimecode(const AVFormatContext& container, const AVStream& stream, MediaInfo& info)
{
    const AVDictionaryEntry* entry = av_dict_get(stream.metadata, "timecode", nullptr, 0);
    if (entry == nullptr)
        entry = av_dict_get(container.metadata, "timecode", nullptr, 0);
    for (unsigned i = 0; entry == nullptr && i < container.nb_streams; ++i)
        entry = av_dict_get(container.streams[i]->metadata, "timecode", nullptr, 0);
    info.frames.first = 1001;
    if (entry == nullptr)
        return;
    if (const auto timecode = parseTimecode(entry->value)) {
        info.timecode = formatTimecode(*timecode);
        info.frames.first = frameOfTimecode(*timecode, info.rate);
    } else {
        info.notes.push_back(std::string("The timecode '") + entry->value + "' cannot be read; frames start at 1001.");
    }
}

/// The rate where times do not count: what the file declares, and a clock whose ticks are frames.
RateChoice rateWithoutTimes(MovieFacts& facts, const std::vector<FrameRate>& declared)
{
    const RateChoice choice = chooseRate({}, facts.timeBase, declared);
    facts.timeBase = {choice.rate.denominator, choice.rate.numerator};
    return choice;
}

RateChoice rateOfTimes(const MovieIndex& index, const MovieFacts& facts, const std::vector<FrameRate>& declared)
{
    std::vector<std::int64_t> times = index.expected;
    // A cut end may lack frames between those that are left; that is damage, not a variable rate.
    if (index.truncated)
        times.resize(times.size() > 48 ? times.size() - 16 : std::max<std::size_t>(times.size() / 2, 1));
    return chooseRate(times, facts.timeBase, declared);
}

void describeTimes(const std::filesystem::path& path, const MovieIndex& index, const AVStream& stream,
                   MovieFacts& facts)
{
    MediaInfo& info = facts.info;
    const std::vector<FrameRate> declared{rateOf(stream.avg_frame_rate), rateOf(stream.r_frame_rate)};
    facts.timeBase = {std::max(stream.time_base.num, 1), std::max(stream.time_base.den, 1)};
    const auto decoded = static_cast<std::int64_t>(index.times.size());
    RateChoice choice = index.byOrder ? rateWithoutTimes(facts, declared) : rateOfTimes(index, facts, declared);
    info.frames.count = slotOf(index.times.back(), index.times.front(), facts.timeBase, choice.rate) + 1;
    if (info.frames.count > decoded * limits().heldFrames) {
        info.notes.push_back("The times in the file are damaged (" + frames(decoded) + " over " +
                             std::to_string(info.frames.count) +
                             " frame numbers); its frames are shown one after "
                             "another. Check the rate.");
        facts.timesAreUseless = true;
        choice = rateWithoutTimes(facts, {}); // what it declares was measured from those times
        info.frames.count = decoded;
    }
    info.rate = choice.rate;
    info.rateIsDeclared = choice.declared;
    info.variableRate = choice.variable;
    if (info.frames.count > limits().frames)
        throw Error(ErrorKind::Input, path.string() + ": its times cover " + std::to_string(info.frames.count) +
                                          " frames, more than " + std::to_string(limits().frames) +
                                          "; they are damaged, or raise frames in UNIVIDX_LIMITS");
    if (choice.variable)
        info.notes.push_back("Frame times vary (" + perSecond(choice.slowest) + " to " + perSecond(choice.fastest) +
                             " frames a second); its " + frames(decoded) + " are shown at a constant " +
                             perSecond(info.rate.perSecond()) + " by presentation time, as " +
                             frames(info.frames.count) + ".");
    if (!choice.declared)
        info.notes.push_back("The file does not say its frame rate; " + perSecond(info.rate.perSecond()) +
                             " is assumed.");
}

void describeDamage(const MovieIndex& index, MediaInfo& info)
{
    info.truncated = index.truncated;
    if (index.truncated)
        info.notes.push_back("The end of the file is missing or damaged; the " +
                             frames(static_cast<std::int64_t>(index.times.size())) + " before it are used" +
                             (index.lostAtEnd > 0 ? ", " + frames(index.lostAtEnd) + " after it are not." : "."));
    if (index.lostAtStart > 0)
        info.notes.push_back(frames(index.lostAtStart) + " at the start need earlier ones that are not in the file and "
                                                         "are left out.");
    if (index.lostInside > 0)
        info.notes.push_back(frames(index.lostInside) + " inside cannot be decoded; the one before is shown instead.");
    if (index.damaged > 0)
        info.notes.push_back(frames(index.damaged) + " inside are damaged; the decoder filled in parts.");
}

} // namespace

MovieFacts describeMovie(const std::filesystem::path& path, const MovieSource& source, const MovieIndex& index)
{
    const AVStream& stream = source.stream();
    const AVFrame& frame = *index.first;
    const auto pixelFormat = static_cast<AVPixelFormat>(frame.format);
    const char* formatName = av_get_pix_fmt_name(pixelFormat);
    if (!canConvert(pixelFormat))
        throw Error(ErrorKind::Input, path.string() + ": its pixels (" +
                                          (formatName != nullptr ? formatName : "unknown format") +
                                          ") are of a kind that cannot be shown");
    const AVPixFmtDescriptor& format = *av_pix_fmt_desc_get(pixelFormat);
    MovieFacts facts;
    MediaInfo& info = facts.info;
    info.path = path;
    info.format = source.container().iformat->name;
    info.codec = avcodec_get_name(stream.codecpar->codec_id);
    info.pixelFormat = formatName;
    info.bitDepth = format.comp[0].depth;
    info.channels = (format.flags & AV_PIX_FMT_FLAG_ALPHA) != 0 ? 4 : 3;
    info.color = colorTagsOf(frame, *stream.codecpar);
    facts.orientation = orientationOf(stream, info);
    info.resolution = orient({frame.width, frame.height}, facts.orientation);
    const AVFieldOrder order = stream.codecpar->field_order;
    info.interlaced = index.interlaced || order == AV_FIELD_TT || order == AV_FIELD_BB || order == AV_FIELD_TB ||
                      order == AV_FIELD_BT;
    if (info.interlaced)
        info.notes.push_back("The movie is interlaced; its two fields are shown woven together, not deinterlaced.");
    const AVRational aspect =
        frame.sample_aspect_ratio.num > 0 ? frame.sample_aspect_ratio : stream.sample_aspect_ratio;
    if (aspect.num > 0 && aspect.den > 0 && aspect.num != aspect.den)
        info.notes.push_back("Its pixels are not square (" + std::to_string(aspect.num) + ":" +
                             std::to_string(aspect.den) + "); they are shown as stored.");
    for (unsigned i = 0; i < source.container().nb_streams; ++i)
        info.hasAudio = info.hasAudio || source.container().streams[i]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
    describeTimes(path, index, stream, facts);
    findTimecode(source.container(), stream, info);
    describeDamage(index, info);
    return facts;
}

} // namespace unividx::ffmpeg
