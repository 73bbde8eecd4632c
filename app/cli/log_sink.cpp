#include "app/cli/log_sink.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <mutex>
#include <string>

namespace unividx::cli {

namespace {

class ConsoleSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit ConsoleSink(Console& console) : console_(console) {}

protected:
    void sink_it_(const spdlog::details::log_msg& message) override
    {
        const std::string sentence(message.payload.data(), message.payload.size());
        if (message.level >= spdlog::level::warn)
            console_.warning(sentence);
        else
            console_.note(sentence);
    }
    void flush_() override {}

private:
    Console& console_;
};

} // namespace

void logThrough(Console& console)
{
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("unividx", std::make_shared<ConsoleSink>(console)));
    spdlog::set_level(spdlog::level::info);
}

} // namespace unividx::cli
