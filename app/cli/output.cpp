#include "app/cli/output.h"

#include "app/cli/json_output.h"
#include "app/cli/text_output.h"

#include <unistd.h>

#include <iostream>

namespace unividx::cli {

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
