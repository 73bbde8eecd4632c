// What a worker and its supervisor say to each other, and the descriptions of items in it.

#include "core/queue/item_kind.h"
#include "core/queue/protocol.h"
#include "tests/fuzz/fuzz.h"

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const fuzz::MemoryBound bound(size);
    parseWorkerMessage(fuzz::textOf(data, size));
    WorkerCommand command;
    if (!fuzz::accepts([&] { command = parseWorkerCommand(fuzz::textOf(data, size)); }) ||
        command.kind != WorkerCommand::Kind::Run)
        return 0;
    fuzz::require(parseWorkerCommand(runCommandLine(command)).options == command.options,
                  "a command is the same after it was sent");
    fuzz::accepts([&] {
        const ItemKind& kind = itemKind(command.item);
        kind.check(command.options, "options");
        fuzz::accepts([&] { kind.title(command.options); });
        fuzz::accepts([&] { kind.needs(command.options); });
        fuzz::accepts([&] { kind.take(command.options, {1001, 4}); });
        fuzz::accepts([&] { kind.copied(command.options, 2); });
    });
    return 0;
}
