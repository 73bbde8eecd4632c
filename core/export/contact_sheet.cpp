#include "core/export/contact_sheet.h"

#include "core/base/error.h"
#include "core/export/bitmap_font.h"
#include "core/image/resize.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace unividx {

namespace {

constexpr float background = 0.13f; // display-encoded; neutral, so that it does not tint what is judged beside it
constexpr float blank = 0.17f;      // a place without a picture
constexpr float titleInk = 0.92f;
constexpr float labelInk = 0.70f;
constexpr int margin = 24;
constexpr int gap = 6;

struct Canvas {
    Resolution size;
    std::vector<float> pixels;

    explicit Canvas(Resolution resolution)
        : size(resolution),
          pixels(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 3, background)
    {
    }

    void set(int x, int y, float r, float g, float b)
    {
        if (x < 0 || y < 0 || x >= size.width || y >= size.height)
            return;
        float* pixel =
            &pixels[(static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) + static_cast<std::size_t>(x)) *
                    3];
        pixel[0] = r;
        pixel[1] = g;
        pixel[2] = b;
    }
    void text(std::string_view words, int x, int y, int scale, float ink)
    {
        drawText(words, scale, [&](int u, int v) { set(x + u, y + v, ink, ink, ink); });
    }
    void picture(const Image& image, int x, int y, Resolution cell)
    {
        const Image fitted = image.empty() ? Image() : resizeArea(image, cell);
        for (int v = 0; v < cell.height; ++v) {
            for (int u = 0; u < cell.width; ++u) {
                if (fitted.empty())
                    set(x + u, y + v, blank, blank, blank);
                else
                    set(x + u, y + v, fitted.at(u, v, 0), fitted.at(u, v, 1), fitted.at(u, v, 2));
            }
        }
    }
};

struct ClipLayout {
    int columns = 0;
    Resolution cell;
};

ClipLayout layoutOf(const SheetClip& clip, const SheetOptions& options)
{
    ClipLayout layout;
    for (const SheetRow& row : clip.rows) {
        layout.columns = std::max(layout.columns, static_cast<int>(row.frames.size()));
        for (const Image& frame : row.frames) {
            if (frame.empty())
                continue;
            if (frame.channels() != 3)
                throw Error(ErrorKind::Internal, "a contact sheet takes pictures of three channels");
            if (layout.cell == Resolution{})
                layout.cell = fitInto(frame.resolution(), {options.cellWidth, 8 * options.cellWidth});
        }
    }
    return layout;
}

} // namespace

Image contactSheet(const std::vector<SheetClip>& clips, const SheetOptions& options)
{
    const int scale = std::max(1, options.textScale);
    const int line = (glyphHeight + 4) * scale;
    int labelWidth = 0;
    int width = 0;
    int height = margin;
    std::vector<ClipLayout> layouts;
    for (const SheetClip& clip : clips) {
        for (const SheetRow& row : clip.rows)
            labelWidth = std::max(labelWidth, textWidth(row.label, scale) + 2 * gap);
    }
    for (const SheetClip& clip : clips) {
        const ClipLayout layout = layoutOf(clip, options);
        layouts.push_back(layout);
        if (layout.cell == Resolution{})
            continue;
        width = std::max(
            {width, labelWidth + layout.columns * (layout.cell.width + gap) - gap, textWidth(clip.title, scale)});
        height += 2 * line + static_cast<int>(clip.rows.size()) * (layout.cell.height + gap) - gap + margin;
    }
    if (width == 0)
        throw Error(ErrorKind::Usage, "there is no picture to make a contact sheet of");

    Canvas canvas({width + 2 * margin, height});
    int y = margin;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        const SheetClip& clip = clips[i];
        const auto [columns, cell] = layouts[i];
        if (cell == Resolution{})
            continue;
        canvas.text(clip.title, margin, y, scale, titleInk);
        y += line;
        for (int column = 0; column < std::min(columns, static_cast<int>(clip.columns.size())); ++column)
            canvas.text(clip.columns[static_cast<std::size_t>(column)],
                        margin + labelWidth + column * (cell.width + gap), y, scale, labelInk);
        y += line;
        for (const SheetRow& row : clip.rows) {
            canvas.text(row.label, margin, y + (cell.height - 7 * scale) / 2, scale, labelInk);
            for (int column = 0; column < columns; ++column) {
                const auto place = static_cast<std::size_t>(column);
                canvas.picture(place < row.frames.size() ? row.frames[place] : Image(),
                               margin + labelWidth + column * (cell.width + gap), y, cell);
            }
            y += cell.height + gap;
        }
        y += margin - gap;
    }
    return Image(canvas.size, 3, std::move(canvas.pixels));
}

std::vector<std::int64_t> sampleFrames(FrameRange range, int count)
{
    std::vector<std::int64_t> frames;
    const std::int64_t wanted = std::min<std::int64_t>(range.count, count);
    for (std::int64_t i = 0; i < wanted; ++i)
        frames.push_back(wanted == 1 ? range.first
                                     : range.first + (i * (range.count - 1) + (wanted - 1) / 2) / (wanted - 1));
    return frames;
}

} // namespace unividx
