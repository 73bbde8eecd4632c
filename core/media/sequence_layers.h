#pragma once

#include <array>
#include <string>
#include <vector>

namespace unividx {

/// The channels of one part of an image file, as the file names them.
struct PartChannels {
    std::string part; ///< the part's name; empty in single-part files
    std::vector<std::string> channels;
};

/// Which stored channels make the picture that is read. At most four of them, in the order R G B A or X Y Z.
struct LayerChoice {
    std::string name; ///< empty for the main image
    int part = 0;
    std::vector<int> channels; ///< indices in the part; 1 is shown as grey
    bool hasAlpha = false;     ///< the last channel is alpha
};

/// Every picture in the file: the main image first if there is one, then the layers in the file's order.
/// A layer is what stands before a channel's last dot, else the name of its part.
std::vector<LayerChoice> findLayers(const std::vector<PartChannels>& parts);

/// The picture called `name`: a layer, or one channel as "layer.channel". Null part (-1) if there is none.
LayerChoice chooseLayer(const std::vector<PartChannels>& parts, const std::string& name);

} // namespace unividx
