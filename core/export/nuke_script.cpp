#include "core/export/nuke_script.h"

#include "core/comp/nuke_form.h"

#include <utility>

namespace unividx {

namespace {

using namespace detail;

void writeRoot(const NukeScriptRequest& request, NukeForm& form)
{
    const std::string width = std::to_string(request.resolution.width);
    const std::string height = std::to_string(request.resolution.height);
    form.node("Root", {{"inputs", "0"},
                       {"first_frame", std::to_string(request.frames.first)},
                       {"last_frame", std::to_string(request.frames.last())},
                       {"fps", nukeNumber(request.rate.perSecond())},
                       {"format", "\"" + width + " " + height + " 0 0 " + width + " " + height + " 1 shot\""}});
}

/// The main image is the finished picture; the composite begins again with the source.
void startFromSource(NukeForm& form)
{
    if (form.has("source")) {
        form.node("Shuffle", {{"in", "source"}, {"alpha", "white"}, {"name", "Source"}});
        return;
    }
    form.setLabel("source");
    form.leaveOut("the picture: it was exported without the layer source, so the script only reads it");
}

} // namespace

NukeScript formatNukeScript(const NukeScriptRequest& request)
{
    NukeForm form({request.files, request.frames, request.layers, request.plate});
    writeRoot(request, form);
    form.readLayers("Layers");
    startFromSource(form);
    for (const CompNode& node : request.stack.nodes) {
        if (node.bypass)
            continue;
        form.setLabel(nodeName(node));
        writeNukeNode(node.settings, form);
    }
    form.coverByMatte();
    form.addNotes();
    return {form.takeText(), form.takeNotes()};
}

} // namespace unividx
