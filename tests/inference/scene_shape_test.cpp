// The solids and the tree that finds them: every hit is checked against the surface's own equation or brute force.

#include "inference/train/scene/random.h"
#include "inference/train/scene/shape_tree.h"
#include "inference/train/scene/srgb.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace unividx::scene {
namespace {

Shape randomShape(Random& random)
{
    const Vec3 at = random.direction() * random.between(0, 3);
    const Axes axes = axesWithY(random.direction());
    const Vec3 half{random.between(0.05F, 0.8F), random.between(0.05F, 0.8F), random.between(0.05F, 0.8F)};
    switch (random.below(4)) {
    case 0:
        return makeBox(at, half, axes);
    case 1:
        return makeBall(at, half, axes);
    case 2:
        return makeCone(at, half.y, half.x, half.z, axes, random.between(-0.2F, 0.8F));
    default:
        return makeCapsule(at, at + random.direction(), random.between(0.05F, 0.3F));
    }
}

Ray randomRay(Random& random)
{
    const Vec3 from = random.direction() * 6.0F;
    return {from, normalized(random.direction() * 2.0F - from)};
}

TEST(SceneShape, ABallIsMetAtItsRadius)
{
    const Shape ball = makeBall({0, 0, 0}, {0.5F, 0.5F, 0.5F});
    EXPECT_NEAR(ball.hit({{0, 0, 3}, {0, 0, -1}}, 0, 100), 2.5F, 1e-5F);
    EXPECT_EQ(ball.hit({{0, 0.6F, 3}, {0, 0, -1}}, 0, 100), 100);
    const Vec3 n = ball.normalAt({0, 0, 0.5F});
    EXPECT_NEAR(n.z, 1, 1e-5F);
}

TEST(SceneShape, ACapsuleReachesItsEndsAndItsSide)
{
    const Shape capsule = makeCapsule({0, -1, 0}, {0, 1, 0}, 0.25F);
    EXPECT_NEAR(capsule.hit({{0, 5, 0}, {0, -1, 0}}, 0, 100), 3.75F, 1e-4F);
    EXPECT_NEAR(capsule.hit({{3, 0.5F, 0}, {-1, 0, 0}}, 0, 100), 2.75F, 1e-4F);
}

TEST(SceneShape, ACylindersCapIsFlat)
{
    const Shape cylinder = makeCone({0, 0, 0}, 1, 0.5F, 0.5F);
    EXPECT_NEAR(cylinder.hit({{0.3F, 4, 0}, {0, -1, 0}}, 0, 100), 3, 1e-5F);
    EXPECT_NEAR(cylinder.normalAt({0.3F, 1, 0}).y, 1, 1e-5F);
    EXPECT_NEAR(cylinder.hit({{4, 0, 0}, {-1, 0, 0}}, 0, 100), 3.5F, 1e-5F);
}

TEST(SceneShape, EveryHitLiesInTheBoundsAndFacesTheRay)
{
    Random random(7);
    int hits = 0;
    for (int i = 0; i < 20000; ++i) {
        const Shape shape = randomShape(random);
        const Ray ray = randomRay(random);
        const float t = shape.hit(ray, 0, 100);
        if (t >= 100)
            continue;
        ++hits;
        const Vec3 p = ray.origin + ray.direction * t;
        const Bounds b = shape.bounds();
        ASSERT_TRUE(p.x > b.lo.x - 1e-3F && p.y > b.lo.y - 1e-3F && p.z > b.lo.z - 1e-3F) << i;
        ASSERT_TRUE(p.x < b.hi.x + 1e-3F && p.y < b.hi.y + 1e-3F && p.z < b.hi.z + 1e-3F) << i;
        const Vec3 n = shape.normalAt(p);
        ASSERT_NEAR(length(n), 1, 1e-4F) << i;
        ASSERT_LT(dot(n, ray.direction), 0.08F) << i; // edges may round a little
    }
    EXPECT_GT(hits, 500);
}

TEST(SceneShape, TheTreeFindsWhatATryOfAllFinds)
{
    Random random(3);
    std::vector<Shape> shapes;
    for (int i = 0; i < 150; ++i)
        shapes.push_back(randomShape(random));
    const ShapeTree tree(shapes);
    const std::vector<char> opaque(1, 0);
    int hits = 0;
    for (int i = 0; i < 4000; ++i) {
        const Ray ray = randomRay(random);
        float nearest = 50;
        for (const Shape& s : shapes)
            nearest = std::min(nearest, s.hit(ray, 0, nearest));
        const ShapeTree::Hit hit = tree.closest(ray, 0, 50);
        ASSERT_FLOAT_EQ(hit.distance, nearest) << i;
        ASSERT_EQ(hit.shape >= 0, nearest < 50) << i;
        ASSERT_EQ(tree.blocked(ray, 0, 50, opaque), nearest < 50) << i;
        hits += nearest < 50 ? 1 : 0;
    }
    EXPECT_GT(hits, 400);
    EXPECT_LT(hits, 4000);
}

TEST(SceneShape, AnEmptyTreeIsMetNowhere)
{
    const ShapeTree tree({});
    EXPECT_EQ(tree.closest({{0, 0, 0}, {0, 0, -1}}, 0, 10).shape, -1);
    EXPECT_FALSE(tree.blocked({{0, 0, 0}, {0, 0, -1}}, 0, 10, {}));
}

TEST(SceneColor, TheEncodingTableFollowsTheFormula)
{
    for (int i = 0; i <= 10000; ++i) {
        const double linear = i / 10000.0;
        const double exact = linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
        ASSERT_NEAR(srgbEncode(static_cast<float>(linear)), exact, 3e-5) << linear;
        ASSERT_NEAR(srgbDecode(srgbEncode(static_cast<float>(linear))), linear, 8e-5) << linear;
    }
}

} // namespace
} // namespace unividx::scene
