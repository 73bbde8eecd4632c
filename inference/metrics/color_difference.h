#pragma once

namespace unividx {

/// A colour in CIELAB under the D65 white.
struct Lab {
    double lightness = 0; ///< 0 to 100
    double a = 0, b = 0;
};

/// Linear light with Rec.709 primaries; 1 is the white.
///
/// Source: IEC 61966-2-1 (matrix), CIE 15:2004, section 8.2.1 (CIELAB)
Lab labOf(double red, double green, double blue);

/// The CIEDE2000 difference with all weights 1. About 1 is the smallest difference that people notice.
///
/// Source: Sharma, Wu, Dalal, The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary Test Data,
/// and Mathematical Observations, Color Research and Application 30(1), 2005, equations 2 to 22
double ciede2000(const Lab& one, const Lab& other);

} // namespace unividx
