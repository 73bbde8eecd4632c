// What an asset pack must be, and what is said of one that is not; and the solids sets are built from.

#include "inference/train/scene/rendered/asset_pack.h"

#include "core/base/error.h"
#include "inference/train/scene/rendered/film.h"
#include "tests/inference/tiny_pack.h"

#include <gtest/gtest.h>

#include <fstream>

namespace unividx::scene {
namespace {

/// The message of the error that opening a pack gives; empty if it opens.
std::string complaint(const std::filesystem::path& path)
{
    try {
        AssetPack::open(path);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Model);
        EXPECT_NE(std::string(error.what()).find(path.filename().string()), std::string::npos);
        return error.what();
    }
    return "";
}

bool says(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

TEST(AssetPack, ReadsModelsAndPictures)
{
    const AssetPack pack = AssetPack::open(TinyPack().write("good"));
    EXPECT_EQ(pack.models().size(), 10U);
    EXPECT_EQ(pack.photos().size(), 2U);
    EXPECT_EQ(pack.tiles().size(), 1U);
    const Mesh mesh = pack.mesh(pack.models()[1]);
    EXPECT_EQ(mesh.triangles.size(), 12U);
    EXPECT_FLOAT_EQ(pack.models()[1].size().x, 1.4F);
}

TEST(AssetPack, SaysHowToMakeAMissingOne)
{
    EXPECT_TRUE(says(complaint(std::filesystem::path(testing::TempDir()) / "absent.safetensors"), "prepare.py"));
}

TEST(AssetPack, RefusesOtherFiles)
{
    const auto path = std::filesystem::path(testing::TempDir()) / "text.safetensors";
    std::ofstream(path) << "This is no pack at all, but long enough for a header.";
    EXPECT_FALSE(complaint(path).empty());
    TinyPack other;
    other.index["version"] = 2;
    EXPECT_TRUE(says(complaint(other.write("version")), "version"));
}

TEST(AssetPack, RefusesACutFile)
{
    const auto path = TinyPack().write("cut");
    std::filesystem::resize_file(path, std::filesystem::file_size(path) - 7);
    EXPECT_TRUE(says(complaint(path), "cut off"));
}

TEST(AssetPack, RefusesTrianglesOutsideTheirModel)
{
    TinyPack pack;
    pack.triangles[1] = 4000;
    EXPECT_TRUE(says(complaint(pack.write("triangle")), "outside its vertices"));
    pack.triangles[1] = -1;
    EXPECT_TRUE(says(complaint(pack.write("negative")), "outside its vertices"));
    pack.triangles[1] = 1;
    pack.triangles[3] = 5;
    EXPECT_TRUE(says(complaint(pack.write("material")), "has no material"));
}

TEST(AssetPack, RefusesRangesOutsideTheFile)
{
    TinyPack pack;
    pack.index["models"][0]["vertices"] = {0, 1U << 30U};
    EXPECT_TRUE(says(complaint(pack.write("range")), "outside the file"));
    TinyPack wrapped;
    wrapped.index["models"][0]["triangles"] = {UINT64_MAX - 1, 4};
    EXPECT_TRUE(says(complaint(wrapped.write("wrapped")), "outside the file"));
    TinyPack texture;
    texture.index["textures"][0]["width"] = 9000;
    EXPECT_TRUE(says(complaint(texture.write("texture")), "outside the file"));
    TinyPack material;
    material.index["models"][0]["materials"][0]["texture"] = 99;
    EXPECT_TRUE(says(complaint(material.write("number")), "does not exist"));
}

TEST(AssetPack, RefusesAnIncompleteIndex)
{
    TinyPack pack;
    pack.index["models"][2].erase("category");
    EXPECT_TRUE(says(complaint(pack.write("incomplete")), "incomplete"));
    TinyPack kinds;
    kinds.index["textures"][0]["width"] = "wide";
    EXPECT_TRUE(says(complaint(kinds.write("kinds")), "incomplete"));
}

/// Every triangle's winding agrees with its corners' normals.
void expectOutward(const Mesh& mesh)
{
    for (const MeshTriangle& t : mesh.triangles) {
        const Vec3 a = mesh.positions[t.corners[0]];
        const Vec3 face = cross(mesh.positions[t.corners[1]] - a, mesh.positions[t.corners[2]] - a);
        if (length(face) < 1e-7F)
            continue; // a pole
        for (const std::uint32_t c : t.corners) {
            EXPECT_NEAR(length(mesh.normals[c]), 1, 1e-4F);
            EXPECT_GT(dot(normalized(face), mesh.normals[c]), 0.2F);
        }
    }
}

TEST(Mesh, SolidsFaceOutwards)
{
    expectOutward(boxMesh({1, 2, 3}, 0));
    expectOutward(boxMesh({1, 2, 3}, 0, 0.1F));
    expectOutward(sphereMesh(0.5F, 0));
    expectOutward(cylinderMesh(0.2F, 1, 0));
    expectOutward(barMesh({0, 0, 0}, {1, 1, 0.5F}, 0.1F, 0.05F, 0));
}

TEST(Mesh, SmoothNormalsOfASphereAreRadial)
{
    Mesh mesh = sphereMesh(1, 0, 40);
    const std::vector<Vec3> exact = mesh.normals;
    smoothNormals(mesh);
    for (std::size_t i = 0; i < exact.size(); ++i)
        EXPECT_GT(dot(mesh.normals[i], exact[i]), 0.98F); // facets of nine degrees
}

TEST(FilterLight, KeepsEvenLightAndRemovesNoise)
{
    FilmFrame frame;
    frame.size = {32, 32};
    FilmPixel pixel;
    pixel.share = 1;
    pixel.albedo = {0.5F, 0.5F, 0.5F};
    pixel.normal = {0, 0, 1};
    pixel.depth = 2;
    frame.set.assign(1024, pixel);
    frame.subject.assign(1024, FilmPixel{});
    Random random(3);
    for (std::size_t i = 0; i < 1024; ++i) {
        const bool right = i % 32 >= 16; // another surface, darker
        frame.set[i].normal = right ? Vec3{1, 0, 0} : Vec3{0, 0, 1};
        frame.set[i].light = Vec3{1, 1, 1} * ((right ? 0.2F : 1.0F) * (1 + 0.3F * random.normal()));
        frame.set[i].noise = 0.09F;
    }
    filterLight(frame);
    double square = 0;
    for (std::size_t i = 0; i < 1024; ++i) {
        const double error = frame.set[i].light.x - (i % 32 >= 16 ? 0.2 : 1.0);
        square += error * error;
    }
    EXPECT_LT(std::sqrt(square / 1024), 0.08); // it was about 0.21, and the edge has not run
}

} // namespace
} // namespace unividx::scene
