// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "harness/waiting.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace studio_test {

/// The examples in that language (as their fence names it) of a page in docs, in their order.
/// @throws harness::Error when there is none
inline std::vector<std::string> documented(const std::filesystem::path &page, const std::string &language)
{
    std::ifstream stream(page);
    std::vector<std::string> examples;
    bool within = false;
    for (std::string line; std::getline(stream, line);) {
        if (within && line == "```")
            within = false;
        else if (within)
            examples.back() += line + "\n";
        else if (line == "```" + language) {
            within = true;
            examples.emplace_back();
        }
    }
    if (examples.empty())
        throw harness::Error(page.string() + " has no example in " + language);
    return examples;
}

} // namespace studio_test
