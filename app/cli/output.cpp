#include "app/cli/output.h"

#include "app/cli/json_output.h"
#include "app/cli/text_output.h"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <iostream>

namespace unividx::cli {

void Output::planned(const WindowFigures& figures)
{
    event("plan", {{"window", figures.window},
                   {"overlap", figures.overlap},
                   {"windows", figures.windows},
                   {"frames", figures.frames}});
}

void Output::engineReady(const EngineNews& news)
{
    event("engine", {{"model", news.model}, {"device", news.device}, {"warm", news.warm}});
}

std::unique_ptr<Output> makeOutput(OutputFormat format)
{
    if (format == OutputFormat::Json)
        return std::make_unique<JsonOutput>(std::cout);
    if (format == OutputFormat::OpenJd)
        return std::make_unique<OpenJdOutput>(std::cout, std::cerr);
    if (::isatty(STDERR_FILENO) == 1)
        return std::make_unique<TerminalOutput>(std::cout, std::cerr);
    return std::make_unique<PlainOutput>(std::cout, std::cerr);
}

} // namespace unividx::cli
