// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace astro::studio {

/// The texts of data/locale, wherever they are looked up: in OBS, or in a file by a test.
class Texts {
public:
    using LookUp = std::function<std::string(const char *key)>;

    explicit Texts(LookUp look_up) : look_up_(std::move(look_up)) {}

    /// The text with %1, %2, … filled in from `args`.
    std::string operator()(const std::string &key, const std::vector<std::string> &args = {}) const;

private:
    LookUp look_up_;
};

} // namespace astro::studio
