// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/read_whole.h"
#include "unit/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(ReadWhole, AMissingFileIsNoError)
{
    const TemporaryFolder folder;
    std::string why = "before";
    EXPECT_FALSE(read_whole(folder.path() / "none.json", 100, why));
    EXPECT_EQ(why, "");
    EXPECT_FALSE(read_whole(folder.path() / "no" / "folder" / "none.json", 100, why));
    EXPECT_EQ(why, "");
}

TEST(ReadWhole, ReadsUpToItsBound)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "a.json";
    std::string why;
    for (const std::size_t size : {0U, 1U, 99U, 100U, 40'000U}) {
        put_file(file, std::string(size, 'x'));
        EXPECT_EQ(read_whole(file, size, why), std::string(size, 'x'));
        EXPECT_EQ(why, "");
    }
    EXPECT_FALSE(read_whole(file, 39'999, why));
    EXPECT_THAT(why, HasSubstr("longer than 39999 bytes"));
}

TEST(ReadWhole, AFolderIsAnError)
{
    const TemporaryFolder folder;
    std::string why;
    EXPECT_FALSE(read_whole(folder.path(), 100, why));
    EXPECT_THAT(why, HasSubstr("not a regular file"));
}

TEST(ReadWhole, AFileItMayNotReadIsAnError)
{
    LEAVE_OUT_ON_WINDOWS("permissions are access lists there");
    const TemporaryFolder folder;
    const auto file = folder.path() / "a.json";
    put_file(file, "x");
    fs::permissions(file, fs::perms::none);
    const WithoutRoot somebody;
    std::string why;
    EXPECT_FALSE(read_whole(file, 100, why));
    EXPECT_EQ(why, std::generic_category().message(EACCES));
}

TEST(ReadWhole, APipeIsAnErrorAndNoWait)
{
    LEAVE_OUT_ON_WINDOWS("pipes are not among files there");
    const TemporaryFolder folder;
    const auto file = folder.path() / "pipe";
    ASSERT_TRUE(make_pipe(file));
    std::string why;
    EXPECT_FALSE(read_whole(file, 100, why));
    EXPECT_THAT(why, HasSubstr("not a regular file"));
}

} // namespace
} // namespace astro
