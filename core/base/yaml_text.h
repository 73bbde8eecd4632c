#pragma once

#include "core/base/error.h"

#include <string>

namespace unividx {

/// Checks YAML of which nothing is known before a document is built of it: one document, keys that are plain text,
/// values within the limits `nesting` and `values` of core/base/limits.h, each alias counted as what it repeats.
/// Throws: `kind` with `name`, the line and what is wrong.
void checkYaml(const std::string& text, const std::string& name, ErrorKind kind = ErrorKind::Input);

} // namespace unividx
