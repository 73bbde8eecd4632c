#include "inference/train/scene/rendered/catalog.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace unividx::scene {

namespace {

bool named(const AssetModel& m, std::initializer_list<std::string_view> words)
{
    std::string name = m.name;
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view w) { return name.find(w) != std::string::npos; });
}

bool isFitting(const AssetModel& m)
{
    return named(m, {"plug", "switch", "socket", "parking", "arrow", "crossing", "swimming", "bill ", "detector",
                     "cctv", "intercom", "entry ", "ring", "letter tray"});
}

void addFurniture(const AssetModel& m, std::vector<Role>& roles)
{
    const Vec3 size = m.size();
    const bool standing = m.elevation < 0.3F;
    if (named(m, {"chair", "stool", "class seat", "puff"}) && size.y > 0.35F && m.category != "Exterior")
        roles.push_back(Role::Seat);
    if (named(m, {"sofa", "couch", "futon couch", "day bed"}))
        roles.push_back(Role::Sofa);
    if (named(m, {"table", "desk", "island", "bench"}) &&
        !named(m, {"lamp", "cloth", "tennis", "football", "pool", "tablet", "towel", "abdominal", "workbench", "fan",
                   "technical", "corner", "changing", "dressing"}) &&
        size.y > 0.35F && size.y < 1.1F && m.category != "Exterior")
        roles.push_back(Role::Table);
    if (named(m, {"cupboard", "dresser", "bedside", "filing", "tv stand", "chest", "shelves", "box", "fireplace",
                  "drawers", "piano", "television", "bookcase"}) &&
        standing && size.x > 0.35F && size.z > 0.2F)
        roles.push_back(size.y < 1.2F ? Role::LowCabinet : Role::TallCabinet);
    if (named(m, {"wardrobe", "high cabinet", "fridge", "refrigerator"}))
        roles.push_back(Role::TallCabinet);
    if (named(m, {"bed", "futon", "crib"}) && size.z > 0.9F && !named(m, {"bedside"}))
        roles.push_back(Role::Bed);
    if (named(m, {"rug", "carpet", "bathmat", "tatami", "doormat"}) && size.y < 0.08F)
        roles.push_back(Role::Rug);
}

void addLampsAndPlants(const AssetModel& m, std::vector<Role>& roles)
{
    const Vec3 size = m.size();
    if (m.category == "Lights") {
        if (named(m, {"hanging", "pendant", "chandelier", "ceiling"}))
            roles.push_back(Role::HangingLamp);
        else if (size.y > 2)
            roles.push_back(Role::StreetThing);
        else if (size.y > 1)
            roles.push_back(Role::FloorLamp);
        else if (named(m, {"lamp", "candle", "lantern"}) && m.elevation < 1.2F)
            roles.push_back(Role::TableLamp);
    }
    const bool plant = named(m, {"plant", "ficus", "yucca", "tulip", "cactus", "orchid", "bamboo", "bonsai", "flower"});
    if (plant && size.y < 2.2F)
        roles.push_back(Role::Plant);
    if (m.category == "Exterior" &&
        named(m, {"tree", "bush", "hedge", "pine", "cypress", "palm", "bamboo", "maple", "acacia", "oak", "birch",
                  "willow", "poplar", "spruce", "ash"}) &&
        !named(m, {"trash", "under snow"}))
        roles.push_back(Role::Tree);
}

void addOutdoors(const AssetModel& m, std::vector<Role>& roles)
{
    const Vec3 size = m.size();
    if (m.category == "Vehicles" && size.z < 8 && size.x < 4)
        roles.push_back(Role::Vehicle);
    if (m.category == "Exterior" &&
        named(m, {"bench", "hydrant", "trash", "mailbox", "bank", "cafe", "cone", "lantern", "rock"}))
        roles.push_back(Role::StreetThing);
    if (m.category == "Exterior" &&
        named(m, {"chair", "table", "swing", "fountain", "hut", "umbrella", "flower", "rock", "seesaw", "lounge",
                  "wheelbarrow", "hammock", "barnum", "tent", "trampoline", "dog house", "rattan", "children"}))
        roles.push_back(Role::GardenThing);
    if (named(m, {"railing", "fence"}))
        roles.push_back(Role::Railing);
}

void addKitchen(const AssetModel& m, std::vector<Role>& roles)
{
    if (m.category != "Kitchen")
        return;
    const Vec3 size = m.size();
    if (named(m, {"lower", "stove", "oven", "washing", "drawers", "sink cabinet", "dryer", "cooker"}) &&
        size.y > 0.6F && size.y < 1.1F && size.x > 0.3F)
        roles.push_back(Role::KitchenLow);
    if (named(m, {"upper", "hood", "glass door"}) && size.y > 0.05F)
        roles.push_back(Role::KitchenHigh);
    if (std::max({size.x, size.y, size.z}) < 0.42F && size.y > 0.02F && !named(m, {"tool", "towel", "upper"}))
        roles.push_back(Role::Food);
}

std::vector<Role> rolesOf(const AssetModel& m)
{
    std::vector<Role> roles;
    if (isFitting(m))
        return roles;
    const Vec3 size = m.size();
    if (m.door) {
        roles.push_back(named(m, {"window"}) ? Role::Window : Role::Door);
        return roles;
    }
    if (m.category == "Characters") {
        if (named(m, {"bulldog", "cat", "chicken", "dog", "horse", "rabbit"}))
            roles.push_back(Role::Animal);
        else if (named(m, {"sitting"}))
            roles.push_back(Role::SeatedPerson);
        else if (!named(m, {"mannequin", "lying"}))
            roles.push_back(Role::Person);
        return roles;
    }
    addFurniture(m, roles);
    addLampsAndPlants(m, roles);
    addOutdoors(m, roles);
    addKitchen(m, roles);
    const float longest = std::max({size.x, size.y, size.z});
    if (longest < 0.5F && size.y > 0.012F && longest > 0.05F && m.category != "Doors and windows" && m.elevation < 1.2F)
        roles.push_back(Role::TableThing);
    if (m.category == "Bathroom" && size.y > 0.3F && size.x > 0.3F)
        roles.push_back(Role::Bathroom);
    if (named(m, {"machine",          "workbench", "furnace",  "mower",     "drill",     "grinder",      "fitness",
                  "indoor bike",      "treadmill", "heater",   "boiler",    "technical", "barrel",       "crate",
                  "container",        "pallet",    "ladder",   "fork lift", "dryer",     "extinguisher", "propane",
                  "air conditioning", "trunck",    "cardboard"}))
        roles.push_back(Role::Machine);
    return roles;
}

} // namespace

Catalog::Catalog(const AssetPack& pack)
{
    for (const AssetModel& model : pack.models()) {
        for (const Role role : rolesOf(model))
            models_[static_cast<std::size_t>(role)].push_back(&model);
    }
}

} // namespace unividx::scene
