// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

/// A file of data/locale.
struct LocaleFile {
    std::map<std::string, std::string> texts;
    std::vector<std::string> odd_lines; ///< that are no `Key="Text"`, or have a key for the second time
};

inline LocaleFile read_locale(const char *path)
{
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file) << path;
    LocaleFile read;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#')
            continue;
        const std::size_t equals = line.find("=\"");
        const bool whole = equals != std::string::npos && line.size() >= equals + 3 && line.back() == '"';
        if (!whole ||
            !read.texts.emplace(line.substr(0, equals), line.substr(equals + 2, line.size() - equals - 3)).second)
            read.odd_lines.push_back(line);
    }
    return read;
}

/// Those of `all` that are not among `some`.
inline std::set<std::string> without(const std::set<std::string> &all, const std::set<std::string> &some)
{
    std::set<std::string> left;
    std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::inserter(left, left.begin()));
    return left;
}
