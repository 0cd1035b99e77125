// SPDX-License-Identifier: GPL-2.0-or-later
// Rules on their way into OBS's own data and back.
#include "studio/collection_data.h"

#include "rules/rule_file.h"
#include "studio/plain_lists.h"

#include "unit/temporary_folder.h"

#include <gtest/gtest.h>

#include <dirent.h>
#include <dlfcn.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <new>
#include <string>
#include <utility>

namespace {

/// How many entries of a folder are read before its drive is gone; negative: it stays.
int entries_before_fault = -1;

/// How many pieces of memory there are before one can't be had; negative: there is enough.
int pieces_before_fault = -1;

} // namespace

// Both in the place of the system's, for this whole program.
extern "C" __attribute__((visibility("default"))) dirent *readdir(DIR *folder)
{
    static const auto real = reinterpret_cast<dirent *(*)(DIR *)>(::dlsym(RTLD_NEXT, "readdir"));
    if (entries_before_fault < 0 || entries_before_fault-- > 0)
        return real(folder);
    errno = EIO;
    return nullptr;
}

void *operator new(std::size_t size)
{
    if (pieces_before_fault >= 0 && pieces_before_fault-- == 0)
        throw std::bad_alloc();
    if (void *piece = std::malloc(size > 0 ? size : 1))
        return piece;
    throw std::bad_alloc();
}

void operator delete(void *piece) noexcept
{
    std::free(piece);
}

void operator delete(void *piece, std::size_t) noexcept
{
    std::free(piece);
}

namespace astro::studio {
namespace {

/// A rule beside one with this member, as a file of rules may bring it.
rules::RuleSet set_with(const std::string &member)
{
    return rules::read_rules(R"({"rules":[{"name":"Hello"},{"name":"Odd","x":)" + member + "}]}").set;
}

rules::RuleSet after_saving(const rules::RuleSet &set)
{
    const OBSDataAutoRelease modules = obs_data_create();
    const OBSDataAutoRelease data = written(set);
    write_collection(modules, data, {});
    const OBSDataAutoRelease read_by_obs = obs_data_create_from_json(obs_data_get_json(modules));
    return read_collection(read_by_obs, {"None", "", ""}).rules.set;
}

TEST(CollectionData, WhatObsCanNotReadCostsNoRule)
{
    for (const std::string member : {"18446744073709551615", R"("a\u0000b")", R"({"a\u0000b":["\u0000"]})",
                                     R"("\udc00")", "1e308", "-9223372036854775808", "[[1,[\"two\"]]]"}) {
        const auto rules = after_saving(set_with(member)).rules;
        ASSERT_EQ(rules.size(), 2U) << member;
        EXPECT_EQ(rules[0].name, "Hello");
        EXPECT_TRUE(rules[1].extra.isMember("x")) << member;
    }
}

/// OBS drops texts out of lists: what a rule had there is looked for in the file.
TEST(CollectionData, ADriveThatIsGoneWhileCollectionsAreLookedThroughCostsNoRule)
{
    const TemporaryFolder folder;
    for (const char *file : {"1.json", "2.json", "3.json"})
        std::ofstream(folder.path() / file) << "{}";
    const OBSDataAutoRelease modules =
        obs_data_create_from_json(R"({"obs-astro":{"rules":[{"name":"Hello","conditions":[]}]}})");
    for (const int entries : {0, 1, 2, 3}) {
        entries_before_fault = entries;
        const CollectionData read = read_collection(modules, {"Stage", folder.path(), ""});
        EXPECT_EQ(read.rules.set.rules.size(), 1U) << entries;
    }
    entries_before_fault = -1;
}

class FilesTest : public testing::Test {
protected:
    /// A collection's file with a rule that has this as its one condition, which OBS drops.
    void write(const char *file, const char *collection, const char *condition) const
    {
        std::ofstream(folder_.path() / file)
            << R"({"name":")" << collection << R"(","modules":{"obs-astro":{"rules":[{"name":"Hello","conditions":[")"
            << condition << R"("]}]}}})";
    }

    std::string condition_read(const char *named_file) const
    {
        const OBSDataAutoRelease modules =
            obs_data_create_from_json(R"({"obs-astro":{"rules":[{"name":"Hello","conditions":[]}]}})");
        const auto rules = read_collection(modules, {"Stage", folder_.path(), named_file}).rules.set.rules;
        return rules.size() == 1 && rules[0].conditions.size() == 1 ? rules[0].conditions[0].unreadable.asString() : "";
    }

    const TemporaryFolder folder_;
};

TEST_F(FilesTest, OnlyTheFileThatObsNamesIsReadWhereItIsThatOne)
{
    write("A.json", "Stage", "of A");
    write("B.json", "Stage", "of B");
    entries_before_fault = 0;
    EXPECT_EQ(condition_read("A.json"), "of A");
    EXPECT_EQ(condition_read("B.json"), "of B");
    EXPECT_EQ(std::exchange(entries_before_fault, -1), 0) << "the folder was looked through";
}

TEST_F(FilesTest, WhereObsNamesAnotherOrNoneAllAreLookedThrough)
{
    write("A.json", "Elsewhere", "of A");
    write("B.json", "Stage", "of B");
    EXPECT_EQ(condition_read("A.json"), "of B") << "another collection's";
    EXPECT_EQ(condition_read("None.json"), "of B");
    EXPECT_EQ(condition_read(""), "of B");
}

TEST(CollectionData, WhateverFailsRulesThatAreNotReadAreKeptAsTheyWere)
{
    const std::string as_saved = R"({"rules":[{"name":"Hello"},{"name":"Again"}]})";
    const CollectionPlace place{"Stage", "", ""};
    const OBSDataAutoRelease first = obs_data_create_from_json((R"({"obs-astro":)" + as_saved + "}").c_str());
    ASSERT_FALSE(read_collection(first, place).unread); // makes what libraries make once
    constexpr int plenty = 1'000'000;
    pieces_before_fault = plenty;
    CollectionData();
    const int for_an_answer = plenty - std::exchange(pieces_before_fault, -1);
    bool all_read = false;
    int kept = 0;
    for (int pieces = for_an_answer; !all_read; ++pieces) {
        const OBSDataAutoRelease modules = obs_data_create_from_json((R"({"obs-astro":)" + as_saved + "}").c_str());
        pieces_before_fault = pieces;
        const CollectionData read = read_collection(modules, place);
        all_read = std::exchange(pieces_before_fault, -1) >= 0;
        ASSERT_EQ(read.rules.set.rules.size(), read.unread ? 0U : 2U) << pieces;
        if (!read.unread)
            continue;
        ++kept;
        ASSERT_EQ(read.rules.problems.size(), 1U);
        EXPECT_EQ(read.rules.problems[0].key, "Problem.Rules.NotRead");
        const OBSDataAutoRelease saved = obs_data_create();
        write_collection(saved, read.unread, {});
        const OBSDataAutoRelease ours = obs_data_get_obj(saved, "obs-astro");
        EXPECT_EQ(obs_data_get_json(ours), as_saved);
    }
    EXPECT_GT(kept, 10);
}

TEST(CollectionData, AsDeepAsARuleMayBeItIsSaved)
{
    const rules::RuleSet set = set_with(std::string(60, '[') + std::string(60, ']'));
    ASSERT_EQ(set.rules.size(), 2U);
    const rules::RuleSet saved = after_saving(set);
    ASSERT_EQ(saved.rules.size(), 2U);
    EXPECT_EQ(saved.rules[1].extra, set.rules[1].extra);
}

/// As newer libraries read 1e999. OBS refuses what they write for it.
TEST(CollectionData, AnEndlessNumberIsTheLargestThereIs)
{
    constexpr double endless = std::numeric_limits<double>::infinity(), largest = std::numeric_limits<double>::max();
    EXPECT_EQ(fit_for_obs(endless).asDouble(), largest);
    EXPECT_EQ(fit_for_obs(-endless).asDouble(), -largest);
    EXPECT_EQ(fit_for_obs(largest).asDouble(), largest);
}

TEST(CollectionData, ANameWithAZeroTakesNoOthersPlace)
{
    const auto rules = after_saving(set_with(R"({"a":1,"a\u0000":2})")).rules;
    ASSERT_EQ(rules.size(), 2U);
    EXPECT_EQ(rules[1].extra["x"]["a"].asInt(), 1);
}

} // namespace
} // namespace astro::studio
