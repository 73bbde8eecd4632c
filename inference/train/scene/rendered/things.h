#pragma once

#include "inference/train/scene/rendered/stage_builder.h"

namespace unividx::scene {

/// Puts one small thing on a surface: fruit, a bowl or basket of it, crockery, bottles, jars, books, boxes, or a model
/// of the pack. Returns the radius it covers, metres.
float putThing(StageBuilder& b, Vec3 base);

/// Fruit in layers in a bowl or basket of this radius.
void putFruitBowl(StageBuilder& b, Vec3 base, float radius);

/// Covers a rectangle of a surface with things that do not touch. `density`: 0 to 1.
void strewThings(StageBuilder& b, Vec3 centre, float halfX, float halfZ, float yaw, float density);

/// A row of books, standing, some leaning; along +X from `start`.
void putBooks(StageBuilder& b, const Placement& shelf, float width, float height, float depth);

/// A tree of our own: a trunk, branches and leaves. Metres.
void putTree(StageBuilder& b, Vec3 base, float height);

/// A pot with a plant of our own, with broad or narrow leaves.
void putPottedPlant(StageBuilder& b, Vec3 base, float height);

/// A cloth that hangs in folds from `from` to `to` (its upper edge) down by `drop`.
void putCurtain(StageBuilder& b, Vec3 from, Vec3 to, float drop, std::uint32_t finish);

} // namespace unividx::scene
