#include "core/media/ffmpeg_log.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/error.h>
#include <libavutil/log.h>
}

#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <set>

namespace unividx::ffmpeg {

namespace {

// `opaque` may belong to somebody else, so a pointer is followed only if it is one of ours.
std::mutex registryMutex;
std::set<void*>& registry()
{
    static std::set<void*> sinks;
    return sinks;
}

/// The `opaque` of the codec or format context that speaks, or of the one it is part of.
void* opaqueOf(void* context)
{
    for (int depth = 0; context != nullptr && depth < 4; ++depth) {
        const AVClass* type = *static_cast<const AVClass**>(context);
        if (type == nullptr)
            return nullptr;
        if (std::strcmp(type->class_name, "AVCodecContext") == 0)
            return static_cast<AVCodecContext*>(context)->opaque;
        if (std::strcmp(type->class_name, "AVFormatContext") == 0)
            return static_cast<AVFormatContext*>(context)->opaque;
        if (type->parent_log_context_offset == 0)
            return nullptr;
        context = *reinterpret_cast<void**>(static_cast<char*>(context) + type->parent_log_context_offset);
    }
    return nullptr;
}

void takeLine(void* context, int level, const char* format, va_list arguments)
{
    if (level > AV_LOG_ERROR || context == nullptr)
        return;
    void* opaque = opaqueOf(context);
    if (opaque == nullptr)
        return;
    std::array<char, 512> line{};
    std::vsnprintf(line.data(), line.size(), format, arguments);
    const std::lock_guard lock(registryMutex);
    if (registry().contains(opaque))
        static_cast<LogSink*>(opaque)->add(line.data());
}

} // namespace

LogSink::LogSink()
{
    static std::once_flag once;
    std::call_once(once, [] { av_log_set_callback(takeLine); });
    const std::lock_guard lock(registryMutex);
    registry().insert(this);
}

LogSink::~LogSink()
{
    const std::lock_guard lock(registryMutex);
    registry().erase(this);
}

void LogSink::add(const std::string& line)
{
    std::string trimmed = line;
    while (!trimmed.empty() && (trimmed.back() == '\n' || trimmed.back() == '\r' || trimmed.back() == ' '))
        trimmed.pop_back();
    if (trimmed.empty())
        return;
    const std::lock_guard lock(mutex_);
    last_ = trimmed;
    if (all_.size() < 8192)
        all_ += trimmed + '\n';
}

std::string LogSink::lastError() const
{
    const std::lock_guard lock(mutex_);
    return last_;
}

bool LogSink::saw(const std::string& words) const
{
    const std::lock_guard lock(mutex_);
    return all_.find(words) != std::string::npos;
}

std::string describeCode(int code)
{
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return text.data();
}

} // namespace unividx::ffmpeg
