// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/guarded.h"

#include <gmock/gmock.h>

#include <stdexcept>
#include <vector>

namespace astro::studio {
namespace {

using testing::ElementsAre;

TEST(Guarded, AFaultEndsThere)
{
    EXPECT_NO_THROW(guarded("a test", [] { throw std::runtime_error("on purpose"); }));
}

TEST(Guarded, AFaultAtOneIsNotTheOthers)
{
    std::vector<int> done;
    guarded_each("a test", std::vector<int>{1, 2, 3}, [&](int one) {
        if (one == 2)
            throw std::runtime_error("on purpose");
        done.push_back(one);
    });
    EXPECT_THAT(done, ElementsAre(1, 3));
}

} // namespace
} // namespace astro::studio
