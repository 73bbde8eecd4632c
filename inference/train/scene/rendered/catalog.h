#pragma once

#include "inference/train/scene/rendered/asset_pack.h"

#include <array>

namespace unividx::scene {

/// What a model is used for when a set is furnished. A model may have several roles.
enum class Role : std::uint8_t {
    Seat,
    Sofa,
    Table,       ///< has a flat top to put things on
    LowCabinet,  ///< stands at a wall, up to 1.2 m, flat top
    TallCabinet, ///< stands at a wall, higher
    Bed,
    KitchenLow,  ///< lower kitchen units, as high as a counter
    KitchenHigh, ///< hang on the wall above the counter
    TableThing,  ///< stands on tables: up to 45 cm
    Food,        ///< table things of the kitchen
    Plant,       ///< indoors
    Tree,        ///< outdoors: trees, bushes, hedges
    FloorLamp,
    TableLamp,
    HangingLamp,
    StreetThing, ///< benches, lamps, bins, hydrants
    GardenThing,
    Vehicle,
    Machine, ///< household and workshop machines
    Bathroom,
    Window,
    Door,
    Rug,
    Person, ///< textured people
    SeatedPerson,
    Animal,
    Railing,
};
inline constexpr std::size_t roleCount = 27;

/// The pack's models by role.
class Catalog {
public:
    explicit Catalog(const AssetPack& pack);

    const std::vector<const AssetModel*>& of(Role role) const { return models_[static_cast<std::size_t>(role)]; }

private:
    std::array<std::vector<const AssetModel*>, roleCount> models_;
};

} // namespace unividx::scene
