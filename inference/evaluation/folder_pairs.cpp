#include "inference/evaluation/folder_pairs.h"

#include "core/base/error.h"
#include "core/engine/window_plan.h"
#include "core/layers/clip_folder.h"
#include "core/layers/open_layer.h"
#include "core/media/sequence_pattern.h"
#include "core/run/condition_source.h"
#include "inference/evaluation/measure_clip.h"
#include "inference/metrics/seam_ratio.h"

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <utility>

namespace unividx {

namespace {

/// The layers of one side of one clip, opened.
struct Side {
    std::array<std::shared_ptr<MediaReader>, 4> readers;

    Side(const ClipFolder& folder, const Family& family)
    {
        for (std::size_t row = 0; row < 4; ++row) {
            if (folder.layers[row])
                readers[row] = openStraightLayer(*folder.layers[row], family.modalities[row].name);
        }
    }
};

std::string framesText(std::int64_t count)
{
    return std::to_string(count) + (count == 1 ? " frame" : " frames");
}

/// How many frames all layers have. Throws where they do not agree.
std::int64_t commonLength(const Side& made, const Side& wanted, std::optional<std::int64_t> most)
{
    const MediaReader* first = nullptr;
    for (const Side* side : {&wanted, &made}) {
        for (const auto& reader : side->readers) {
            if (!reader)
                continue;
            const MediaInfo& info = reader->info();
            if (!info.holes.empty()) {
                throw Error(ErrorKind::Input, info.path.string() + ": frames " + describeFrames(info.holes) +
                                                  " are missing from the sequence");
            }
            if (most && info.frames.count < *most) {
                throw Error(ErrorKind::Input, info.path.string() + " has " + framesText(info.frames.count) + ", " +
                                                  framesText(*most) + " are to be compared");
            }
            if (!first)
                first = reader.get();
            if (!most && info.frames.count != first->info().frames.count) {
                throw Error(ErrorKind::Input,
                            first->info().path.string() + " has " + framesText(first->info().frames.count) + ", " +
                                info.path.string() + " has " + framesText(info.frames.count) +
                                "; layers are compared frame by frame (--frames N takes the first N)");
            }
        }
    }
    return most.value_or(first->info().frames.count);
}

void requireOneSize(const Side& made, const Side& wanted)
{
    const MediaReader* first = nullptr;
    const auto text = [](const MediaInfo& info) {
        return info.path.string() + " is " + std::to_string(info.resolution.width) + "x" +
               std::to_string(info.resolution.height);
    };
    for (const Side* side : {&wanted, &made}) {
        for (const auto& reader : side->readers) {
            if (reader && !first)
                first = reader.get();
            if (reader && reader->info().resolution != first->info().resolution) {
                throw Error(ErrorKind::Input,
                            text(first->info()) + ", " + text(reader->info()) + "; layers are compared at one size");
            }
        }
    }
}

std::array<FrameSource, 4> sourcesOf(const Side& side, const Family& family)
{
    std::array<FrameSource, 4> sources;
    for (std::size_t row = 0; row < 4; ++row) {
        const auto& reader = side.readers[row];
        if (reader)
            sources[row] =
                conditionSource({reader, reader->info().frames.first, false}, family.modalities[row].decoding);
    }
    return sources;
}

Figures measurePair(const Family& family, const ClipFolder& made, const ClipFolder& wanted, const FolderPairs& pairs,
                    const CancelToken& cancel)
{
    const Side madeSide(made, family);
    const Side wantedSide(wanted, family);
    ClipUnderTest clip;
    clip.family = &family;
    clip.frames = commonLength(madeSide, wantedSide, pairs.frames);
    requireOneSize(madeSide, wantedSide);
    clip.made = sourcesOf(madeSide, family);
    clip.wanted = sourcesOf(wantedSide, family);
    if (pairs.window && pairs.overlap)
        clip.joins = joinFrames(planWindows({0, clip.frames}, {*pairs.window, *pairs.overlap}));
    return measureClip(clip, cancel);
}

const ClipFolder* findClip(const std::vector<ClipFolder>& clips, const std::string& name)
{
    const auto found =
        std::find_if(clips.begin(), clips.end(), [&](const ClipFolder& clip) { return clip.name == name; });
    return found == clips.end() ? nullptr : &*found;
}

/// The clips of both sides side by side. A folder that is itself a clip has its partner whatever the two are called.
std::vector<std::pair<ClipFolder, ClipFolder>> paired(const std::vector<ClipFolder>& made,
                                                      const std::vector<ClipFolder>& wanted, const FolderPairs& pairs)
{
    if (made.size() == 1 && wanted.size() == 1)
        return {{made.front(), wanted.front()}};
    std::vector<std::pair<ClipFolder, ClipFolder>> result;
    for (const ClipFolder& clip : wanted) {
        const ClipFolder* partner = findClip(made, clip.name);
        if (!partner)
            throw Error(ErrorKind::Input, pairs.made.string() + " has no clip named '" + clip.name + "', which " +
                                              pairs.wanted.string() + " has");
        result.emplace_back(*partner, clip);
    }
    for (const ClipFolder& clip : made) {
        if (!findClip(wanted, clip.name))
            throw Error(ErrorKind::Input, pairs.wanted.string() + " has no clip named '" + clip.name + "', which " +
                                              pairs.made.string() + " has");
    }
    return result;
}

/// Whether a clip has more of a family than the rgb that both families share.
bool isOfFamily(const ClipFolder& clip)
{
    return (clip.rows() & ~ModalitySet(0b0001)).any();
}

/// The clips of both sides that are of a family on either.
struct FamilyClips {
    std::vector<ClipFolder> made, wanted;

    void keepTheFamilys()
    {
        std::set<std::string> names;
        for (const auto* side : {&made, &wanted}) {
            for (const ClipFolder& clip : *side) {
                if (isOfFamily(clip))
                    names.insert(clip.name);
            }
        }
        // A folder that is itself a clip has its partner whatever the two are called.
        const bool oneEach = made.size() == 1 && wanted.size() == 1 && !names.empty();
        const auto isStrange = [&](const ClipFolder& clip) { return !oneEach && !names.contains(clip.name); };
        std::erase_if(made, isStrange);
        std::erase_if(wanted, isStrange);
    }
};

void tellWhatIsLeftOut(const Family& family, const ClipFolder& made, const ClipFolder& wanted,
                       const std::function<void(const std::string&)>& note)
{
    const ModalitySet rgb(0b0001);
    const ModalitySet left = wanted.rows() & ~made.rows() & ~rgb;
    if (left.any())
        note(made.name + " has no " + namesOf(family, left) + ", which " + wanted.name + " has; not measured");
    if (!made.layers[0] && !wanted.layers[0])
        note(wanted.name + " has no rgb, so nothing is measured along its motion, nor whether its layers compose");
}

FigureGroup measureFamily(const Family& family, const FamilyClips& clips, const FolderPairs& pairs,
                          const CancelToken& cancel, const std::function<void(const std::string&)>& note)
{
    if (clips.wanted.empty() || clips.made.empty()) {
        throw Error(ErrorKind::Input, (clips.wanted.empty() ? pairs.wanted : pairs.made).string() +
                                          ": has no layer of the " + std::string(family.name) + " family (" +
                                          namesOf(family, ModalitySet(0b1111)) + "), the other folder has");
    }
    FigureGroup group{std::string(family.name), {}};
    for (const auto& [made, wanted] : paired(clips.made, clips.wanted, pairs)) {
        tellWhatIsLeftOut(family, made, wanted, note);
        const ModalitySet alone = made.rows() & ~wanted.rows();
        if (alone.any()) {
            throw Error(ErrorKind::Input, pairs.wanted.string() + ": " + namesOf(family, alone) + " of clip '" +
                                              wanted.name + "' is missing; " + pairs.made.string() + " has it");
        }
        group.clips.push_back({wanted.name, measurePair(family, made, wanted, pairs, cancel)});
    }
    return group;
}

} // namespace

std::vector<FigureGroup> measureFolders(const FolderPairs& pairs, const CancelToken& cancel,
                                        const std::function<void(const std::string&)>& note)
{
    std::vector<FigureGroup> groups;
    for (const Family* family : families()) {
        FamilyClips clips{findClipsIn(pairs.made, *family), findClipsIn(pairs.wanted, *family)};
        clips.keepTheFamilys();
        if (!clips.made.empty() || !clips.wanted.empty())
            groups.push_back(measureFamily(*family, clips, pairs, cancel, note));
    }
    // Nothing but pictures on both sides: renderings, which either family makes.
    const FamilyClips pictures{findClipsIn(pairs.made, intrinsicFamily), findClipsIn(pairs.wanted, intrinsicFamily)};
    if (groups.empty() && !pictures.made.empty() && !pictures.wanted.empty())
        groups.push_back(measureFamily(intrinsicFamily, pictures, pairs, cancel, note));
    if (groups.empty()) {
        throw Error(ErrorKind::Input, pairs.wanted.string() +
                                          ": holds no layers; each is a folder, a movie or a sequence named after it "
                                          "(albedo, irradiance, normal; alpha, foreground, background; rgb)");
    }
    return groups;
}

} // namespace unividx
