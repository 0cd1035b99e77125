// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/hash.h"

#include <gtest/gtest.h>

#include <string>
#include <unordered_set>

namespace astro {
namespace {

TEST(Fingerprint, IsTheSameForTheSameText)
{
    EXPECT_EQ(fingerprint("channel.tips 5f1"), fingerprint(std::string("channel.tips 5f1")));
    EXPECT_EQ(fingerprint(""), fingerprint(std::string_view()));
}

TEST(Fingerprint, EachHalfAloneTellsTextsApart)
{
    std::unordered_set<std::uint64_t> one, other;
    for (int number = 0; number < 100'000; ++number) {
        const Fingerprint print = fingerprint("channel.tips " + std::to_string(number));
        one.insert(print.one);
        other.insert(print.other);
    }
    EXPECT_EQ(one.size(), 100'000U);
    EXPECT_EQ(other.size(), 100'000U);
}

TEST(Fingerprint, SecondHalfIsFnv1a)
{
    // From the list of test vectors of its authors: http://www.isthe.com/chongo/tech/comp/fnv
    EXPECT_EQ(fingerprint("").other, 0xcbf29ce484222325U);
    EXPECT_EQ(fingerprint("a").other, 0xaf63dc4c8601ec8cU);
    EXPECT_EQ(fingerprint("foobar").other, 0x85944171f73967e8U);
}

} // namespace
} // namespace astro
