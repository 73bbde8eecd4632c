#pragma once

#include "inference/train/scene/rendered/stage_builder.h"

#include <functional>
#include <string>
#include <vector>

namespace unividx::scene {

/// A place the set offers: where somebody may stand or sit, and how a camera may see it.
struct Spot {
    Placement place;
    bool seated = false;
};

/// What a set gives besides the things in its stage.
struct SetPlan {
    std::vector<Spot> spots;      ///< for people
    std::vector<CameraKey> views; ///< cameras that show the set itself
    float reach = 3;              ///< metres a camera may stand away from a person
    bool indoors = true;
};

SetPlan buildRoom(StageBuilder& b);
SetPlan buildKitchen(StageBuilder& b);
SetPlan buildTabletop(StageBuilder& b);
SetPlan buildStairs(StageBuilder& b);
SetPlan buildCorridor(StageBuilder& b);
SetPlan buildStreet(StageBuilder& b);
SetPlan buildPark(StageBuilder& b);
SetPlan buildWorkshop(StageBuilder& b);
/// Nothing but a photograph, or a plain backdrop.
SetPlan buildBackdrop(StageBuilder& b);

/// A kind of set, its share among all scenes and how often a person or thing is its subject.
struct SetKind {
    std::string name;
    SetPlan (*build)(StageBuilder&);
    float share;
    float people; ///< probability of a subject
};

const std::vector<SetKind>& setKinds();

// Parts that sets share.

/// The shell of a room, floor at y = 0, from -half to +half, with openings for windows filled with frames.
struct RoomShell {
    float halfX = 2.5F;
    float halfZ = 2.5F;
    float height = 2.6F;
    std::vector<Vec3> windowCentres; ///< on the walls
    std::vector<Vec3> windowNormals; ///< into the room
    std::vector<float> windowWidths;
    std::vector<float> windowHeights;
};

/// Builds walls, floor, ceiling, skirting, windows and the daylight through them.
RoomShell buildShell(StageBuilder& b, float halfX, float halfZ, float height, int windows);

/// Lamps on the ceiling or elsewhere, so that something lights the room.
void lightRoom(StageBuilder& b, const RoomShell& shell);

/// Pictures, shelves, doors and panels on the walls.
void decorateWalls(StageBuilder& b, const RoomShell& shell);

/// Cameras anywhere in a room, and free places on its floor.
void addRoomViews(StageBuilder& b, const RoomShell& shell, SetPlan& plan);
void addRoomSpots(StageBuilder& b, const RoomShell& shell, SetPlan& plan);

/// Sun and sky, from clear noon to a grey evening.
void lightOutdoors(StageBuilder& b);

/// A landscape for windows and horizons.
void chooseView(StageBuilder& b, float gainLow, float gainHigh);

} // namespace unividx::scene
