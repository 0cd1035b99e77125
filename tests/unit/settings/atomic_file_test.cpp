// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings/atomic_file.h"
#include "support/read_whole.h"
#include "support/system.h"
#include "unit/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace astro::settings {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(AtomicFile, WritesAndReplaces)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "a.json";
    EXPECT_EQ(write_atomically(file, "one"), "");
    EXPECT_EQ(content_of(file), "one");
    EXPECT_EQ(write_atomically(file, std::string("t\0o\n", 4)), "");
    EXPECT_EQ(content_of(file), std::string("t\0o\n", 4));
    EXPECT_EQ(write_atomically(file, ""), "");
    EXPECT_EQ(content_of(file), "");
    EXPECT_THAT(folder.names(), ElementsAre("a.json"));
}

TEST(AtomicFile, CreatesItsFolder)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "new" / "Ünter" / "a.json";
    EXPECT_EQ(write_atomically(file, "x"), "");
    EXPECT_EQ(content_of(file), "x");
}

TEST(AtomicFile, AFolderInItsPlaceIsAnErrorThatLeavesNothingBehind)
{
    const TemporaryFolder folder;
    fs::create_directories(folder.path() / "a.json" / "within");
    EXPECT_THAT(write_atomically(folder.path() / "a.json", "x"), testing::Not(IsEmpty()));
    EXPECT_THAT(folder.names(), ElementsAre("a.json"));
}

TEST(AtomicFile, AFileInPlaceOfItsFolderIsAnError)
{
    const TemporaryFolder folder;
    put_file(folder.path() / "folder", "a file");
    EXPECT_THAT(write_atomically(folder.path() / "folder" / "a.json", "x"), testing::Not(IsEmpty()));
    EXPECT_EQ(content_of(folder.path() / "folder"), "a file");
}

TEST(AtomicFile, RemovesWhatADeadWriterLeftAndLeavesALiveOne)
{
    const TemporaryFolder folder;
    for (const char *name : {"a.json.tmp-1-0", "a.json.tmp-2-0", "b.json.tmp-1-0", "a.json.bak"})
        put_file(folder.path() / name, "secret");
    const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
    for (const char *name : {"a.json.tmp-1-0", "b.json.tmp-1-0", "a.json.bak"})
        fs::last_write_time(folder.path() / name, long_ago);
    EXPECT_EQ(write_atomically(folder.path() / "a.json", "x"), "");
    EXPECT_THAT(folder.names(), ElementsAre("a.json", "a.json.bak", "a.json.tmp-2-0", "b.json.tmp-1-0"));
}

TEST(AtomicFile, LeavesAloneWhatItDidNotCreate)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "a.json";
    const auto taken = [&](int number) {
        return folder.path() / ("a.json.tmp-" + std::to_string(system::process_id()) + "-" + std::to_string(number));
    };
    for (int number = 0; number < 500; ++number) // those that come next are among them
        put_file(taken(number), "another's");
    EXPECT_EQ(write_atomically(file, "x"), "");
    EXPECT_EQ(content_of(file), "x");
    for (int number = 0; number < 500; ++number)
        ASSERT_EQ(content_of(taken(number)), "another's") << number;
    EXPECT_EQ(folder.names().size(), 501U);
}

TEST(AtomicFile, IsItsOwnersAlone)
{
    LEAVE_OUT_ON_WINDOWS("permissions are access lists there");
    const TemporaryFolder folder;
    const auto file = folder.path() / "a.json";
    const OpenHanded all_may_read;
    EXPECT_EQ(write_atomically(file, "x"), "");
    EXPECT_EQ(mode_of(file), 0600U);
    fs::permissions(file, fs::perms::all);
    EXPECT_EQ(write_atomically(file, "y"), "");
    EXPECT_EQ(mode_of(file), 0600U);
}

TEST(AtomicFile, AReadOnlyFolderIsAnErrorAndKeepsTheOldContent)
{
    LEAVE_OUT_ON_WINDOWS("permissions are access lists there");
    const TemporaryFolder folder;
    const auto file = folder.path() / "a.json";
    put_file(file, "old");
    fs::permissions(folder.path(), fs::perms(0555));
    {
        const WithoutRoot somebody;
        EXPECT_EQ(write_atomically(file, "new"), std::generic_category().message(EACCES));
    }
    EXPECT_EQ(content_of(file), "old");
    EXPECT_THAT(folder.names(), ElementsAre("a.json"));
}

TEST(AtomicFile, ADiskThatIsFullKeepsTheOldContentAndNothingOfTheNew)
{
    LEAVE_OUT_ON_WINDOWS("no process has a limit for its files there");
    const TemporaryFolder folder;
    const auto file = folder.path() / "a.json";
    put_file(file, "old");
    std::string error;
    {
        const FullDisk disk;
        error = write_atomically(file, std::string(10'000, 'x'));
    }
    EXPECT_EQ(error, std::generic_category().message(EFBIG));
    EXPECT_EQ(content_of(file), "old");
    EXPECT_THAT(folder.names(), ElementsAre("a.json"));
}

TEST(AtomicFile, WritesThroughLinks)
{
    LEAVE_OUT_ON_WINDOWS("only administrators may make links there");
    const TemporaryFolder folder;
    fs::create_directory(folder.path() / "elsewhere");
    const auto target = folder.path() / "elsewhere" / "real.json";
    fs::create_symlink("elsewhere/real.json", folder.path() / "relative");
    fs::create_symlink(folder.path() / "relative", folder.path() / "a.json");

    for (const char *content : {"first, where nothing was", "second"}) {
        EXPECT_EQ(write_atomically(folder.path() / "a.json", content), "");
        EXPECT_EQ(content_of(target), content);
        EXPECT_TRUE(fs::is_symlink(folder.path() / "a.json"));
        EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(target)));
        EXPECT_EQ(mode_of(target), 0600U);
    }
    EXPECT_THAT(folder.names(), ElementsAre("a.json", "elsewhere", "relative"));
}

TEST(AtomicFile, LinksInACircleAreAnError)
{
    LEAVE_OUT_ON_WINDOWS("only administrators may make links there");
    const TemporaryFolder folder;
    fs::create_symlink("b.json", folder.path() / "a.json");
    fs::create_symlink("a.json", folder.path() / "b.json");
    EXPECT_THAT(write_atomically(folder.path() / "a.json", "x"), testing::Not(IsEmpty()));
    std::string why;
    EXPECT_FALSE(read_whole(folder.path() / "a.json", 100, why));
    EXPECT_THAT(why, testing::Not(IsEmpty()));
}

} // namespace
} // namespace astro::settings
