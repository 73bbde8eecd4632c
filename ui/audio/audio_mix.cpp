#include "ui/audio/audio_mix.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace unividx::ui {

namespace {

std::int64_t sampleOf(std::int64_t frame, FrameRate rate)
{
    // In whole numbers first: frame * 48000 * denominator stays far below the limit of 64 bits.
    return frame * audioRate * rate.denominator / rate.numerator;
}

} // namespace

bool hasSound(const Project& project)
{
    return std::any_of(project.tracks.begin(), project.tracks.end(), [&](const Track& track) {
        return track.kind == TrackKind::Audio && !track.muted &&
               std::any_of(track.clips.begin(), track.clips.end(), [&](const Clip& clip) {
                   const MediaItem* media = findMedia(project, clip.media);
                   return media && media->hasAudio;
               });
    });
}

std::vector<float> AudioMix::read(std::int64_t first, std::int64_t count)
{
    std::vector<float> samples(static_cast<std::size_t>(2 * count), 0.0f);
    for (const Track& track : project_.tracks) {
        if (track.kind != TrackKind::Audio || track.muted)
            continue;
        for (const Clip& clip : track.clips)
            add(clip, first, samples);
    }
    for (float& sample : samples)
        sample = std::clamp(sample, -1.0f, 1.0f);
    return samples;
}

void AudioMix::add(const Clip& clip, std::int64_t first, std::vector<float>& samples)
{
    const auto count = static_cast<std::int64_t>(samples.size() / 2);
    const std::int64_t start = std::max(first, sampleOf(clip.place.first, project_.rate));
    const std::int64_t end = std::min(first + count, sampleOf(clip.place.end(), project_.rate));
    const MediaItem* media = findMedia(project_, clip.media);
    if (start >= end || !media || !media->hasAudio)
        return;
    AudioReader* sound = reader(*media);
    if (!sound)
        return;
    const std::int64_t offset =
        sampleOf(clip.sourceIn - media->frames.first, media->rate) - sampleOf(clip.place.first, project_.rate);
    std::vector<float> piece;
    try {
        piece = sound->read(start + offset, end - start);
    } catch (const Error&) {
        readers_[media->path.string()] = nullptr; // the file went away while it played: silence from here on
        return;
    }
    for (std::size_t i = 0; i < piece.size(); ++i)
        samples[static_cast<std::size_t>(2 * (start - first)) + i] += piece[i];
}

AudioReader* AudioMix::reader(const MediaItem& media)
{
    const std::string path = media.path.string();
    const auto found = readers_.find(path);
    if (found != readers_.end())
        return found->second.get();
    std::unique_ptr<AudioReader> opened;
    try {
        opened = openAudio(path, audioRate);
    } catch (const Error&) {
        opened = nullptr; // the media pool says that the file is missing; here it is silent
    }
    return (readers_[path] = std::move(opened)).get();
}

} // namespace unividx::ui
