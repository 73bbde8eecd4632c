#pragma once

#include "inference/train/scene/material.h"
#include "inference/train/scene/rendered/asset_pack.h"
#include "inference/train/scene/rendered/mesh.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace unividx::scene {

/// What a surface looks like: a procedural pattern or a picture, and its gloss.
struct Finish {
    Material pattern;              ///< its colours, if there is no texture; its `period` repeats the texture too
    Texture texture;               ///< empty: none. Repeats.
    bool textureInRepeats = false; ///< coordinates count repeats (asset models), not metres
    Vec3 tint{1, 1, 1};            ///< linear factor on the texture
    float gloss = 0;               ///< reflectance at normal incidence; 0: matte
    float roughness = 0.3F;        ///< of the gloss, 0.05 to 1
    float clearness = 0;           ///< share of rays that pass straight through, 0 to 1
    bool glows = false;            ///< shows `albedo` whatever the light; lights nothing by itself
};

/// Hair, fur, grass: round tapering curves made of straight pieces.
struct Strands {
    std::vector<std::array<float, 4>> points; ///< x, y, z, radius
    std::vector<std::uint32_t> pieces;        ///< index of each piece's first point; it ends at the next one
    std::vector<Vec3> normals;                ///< a piece: the outside of what it grows on
    std::uint32_t finish = 0;
};

/// A thing that is traced. Things of the subject may move within the clip.
struct Body {
    Mesh mesh;
    std::vector<Vec3> lastPositions; ///< where the vertices are at the clip's end; empty: where they are at its start
    std::vector<std::uint32_t> seam; ///< with lastPositions: the vertex whose normal each vertex shares; empty: its own
    Strands strands;                 ///< instead of a mesh, if not empty
    std::vector<std::array<float, 4>> lastPoints; ///< as lastPositions, for strands
};

enum class LightKind : std::uint8_t { Sun, Sphere, Panel, Beam };

/// What a beam of sunlight passes through: panes with bars between them, slats of a blind, leaves of a tree outside.
struct BeamWindow {
    int columns = 1;
    int rows = 1;
    float bars = 0;      ///< share of a pane's width and height that its bars cover
    int slats = 0;       ///< 0: no blind
    float slatShare = 0; ///< share of the height that the slats cover
    float leaves = 0;    ///< share of the panes that leaves cover, roughly
    std::uint32_t seed = 0;

    /// 1 where light passes, 0 where it does not; coordinates from 0 to 1 over the window.
    float passes(float across, float up) const;
};

struct StageLight {
    LightKind kind = LightKind::Sphere;
    Vec3 position;       ///< Sphere: centre; Panel: a corner; Sun and Beam: unit direction towards it
    Vec3 edgeU;          ///< Panel and Beam
    Vec3 edgeV;          ///< Panel and Beam; a panel shines towards cross(edgeU, edgeV)
    Vec3 corner;         ///< Beam: of its window
    float radius = 0.1F; ///< Sphere: metres; Sun and Beam: radians
    Vec3 strength;       ///< Sphere and Panel: radiance; Sun and Beam: irradiance on a surface that faces it
    BeamWindow window;   ///< Beam
};

/// Where a ray meets the plane of a beam's window.
struct WindowPoint {
    float distance = 0; ///< along the ray; not positive: it never meets it
    float across = 0;   ///< 0 to 1 over the window
    float up = 0;
};
WindowPoint meetsWindow(const StageLight& beam, Vec3 from, Vec3 direction);

/// The inside of a room, an upright box.
struct RoomBox {
    Vec3 low;
    Vec3 high;
};

/// What a ray that leaves the scene sees.
struct Sky {
    Vec3 zenith{0.5F, 0.6F, 0.8F}; ///< linear, as light
    Vec3 horizon{0.8F, 0.8F, 0.8F};
    Vec3 ground{0.2F, 0.2F, 0.18F};
    Texture view;     ///< a photograph all around; replaces the colours for the eye, not for the light
    float clouds = 0; ///< share of the sky they cover, without a photograph
    std::uint32_t cloudSeed = 1;
    float viewYaw = 0;      ///< radians: where the photograph's middle is
    float viewWidth = 1.6F; ///< radians it spans before it repeats, mirrored
    float viewGain = 1;     ///< exposure of the photograph
    bool flat = false;      ///< the photograph fills the frame, whatever the camera does
    bool lights = true;     ///< rays that bounce and leave are lit by the colours
};

struct CameraKey {
    Vec3 position;
    Vec3 target;
    float roll = 0; ///< radians
};

struct StageCamera {
    CameraKey first;          ///< at the clip's start
    CameraKey last;           ///< at its end
    float halfTangent = 0.5F; ///< of half the horizontal field of view
    float focus = 3;          ///< metres
    float lens = 0;           ///< radius of the aperture, metres; 0: everything is sharp
    float shutter = 0;        ///< share of the time between two frames the shutter is open, 0 to 1
};

/// A scene ready to be rendered.
struct StagedScene {
    std::vector<Body> set;
    std::vector<Body> subject;
    Placement subjectFirst; ///< where the subject stands at the clip's start
    Placement subjectLast;  ///< and at its end
    std::vector<Finish> finishes;
    std::vector<StageLight> lights;
    Sky sky;
    Vec3 ambient; ///< radiance that stands for all light after two bounces
    StageCamera camera;
    bool subjectShadow = true; ///< false: the subject throws no shadow on the set, as in a composite
    std::string kind;
    std::optional<RoomBox> room; ///< none outdoors

    std::uint32_t add(const Finish& finish)
    {
        finishes.push_back(finish);
        return static_cast<std::uint32_t>(finishes.size() - 1);
    }
};

/// Linear albedo of a finish at texture coordinates; `width` is the distance between samples in metres.
Vec3 finishAlbedo(const Finish& finish, TextureUv uv, float width);

/// Straight alpha of a finish's texture, 1 without.
float finishCoverage(const Finish& finish, TextureUv uv);

/// Linear radiance of the sky as light, and as the camera sees it (display range).
Vec3 skyLight(const Sky& sky, Vec3 direction);
Vec3 skyView(const Sky& sky, Vec3 direction, float screenX, float screenY);

} // namespace unividx::scene
