#include "core/comp/shape.h"

#include "core/base/parallel.h"
#include "core/comp/matte_tools.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace unividx {

namespace {

Point mix(Point a, Point b, float share)
{
    return {a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
}

bool isFinite(Point p)
{
    return std::isfinite(p.x) && std::isfinite(p.y);
}

// A closed line of straight pieces, in pixels.
std::vector<Point> flatten(const std::vector<BezierPoint>& points, Resolution size)
{
    constexpr float furthest = 64.0f; // pictures away; keeps the number of pieces in hand
    const auto inPixels = [&](Point p) {
        return Point{std::clamp(p.x, -furthest, furthest) * static_cast<float>(size.width),
                     std::clamp(p.y, -furthest, furthest) * static_cast<float>(size.height)};
    };
    std::vector<Point> line;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const BezierPoint& a = points[i];
        const BezierPoint& b = points[(i + 1) % points.size()];
        const Point p0 = inPixels(a.at);
        const Point p1 = inPixels({a.at.x + a.out.x, a.at.y + a.out.y});
        const Point p2 = inPixels({b.at.x + b.in.x, b.at.y + b.in.y});
        const Point p3 = inPixels(b.at);
        // A piece's distance from its chord is at most the second differences' length times 3/4 / n^2.
        const float bend = std::max(std::hypot(p0.x - 2 * p1.x + p2.x, p0.y - 2 * p1.y + p2.y),
                                    std::hypot(p1.x - 2 * p2.x + p3.x, p1.y - 2 * p2.y + p3.y));
        const int pieces = std::clamp(static_cast<int>(std::ceil(std::sqrt(0.75f * bend / 0.05f))), 1, 1000);
        for (int k = 0; k < pieces; ++k) {
            const float t = static_cast<float>(k) / static_cast<float>(pieces);
            const Point q0 = mix(p0, p1, t);
            const Point q1 = mix(p1, p2, t);
            const Point q2 = mix(p2, p3, t);
            line.push_back(mix(mix(q0, q1, t), mix(q1, q2, t), t));
        }
    }
    return line;
}

// Adds one piece to the rows' changes of coverage: summed from the left they are the covered share of each pixel,
// signed by the piece's direction. Each piece counts for all that lies to its right.
class Coverage {
public:
    explicit Coverage(Resolution size) : size_(size), change_(static_cast<std::size_t>(size.width + 2) * size.height) {}

    void add(Point a, Point b)
    {
        if (a.y == b.y)
            return;
        const double sign = a.y < b.y ? 1.0 : -1.0;
        if (a.y > b.y)
            std::swap(a, b);
        const double slope = (static_cast<double>(b.x) - a.x) / (static_cast<double>(b.y) - a.y);
        const int first = std::max(0, static_cast<int>(std::floor(a.y)));
        const int last = std::min(size_.height - 1, static_cast<int>(std::ceil(b.y)) - 1);
        for (int y = first; y <= last; ++y) {
            const double top = std::max<double>(a.y, y);
            const double bottom = std::min<double>(b.y, y + 1);
            if (bottom > top)
                addInRow(y, a.x + (top - a.y) * slope, a.x + (bottom - a.y) * slope, sign * (bottom - top));
        }
    }

    Image finish() const
    {
        std::vector<float> pixels;
        pixels.reserve(static_cast<std::size_t>(size_.width) * static_cast<std::size_t>(size_.height));
        for (int y = 0; y < size_.height; ++y) {
            double sum = 0.0;
            for (int x = 0; x < size_.width; ++x) {
                sum += change_[index(y, x)];
                pixels.push_back(static_cast<float>(std::min(1.0, std::fabs(sum))));
            }
        }
        return Image(size_, 1, std::move(pixels));
    }

private:
    std::size_t index(int y, int x) const { return static_cast<std::size_t>(y) * (size_.width + 2) + x; }

    // A piece that goes from x0 to x1 within one row, of signed height `height`.
    void addInRow(int y, double x0, double x1, double height)
    {
        const double limit = size_.width;
        double left = std::clamp(std::min(x0, x1), 0.0, limit);
        const double right = std::clamp(std::max(x0, x1), 0.0, limit);
        if (right - left < 1e-9) {
            addStep(y, left, height);
            return;
        }
        // What lies beyond the border counts as a vertical piece on it, so that nothing is lost.
        const double full = std::fabs(x1 - x0);
        addStep(y, 0.0, height * (left - std::min(x0, x1)) / full);
        const double density = height / full;
        while (left < right) {
            const double next = std::min(right, std::floor(left) + 1.0);
            addStep(y, 0.5 * (left + next), density * (next - left));
            left = next;
        }
    }

    // A vertical piece at x: its own pixel is covered to the right of it, all further ones wholly.
    void addStep(int y, double x, double height)
    {
        const int column = std::min(size_.width, static_cast<int>(x));
        const double inside = height * (column + 1.0 - x);
        change_[index(y, column)] += inside;
        change_[index(y, column + 1)] += height - inside;
    }

    Resolution size_;
    std::vector<double> change_;
};

float distanceToPiece(float x, float y, Point a, Point b)
{
    const float dx = b.x - a.x;
    const float dy = b.y - a.y;
    const float length = dx * dx + dy * dy;
    const float t = length > 0.0f ? std::clamp(((x - a.x) * dx + (y - a.y) * dy) / length, 0.0f, 1.0f) : 0.0f;
    return std::hypot(x - a.x - t * dx, y - a.y - t * dy);
}

// Calls `use(y, first, last, cover)` for every row a stroke touches, with how strongly it covers the pixels [first,
// last) (cover[0] is the first). Time goes with what the stroke covers, not with the picture.
template <typename Use>
void overStroke(const Stroke& stroke, Resolution size, float scale, const Use& use)
{
    std::vector<Point> line;
    for (const Point& point : stroke.points) {
        if (isFinite(point))
            line.push_back({point.x * static_cast<float>(size.width), point.y * static_cast<float>(size.height)});
    }
    if (line.empty())
        return;
    if (line.size() == 1)
        line.push_back(line.front());
    const float radius = std::max(0.5f, stroke.radius * scale);
    const float core = std::clamp(stroke.hardness, 0.0f, 1.0f) * std::max(0.0f, radius - 0.5f);
    const float reach = radius + 0.5f;
    const auto [top, bottom] =
        std::minmax_element(line.begin(), line.end(), [](Point a, Point b) { return a.y < b.y; });
    const auto clampRow = [&](float y) {
        return static_cast<int>(std::clamp(y, 0.0f, static_cast<float>(size.height)));
    };
    parallelFor(clampRow(top->y - reach), clampRow(bottom->y + reach + 1.0f), [&](std::int64_t row) {
        const float y = static_cast<float>(row) + 0.5f;
        const auto clampColumn = [&](float x) {
            return static_cast<int>(std::clamp(x, 0.0f, static_cast<float>(size.width)));
        };
        struct Piece {
            Point a, b;
            int first, last;
        };
        std::vector<Piece> pieces;
        int first = size.width;
        int last = 0;
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
            const Point a = line[i];
            const Point b = line[i + 1];
            if (std::min(a.y, b.y) > y + reach || std::max(a.y, b.y) < y - reach)
                continue;
            pieces.push_back(
                {a, b, clampColumn(std::min(a.x, b.x) - reach), clampColumn(std::max(a.x, b.x) + reach + 1.0f)});
            first = std::min(first, pieces.back().first);
            last = std::max(last, pieces.back().last);
        }
        if (first >= last)
            return;
        std::vector<float> cover(static_cast<std::size_t>(last - first), 0.0f);
        for (const Piece& piece : pieces) {
            for (int x = piece.first; x < piece.last; ++x) {
                const float distance = distanceToPiece(static_cast<float>(x) + 0.5f, y, piece.a, piece.b);
                const float t = std::clamp((distance - core) / (reach - core), 0.0f, 1.0f);
                float& value = cover[static_cast<std::size_t>(x - first)];
                value = std::max(value, 1.0f - t * t * (3.0f - 2.0f * t));
            }
        }
        use(static_cast<int>(row), first, last, cover.data());
    });
}

} // namespace

std::vector<BezierPoint> shapeAt(const Shape& shape, std::int64_t frame)
{
    if (shape.keys.empty())
        return {};
    const auto after = std::upper_bound(shape.keys.begin(), shape.keys.end(), frame,
                                        [](std::int64_t value, const ShapeKey& key) { return value < key.frame; });
    if (after == shape.keys.begin())
        return shape.keys.front().points;
    const ShapeKey& from = *std::prev(after);
    if (after == shape.keys.end() || after->points.size() != from.points.size())
        return from.points;
    const float share = shareOfWay(frame, from.frame, after->frame, from.to);
    std::vector<BezierPoint> points = from.points;
    for (std::size_t i = 0; i < points.size(); ++i) {
        points[i].at = mix(points[i].at, after->points[i].at, share);
        points[i].in = mix(points[i].in, after->points[i].in, share);
        points[i].out = mix(points[i].out, after->points[i].out, share);
    }
    return points;
}

Image drawShape(const std::vector<BezierPoint>& points, Resolution size)
{
    Coverage coverage(size);
    const bool sound = std::all_of(points.begin(), points.end(), [](const BezierPoint& p) {
        return isFinite(p.at) && isFinite(p.in) && isFinite(p.out);
    });
    if (points.size() >= 3 && sound) {
        const std::vector<Point> line = flatten(points, size);
        for (std::size_t i = 0; i < line.size(); ++i)
            coverage.add(line[i], line[(i + 1) % line.size()]);
    }
    return coverage.finish();
}

Image applyShapes(const Image& matte, const std::vector<Shape>& shapes, std::int64_t frame, float scale)
{
    Image result = matte;
    for (const Shape& shape : shapes) {
        const std::vector<BezierPoint> points = shapeAt(shape, frame);
        if (points.empty())
            continue;
        const Image inside = featherMatte(drawShape(points, matte.resolution()), shape.feather * scale);
        const float target = shape.use == ShapeUse::Garbage ? 0.0f : 1.0f;
        std::vector<float> pixels(result.data(), result.data() + result.byteSize() / sizeof(float));
        for (std::size_t i = 0; i < pixels.size(); ++i) {
            const float share = shape.inverted ? 1.0f - inside.data()[i] : inside.data()[i];
            pixels[i] += share * (target - pixels[i]);
        }
        result = Image(matte.resolution(), 1, std::move(pixels));
    }
    return result;
}

Image drawStroke(const Stroke& stroke, Resolution size, float scale)
{
    std::vector<float> pixels(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height), 0.0f);
    overStroke(stroke, size, scale, [&](int y, int first, int last, const float* cover) {
        std::copy(cover, cover + (last - first), pixels.data() + static_cast<std::size_t>(y) * size.width + first);
    });
    return Image(size, 1, std::move(pixels));
}

Image applyStrokes(const Image& matte, const std::vector<Stroke>& strokes, std::int64_t frame, float scale)
{
    std::int64_t held = std::numeric_limits<std::int64_t>::min();
    for (const Stroke& stroke : strokes) {
        if (stroke.frame <= frame)
            held = std::max(held, stroke.frame);
    }
    const Resolution size = matte.resolution();
    std::vector<float> pixels(matte.data(), matte.data() + matte.byteSize() / sizeof(float));
    bool any = false;
    for (const Stroke& stroke : strokes) {
        if (stroke.frame != held || stroke.frame > frame)
            continue;
        any = true;
        const float strength = std::clamp(stroke.strength, 0.0f, 1.0f);
        const Image soft =
            stroke.use == StrokeUse::Soft ? featherMatte(Image(size, 1, pixels), stroke.radius * scale) : Image();
        const float target = stroke.use == StrokeUse::Keep ? 1.0f : 0.0f;
        overStroke(stroke, size, scale, [&](int y, int first, int last, const float* cover) {
            float* row = pixels.data() + static_cast<std::size_t>(y) * size.width;
            for (int x = first; x < last; ++x) {
                const float towards = soft.empty() ? target : soft.row(y)[x];
                row[x] += strength * cover[x - first] * (towards - row[x]);
            }
        });
    }
    return any ? Image(size, 1, std::move(pixels)) : matte;
}

} // namespace unividx
