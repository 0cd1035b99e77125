// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings/append_file.h"
#include "unit/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::settings {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

TEST(AppendFile, MakesTheFileAndItsFolder)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "neu" / "Ünter" / "names.txt";
    EXPECT_EQ(append_line(file, "Ada"), "");
    EXPECT_EQ(content_of(file), "Ada\n");
}

TEST(AppendFile, AddsALineAtTheEnd)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "names.txt";
    put_file(file, "Ada\n");
    EXPECT_EQ(append_line(file, "Bén"), "");
    EXPECT_EQ(append_line(file, "Cleo\n"), "");
    EXPECT_EQ(append_line(file, ""), "");
    EXPECT_EQ(content_of(file), "Ada\nBén\nCleo\n\n");
    EXPECT_THAT(folder.names(), ElementsAre("names.txt"));
}

TEST(AppendFile, BeginsALineOfItsOwn)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "names.txt";
    put_file(file, "typed by hand");
    EXPECT_EQ(append_line(file, "Ada"), "");
    EXPECT_EQ(content_of(file), "typed by hand\nAda\n");
    put_file(file, "");
    EXPECT_EQ(append_line(file, "Ben"), "");
    EXPECT_EQ(content_of(file), "Ben\n");
}

TEST(AppendFile, AFolderInItsPlaceIsAnError)
{
    const TemporaryFolder folder;
    EXPECT_NE(append_line(folder.path(), "Ada"), "");
}

TEST(AppendFile, WhoHasTheFileOpenKeepsIt)
{
    LEAVE_OUT_ON_WINDOWS("permissions are access lists there");
    const TemporaryFolder folder;
    const auto file = folder.path() / "names.txt";
    put_file(file, "Ada\n");
    fs::create_hard_link(file, folder.path() / "same");
    fs::permissions(file, fs::perms(0644));
    EXPECT_EQ(append_line(file, "Ben"), "");
    EXPECT_EQ(content_of(folder.path() / "same"), "Ada\nBen\n");
    EXPECT_EQ(mode_of(file), 0644U);
}

TEST(AppendFile, AFileThatMayNotBeWrittenStaysAsItWas)
{
    LEAVE_OUT_ON_WINDOWS("permissions are access lists there");
    const TemporaryFolder folder;
    const auto file = folder.path() / "names.txt";
    put_file(file, "Ada\n");
    fs::permissions(file, fs::perms(0444));
    {
        const WithoutRoot somebody;
        EXPECT_EQ(append_line(file, "Ben"), std::generic_category().message(EACCES));
    }
    EXPECT_EQ(content_of(file), "Ada\n");
}

TEST(AppendFile, ADiskThatIsFullTakesNoPartOfALine)
{
    LEAVE_OUT_ON_WINDOWS("no process has a limit for its files there");
    const TemporaryFolder folder;
    const auto file = folder.path() / "names.txt";
    const std::string before(4000, 'x');
    put_file(file, before);
    std::string error;
    {
        const FullDisk disk;
        error = append_line(file, std::string(1000, 'y'));
    }
    EXPECT_EQ(error, std::generic_category().message(EFBIG));
    EXPECT_EQ(content_of(file), before);
}

} // namespace
} // namespace astro::settings
