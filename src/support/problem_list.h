// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/problem.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace astro {

/// A bounded list of problems: a broken file may have one a line, and nobody reads more than this. Each is told once.
class ProblemList {
public:
    static constexpr std::size_t most = 50;

    void add(Problem problem)
    {
        if (std::find(problems_.begin(), problems_.end(), problem) != problems_.end())
            return;
        if (problems_.size() < most)
            problems_.push_back(std::move(problem));
        else
            ++unnamed_;
    }
    void add(std::string key, std::vector<std::string> args) { add({std::move(key), std::move(args)}); }

    /// @param more the key of the text that says how many there are besides.
    std::vector<Problem> take(const char *more)
    {
        if (unnamed_ > 0)
            problems_.push_back({more, {std::to_string(unnamed_)}});
        return std::move(problems_);
    }

private:
    std::vector<Problem> problems_;
    std::size_t unnamed_ = 0;
};

} // namespace astro
