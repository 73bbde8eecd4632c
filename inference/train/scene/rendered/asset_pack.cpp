#include "inference/train/scene/rendered/asset_pack.h"

#include "core/base/error.h"
#include "inference/weights/safetensors_header.h"

#include <nlohmann/json.hpp>

namespace unividx::scene {

namespace {

using Json = nlohmann::json;

constexpr const char* howToMake = "; make one with inference/train/scene/rendered/assets/prepare.py";

template <typename T>
constexpr const char* dtypeOf();
template <>
constexpr const char* dtypeOf<float>()
{
    return "F32";
}
template <>
constexpr const char* dtypeOf<std::int32_t>()
{
    return "I32";
}
template <>
constexpr const char* dtypeOf<std::uint8_t>()
{
    return "U8";
}

} // namespace

/// Fills a pack from its file, checking as it goes.
class PackReader {
public:
    explicit PackReader(const std::filesystem::path& path) : path_(path)
    {
        if (!std::filesystem::exists(path))
            throw Error(ErrorKind::Model, path.string() + ": there is no asset pack here" + howToMake);
        header_ = readSafetensorsHeader(path);
        pack_.file_ = MappedFile::open(path);
    }

    AssetPack read()
    {
        if (header_.metadata["format"] != "unividx-assets" || !header_.metadata.contains("index"))
            throw wrong(std::string("this is no asset pack") + howToMake);
        const Json index = Json::parse(header_.metadata["index"], nullptr, false);
        if (index.is_discarded() || !index.is_object())
            throw wrong("its index is not valid JSON");
        try {
            if (index.at("version") != 1)
                throw wrong(std::string("it has another version") + howToMake);
            pack_.vertices_ = tensor<float>("vertices", {-1, 8});
            pack_.triangles_ = tensor<std::int32_t>("triangles", {-1, 4});
            pack_.texels_ = tensor<std::uint8_t>("texels", {-1});
            readTextures(index);
            for (const Json& entry : index.at("models"))
                readModel(entry);
            if (index.contains("bodies"))
                readBodies(index);
        } catch (const Json::exception& error) {
            throw wrong(std::string("its index is incomplete: ") + error.what());
        }
        return std::move(pack_);
    }

private:
    Error wrong(const std::string& what) const { return Error(ErrorKind::Model, path_.string() + ": " + what); }

    /// A negative size in `shape` stands for any.
    template <typename T>
    std::span<const T> tensor(const std::string& name, const std::vector<std::int64_t>& shape)
    {
        const auto found = header_.tensors.find(name);
        if (found == header_.tensors.end())
            throw wrong("the tensor '" + name + "' is missing");
        const TensorInfo& info = found->second;
        bool fits = info.dtype == dtypeOf<T>() && info.shape.size() == shape.size();
        for (std::size_t i = 0; fits && i < shape.size(); ++i)
            fits = shape[i] < 0 || shape[i] == info.shape[i];
        if (!fits || info.begin % sizeof(T) != 0)
            throw wrong("the tensor '" + name + "' of type " + info.dtype + " and shape " + shapeText(info.shape) +
                        " is not as expected");
        return {reinterpret_cast<const T*>(pack_.file_->bytes().data() + info.begin), info.bytes / sizeof(T)};
    }

    void readTextures(const Json& index)
    {
        for (const Json& entry : index.at("textures")) {
            const auto begin = entry.at("begin").get<std::uint64_t>();
            Texture t;
            t.width = entry.at("width").get<int>();
            t.height = entry.at("height").get<int>();
            t.channels = entry.at("channels").get<int>();
            if (t.width < 1 || t.height < 1 || t.width > 16384 || t.height > 16384 ||
                (t.channels != 3 && t.channels != 4))
                throw wrong("texture " + std::to_string(pack_.textures_.size()) + " has an impossible size");
            const std::uint64_t size = static_cast<std::uint64_t>(t.width) * static_cast<std::uint64_t>(t.height) *
                                       static_cast<std::uint64_t>(t.channels);
            if (begin > pack_.texels_.size() || size > pack_.texels_.size() - begin)
                throw wrong("texture " + std::to_string(pack_.textures_.size()) + " lies outside the file");
            t.texels = pack_.texels_.data() + begin;
            pack_.textures_.push_back(t);
        }
        for (const Json& entry : index.at("pictures")) {
            const Texture& t = pack_.textures_[textureIndex(entry.at("texture"), 0)];
            (entry.at("kind") == "photo" ? pack_.photos_ : pack_.tiles_).push_back(t);
        }
    }

    std::size_t textureIndex(const Json& value, int lowest) const
    {
        const int i = value.get<int>();
        if (i < lowest || i >= static_cast<int>(pack_.textures_.size()))
            throw wrong("texture " + std::to_string(i) + " does not exist");
        return static_cast<std::size_t>(i);
    }

    static Vec3 vector(const Json& v) { return {v.at(0).get<float>(), v.at(1).get<float>(), v.at(2).get<float>()}; }

    AssetMaterial readMaterial(const Json& entry) const
    {
        AssetMaterial m;
        m.color = vector(entry.at("color"));
        m.texture = entry.at("texture").get<int>();
        if (m.texture != -1)
            textureIndex(entry.at("texture"), 0);
        m.specular = entry.at("specular").get<float>();
        m.shine = entry.at("shine").get<float>();
        m.opacity = entry.at("opacity").get<float>();
        return m;
    }

    void readModel(const Json& entry)
    {
        AssetModel m;
        m.name = entry.at("name").get<std::string>();
        m.category = entry.at("category").get<std::string>();
        m.source = entry.at("source").get<std::string>();
        m.tags = entry.at("tags").get<std::string>();
        m.door = entry.at("door").get<bool>();
        m.elevation = entry.at("elevation").get<float>();
        m.low = vector(entry.at("low"));
        m.high = vector(entry.at("high"));
        for (const Json& material : entry.at("materials"))
            m.materials.push_back(readMaterial(material));
        m.firstVertex = entry.at("vertices").at(0).get<std::uint64_t>();
        m.vertexCount = entry.at("vertices").at(1).get<std::uint64_t>();
        m.firstTriangle = entry.at("triangles").at(0).get<std::uint64_t>();
        m.triangleCount = entry.at("triangles").at(1).get<std::uint64_t>();
        const std::uint64_t vertices = pack_.vertices_.size() / 8;
        const std::uint64_t triangles = pack_.triangles_.size() / 4;
        if (m.firstVertex > vertices || m.vertexCount > vertices - m.firstVertex || m.firstTriangle > triangles ||
            m.triangleCount > triangles - m.firstTriangle)
            throw wrong("the model '" + m.name + "' lies outside the file");
        for (std::uint64_t t = m.firstTriangle; t < m.firstTriangle + m.triangleCount; ++t) {
            const std::int32_t* row = pack_.triangles_.data() + 4 * t;
            for (int i = 0; i < 3; ++i) {
                if (row[i] < 0 || static_cast<std::uint64_t>(row[i]) >= m.vertexCount)
                    throw wrong("a triangle of the model '" + m.name + "' points outside its vertices");
            }
            if (row[3] < 0 || static_cast<std::size_t>(row[3]) >= m.materials.size())
                throw wrong("a triangle of the model '" + m.name + "' has no material");
        }
        pack_.models_.push_back(std::move(m));
    }

    void readBodies(const Json& index)
    {
        const auto uvs = tensor<float>("body_uvs", {-1, 2});
        const auto count = static_cast<std::int64_t>(uvs.size() / 2);
        const auto part = tensor<std::uint8_t>("body_part", {count});
        const auto along = tensor<float>("body_along", {count});
        const auto rest = tensor<float>("body_rest", {count, 3});
        const auto seam = tensor<std::int32_t>("body_seam", {count});
        const auto triangles = tensor<std::int32_t>("body_triangles", {-1, 4});
        BodyPlan& plan = pack_.plan_;
        for (std::size_t i = 0; i < seam.size(); ++i) {
            if (seam[i] < 0 || seam[i] >= count)
                throw wrong("a seam of the body points outside its vertices");
            plan.seam.push_back(static_cast<std::uint32_t>(seam[i]));
            plan.rest.push_back({rest[3 * i], rest[3 * i + 1], rest[3 * i + 2]});
        }
        plan.part.assign(part.begin(), part.end());
        plan.along.assign(along.begin(), along.end());
        for (std::size_t i = 0; i < uvs.size(); i += 2)
            plan.uvs.push_back({uvs[i], uvs[i + 1]});
        for (std::size_t t = 0; t < triangles.size(); t += 4) {
            for (std::size_t i = 0; i < 3; ++i) {
                if (triangles[t + i] < 0 || triangles[t + i] >= count)
                    throw wrong("a triangle of the body points outside its vertices");
            }
            plan.triangles.push_back({static_cast<std::uint32_t>(triangles[t]),
                                      static_cast<std::uint32_t>(triangles[t + 1]),
                                      static_cast<std::uint32_t>(triangles[t + 2])});
            plan.trianglePart.push_back(static_cast<std::uint8_t>(triangles[t + 3]));
        }
        const Json& entries = index.at("bodies");
        const auto people = static_cast<std::int64_t>(entries.size());
        const auto positions = tensor<float>("body_positions", {people, 4, count, 3}); // skin A, B, cloth A, B
        const auto each = static_cast<std::size_t>(3 * count);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            BodyShape body;
            for (std::size_t k = 0; k < 2; ++k) {
                body.skin[k] = positions.subspan((4 * i + k) * each, each);
                body.cloth[k] = positions.subspan((4 * i + 2 + k) * each, each);
            }
            body.pose = entries[i].at("pose").get<std::string>();
            body.years = entries[i].at("years").get<float>();
            body.male = entries[i].at("male").get<float>();
            pack_.bodies_.push_back(std::move(body));
        }
    }

    std::filesystem::path path_;
    SafetensorsHeader header_;
    AssetPack pack_;
};

AssetPack AssetPack::open(const std::filesystem::path& path)
{
    return PackReader(path).read();
}

Mesh AssetPack::mesh(const AssetModel& model) const
{
    Mesh mesh;
    for (std::uint64_t i = model.firstVertex; i < model.firstVertex + model.vertexCount; ++i) {
        const float* v = vertices_.data() + 8 * i;
        mesh.positions.push_back({v[0], v[1], v[2]});
        mesh.normals.push_back(normalized({v[3], v[4], v[5]}));
        mesh.uvs.push_back({v[6], v[7]});
    }
    for (std::uint64_t i = model.firstTriangle; i < model.firstTriangle + model.triangleCount; ++i) {
        const std::int32_t* t = triangles_.data() + 4 * i;
        mesh.triangles.push_back(
            {{static_cast<std::uint32_t>(t[0]), static_cast<std::uint32_t>(t[1]), static_cast<std::uint32_t>(t[2])},
             static_cast<std::uint32_t>(t[3])});
    }
    return mesh;
}

} // namespace unividx::scene
