#pragma once

#include "core/project/project.h"

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace unividx::testing_project {

/// A media item of the size and kind tests need; `path` decides nothing.
MediaItem movie(const std::string& path, FrameRange frames = {1001, 100}, FrameRate rate = {24, 1});

/// A project with two video tracks, an audio track and media of several rates, a still among them.
Project filledProject();

struct RandomEdit {
    std::string name;
    Project project;
};

/// How many kinds of edits randomEdit() draws from.
std::size_t randomEditKinds();

/// One edit with random arguments, some of them far out of range. What an edit refuses leaves the project as it was.
RandomEdit randomEdit(const Project& project, std::mt19937_64& random);

/// A project after that many random edits.
Project randomProject(std::uint64_t seed, int edits);

} // namespace unividx::testing_project
