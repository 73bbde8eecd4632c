#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/log_sink.h"
#include "app/engine/short_waits.h"

#include <cstdlib>
#include <new>
#include <string>

namespace {

using unividx::cli::ExitCode;

/// Runs what the arguments chose, and turns whatever ends it into a sentence and an exit code. The one place of this
/// program that catches.
ExitCode runAction(unividx::cli::Context& context)
{
    try {
        context.action();
        context.output->finish();
        return context.result;
    } catch (const unividx::Cancelled&) {
        context.output->error(ExitCode::Cancelled, "stopped; the frames written so far are complete");
        return ExitCode::Cancelled;
    } catch (const unividx::Error& error) {
        const ExitCode code = unividx::cli::exitCodeOf(error.kind());
        context.output->error(code, error.what());
        return code;
    } catch (const std::bad_alloc&) {
        context.output->error(ExitCode::OutOfMemory,
                              "out of memory; choose a smaller --size, fewer --frames or a smaller --window");
        return ExitCode::OutOfMemory;
    } catch (const std::exception& error) {
        context.output->error(ExitCode::Internal, std::string("a fault in the program: ") + error.what());
        return ExitCode::Internal;
    }
}

} // namespace

int main(int argc, char** argv)
{
    unividx::startWithShortWaits(argv);
    unividx::cli::Context context;
    CLI::App app{"Takes video apart into layers, and makes video from layers.", "unividx"};
    app.require_subcommand(1);
    app.set_version_flag("--version", UNIVIDX_VERSION);
    app.footer("Exit codes: 0 done, 2 usage, 3 input, 4 model, 5 out of memory, 6 output, "
               "7 items of a queue failed, 130 stopped by Ctrl-C.");
    app.add_flag_callback(
           "--json", [&] { context.output = unividx::cli::makeOutput(unividx::cli::OutputFormat::Json); },
           "One JSON object a line on standard output")
        ->trigger_on_parse()
        ->configurable(false);
    app.add_flag_callback(
           "--verbose", [] { ::setenv("UNIVIDX_VERBOSE", "1", 1); },
           "Let workers write all they do to their log (~/.local/state/unividx/logs/worker.log)")
        ->trigger_on_parse()
        ->configurable(false);
    app.fallthrough();

    unividx::cli::addRunCommand(app, context);
    unividx::cli::addTasksCommand(app, context);
    unividx::cli::addCompCommand(app, context);
    unividx::cli::addExportCommand(app, context);
    unividx::cli::addModelCommand(app, context);
    unividx::cli::addTrainCommand(app, context);
    unividx::cli::addInfoCommand(app, context);
    unividx::cli::addEvalCommand(app, context);
    unividx::cli::addDoctorCommand(app, context);
    unividx::cli::addSampleCommand(app, context);
    unividx::cli::addFarmCommand(app, context);
    unividx::cli::addProjectCommand(app, context);
    unividx::cli::addQueueCommand(app, context);
    unividx::cli::addWorkerCommand(app, context);

    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {
        return app.exit(success); // --help and --version
    } catch (const CLI::ParseError& error) {
        context.output->error(ExitCode::Usage, std::string(error.what()) + " (see unividx --help)");
        return static_cast<int>(ExitCode::Usage);
    }
    unividx::cli::logThrough(context);
    const unividx::cli::InterruptGuard interrupts(context.cancel);
    return static_cast<int>(runAction(context));
}
