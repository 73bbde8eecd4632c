#pragma once

#include "core/comp/curve.h"
#include "core/image/image.h"

#include <cstdint>
#include <vector>

namespace unividx {

/// A place in a picture, whatever its size: (0, 0) is the upper left corner of the first pixel, (1, 1) the lower right
/// corner of the last. Outside is allowed.
struct Point {
    float x = 0.0f;
    float y = 0.0f;

    bool operator==(const Point&) const = default;
};

/// A corner of a closed Bezier curve: where it is, and its handles (offsets; 0 makes a sharp corner).
struct BezierPoint {
    Point at;
    Point in;
    Point out;

    bool operator==(const BezierPoint&) const = default;
};

/// A shape on one frame; between keys every point goes its own way.
struct ShapeKey {
    std::int64_t frame = 0;
    std::vector<BezierPoint> points; ///< three or more; the same number on every key of a shape
    Interpolation to = Interpolation::Linear;

    bool operator==(const ShapeKey&) const = default;
};

/// What a shape does to a matte. There is no motion blur: an edge is where its key puts it.
enum class ShapeUse {
    Garbage, ///< nothing inside is kept
    Holdout, ///< all inside is kept
};

struct Shape {
    ShapeUse use = ShapeUse::Garbage;
    bool inverted = false;      ///< it is about what lies outside
    float feather = 0.0f;       ///< pixels, as featherMatte
    std::vector<ShapeKey> keys; ///< by frame; none: the shape does nothing

    bool operator==(const Shape&) const = default;
};

/// The shape's curve on a frame. Empty without keys.
std::vector<BezierPoint> shapeAt(const Shape& shape, std::int64_t frame);

/// How much of each pixel lies inside: exact to the flattening of the curve (a twentieth of a pixel). A curve that
/// crosses itself covers what any of its loops covers. Points that are not finite make it cover nothing.
Image drawShape(const std::vector<BezierPoint>& points, Resolution size);

/// The matte under all shapes of a frame, in their order. `scale`: pixels at hand per pixel of the full picture.
Image applyShapes(const Image& matte, const std::vector<Shape>& shapes, std::int64_t frame, float scale);

enum class StrokeUse {
    Keep,   ///< towards 1
    Remove, ///< towards 0
    Soft,   ///< towards the matte feathered by the brush's own radius
};

/// A stroke of the brush. It holds from its frame until the next frame that has strokes.
struct Stroke {
    StrokeUse use = StrokeUse::Keep;
    std::int64_t frame = 0;
    float radius = 20.0f;  ///< pixels of the full picture
    float hardness = 0.5f; ///< 0: falls off from the middle, 1: a sharp edge one pixel wide
    float strength = 1.0f; ///< 0 to 1
    std::vector<Point> points;

    bool operator==(const Stroke&) const = default;
};

/// How strongly a stroke covers each pixel, 0 to 1; crossing its own way adds nothing.
Image drawStroke(const Stroke& stroke, Resolution size, float scale);

/// The matte after the strokes that hold on a frame, in their order.
Image applyStrokes(const Image& matte, const std::vector<Stroke>& strokes, std::int64_t frame, float scale);

} // namespace unividx
