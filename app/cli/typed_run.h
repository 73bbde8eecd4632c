#pragma once

#include "core/run/run_spec.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace unividx::cli {

/// Which fields of a run a command shows in its help. The others are read all the same.
enum class RunOptionSet { Run, Farm };

/// The options of a run as they are typed: one for each row of the table of fields (core/run/run_fields.h).
class TypedRun {
public:
    /// Adds the options; this object must live as long as `command`.
    void addTo(CLI::App& command, RunOptionSet set);

    /// Whether an option was named.
    bool has(std::string_view option) const;

    /// The options that were named, on top of `spec`. Throws: Usage naming the option that is wrong.
    RunSpec read(RunSpec spec = {}) const;

private:
    struct Typed {
        CLI::Option* option = nullptr;
        std::vector<std::string> texts;
        bool flag = false;
    };

    std::map<std::string, Typed, std::less<>> options_;
};

} // namespace unividx::cli
