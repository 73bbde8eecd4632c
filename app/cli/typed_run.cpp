#include "app/cli/typed_run.h"

#include "core/run/run_fields.h"

namespace unividx::cli {

void TypedRun::addTo(CLI::App& command, RunOptionSet set)
{
    for (const RunField& field : runFields()) {
        const std::string name(field.option);
        Typed& typed = options_[name];
        if (isFlag(field)) {
            typed.option = command.add_flag(name, typed.flag, std::string(field.help));
        } else {
            typed.option = command.add_option(name, typed.texts, std::string(field.help))
                               ->expected(1)
                               ->allow_extra_args(false)
                               ->type_name("TEXT")
                               ->multi_option_policy(isRepeated(field) ? CLI::MultiOptionPolicy::TakeAll
                                                                       : CLI::MultiOptionPolicy::Throw);
            typed.option->default_str(field.unset == RunField::Unset::Package ? "the package's own"
                                                                              : defaultText(field));
        }
        if (field.farm && set == RunOptionSet::Run)
            typed.option->group(""); // read, so that a farm's job can carry them, and not shown
    }
}

bool TypedRun::has(std::string_view option) const
{
    const auto found = options_.find(option);
    return found != options_.end() && found->second.option->count() > 0;
}

RunSpec TypedRun::read(RunSpec spec) const
{
    for (const RunField& field : runFields()) {
        if (!has(field.option))
            continue;
        if (isFlag(field)) {
            setText(field, spec, {});
            continue;
        }
        // As they were typed: CLI11 gives some texts, "{}" for one, a meaning of their own.
        for (const std::string& text : options_.find(field.option)->second.option->results())
            setText(field, spec, text);
    }
    return spec;
}

} // namespace unividx::cli
