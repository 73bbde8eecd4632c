#include "app/cli/log_sink.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <mutex>
#include <string>

namespace unividx::cli {

namespace {

class OutputSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit OutputSink(const Context& context) : context_(context) {}

protected:
    void sink_it_(const spdlog::details::log_msg& message) override
    {
        const std::string sentence(message.payload.data(), message.payload.size());
        if (message.level >= spdlog::level::warn)
            context_.output->warning(sentence);
        else
            context_.output->note(sentence);
    }
    void flush_() override {}

private:
    const Context& context_;
};

} // namespace

void logThrough(const Context& context)
{
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("unividx", std::make_shared<OutputSink>(context)));
    spdlog::set_level(spdlog::level::info);
}

} // namespace unividx::cli
