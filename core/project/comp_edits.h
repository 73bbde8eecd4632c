#pragma once

#include "core/comp/stack.h"
#include "core/project/project.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace unividx {

// Edits of a clip's compositing nodes: functions from a project to a project, as all edits. Numbers out of range are
// taken to the nearest that is in it.
//
// Throws, all of them: Internal if the clip or the node is not there; the rest stands with each edit.

/// All nodes at once: a preset, or those of another clip.
Project setStack(Project project, ClipId id, CompStack stack);

/// Puts a node in front of the one at `place`; past the end: after the last.
Project addNode(Project project, ClipId id, std::size_t place, CompNode node);
Project removeNode(Project project, ClipId id, std::size_t node);

/// Takes a node out and puts it where it is the `place`-th.
Project moveNode(Project project, ClipId id, std::size_t node, std::size_t place);
Project setNode(Project project, ClipId id, std::size_t node, CompNode changed);
Project bypassNode(Project project, ClipId id, std::size_t node, bool bypass);

/// A number of a node, by its name in nodeKinds(). Where it has keys, the key of `frame` (the source's number) is set
/// or made; else its constant. Throws: Usage if the node has no such number.
Project setNumber(Project project, ClipId id, std::size_t node, std::string_view name, std::int64_t frame, float value);

/// Makes a key with the value that the number has there, or takes the key away. Throws: Usage as above.
Project keyNumber(Project project, ClipId id, std::size_t node, std::string_view name, std::int64_t frame, bool key,
                  Interpolation to = Interpolation::Smooth);

// The same for the lights of a relight node. Throws: Internal if the node has no lights, or not that one; Usage if
// lights have no such number (lightParameters() has the names).

Project setLights(Project project, ClipId id, std::size_t node, std::vector<Light> lights);
Project setLightNumber(Project project, ClipId id, std::size_t node, std::size_t light, std::string_view name,
                       std::int64_t frame, float value);
Project keyLightNumber(Project project, ClipId id, std::size_t node, std::size_t light, std::string_view name,
                       std::int64_t frame, bool key, Interpolation to = Interpolation::Smooth);

} // namespace unividx
