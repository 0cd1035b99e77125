// SPDX-License-Identifier: GPL-2.0-or-later
#include "pipeline/file_writer.h"

#include "harness/waiting.h"
#include "unit/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>

namespace astro {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::chrono::milliseconds soon{30000};

/// Log lines, from any thread.
class Lines {
public:
    Log log()
    {
        return [this](LogLevel, const std::string &line) {
            const std::lock_guard hold(lock_);
            lines_.push_back(line);
        };
    }
    std::vector<std::string> all() const
    {
        const std::lock_guard hold(lock_);
        return lines_;
    }

private:
    mutable std::mutex lock_;
    std::vector<std::string> lines_;
};

class FileWriterTest : public testing::Test {
protected:
    std::string file(const std::string &name) const
    {
        return (folder_.path() / std::filesystem::u8path(name)).u8string();
    }
    std::string content(const std::string &name) const
    {
        return content_of(folder_.path() / std::filesystem::u8path(name));
    }

    TemporaryFolder folder_;
    Lines lines_;
};

TEST_F(FileWriterTest, WritesInOrderAllThatIsQueuedBeforeItStops)
{
    std::vector<std::string> written; // by no drive, which on a busy machine may take longer than stop() waits
    FileWriter writer(lines_.log(), [&](const FileText &text) -> std::optional<Problem> {
        written.push_back(text.text);
        return std::nullopt;
    });
    std::vector<std::string> queued;
    for (int i = 0; i < 100; ++i) {
        queued.push_back(std::to_string(i));
        writer.write({"/all.txt", queued.back(), true});
    }
    writer.stop();
    EXPECT_EQ(written, queued);
    EXPECT_THAT(lines_.all(), IsEmpty());
}

TEST_F(FileWriterTest, WritesToTheDriveInOrder)
{
    FileWriter writer(lines_.log());
    writer.write({file("latest.txt"), "Ada"});
    writer.write({file("latest.txt"), "Bén 🎉"});
    std::string all;
    for (int i = 0; i < 100; ++i) {
        writer.write({file("Ünter/all.txt"), std::to_string(i), true});
        all += std::to_string(i) + '\n';
    }
    EXPECT_TRUE(harness::wait_until([&] { return content("Ünter/all.txt").size() >= all.size(); }, soon));
    writer.write({file("Ünter/all.txt"), "last", true});
    writer.stop();
    EXPECT_EQ(content("latest.txt"), "Bén 🎉");
    EXPECT_EQ(content("Ünter/all.txt"), all + "last\n");
    EXPECT_THAT(lines_.all(), IsEmpty());
    EXPECT_THAT(writer.problems(), IsEmpty());
}

TEST_F(FileWriterTest, WritesNothingAfterItStopped)
{
    FileWriter writer(lines_.log());
    writer.stop();
    writer.write({file("a.txt"), "Ada"});
    writer.stop();
    EXPECT_THAT(folder_.names(), IsEmpty());
}

TEST_F(FileWriterTest, WhatCanNotBeWrittenIsToldOnceAndKeptUntilItIsMended)
{
    std::mutex lock;
    std::vector<std::string> written;
    bool full = true;
    const auto write = [&](const FileText &text) -> std::optional<Problem> {
        const std::lock_guard hold(lock);
        written.push_back(text.text);
        return full ? std::optional(Problem{"Problem.File.NotWritten", {text.file, "No space left on device"}})
                    : std::nullopt;
    };
    FileWriter writer(lines_.log(), write);
    const auto write_and_wait = [&](const std::string &text) {
        writer.write({"/names.txt", text, true});
        EXPECT_TRUE(harness::wait_until(
            [&] {
                const std::lock_guard hold(lock);
                return !written.empty() && written.back() == text;
            },
            soon));
    };
    write_and_wait("Ada");
    write_and_wait("Ben");
    write_and_wait("Cleo"); // by now what came of Ben is noted
    EXPECT_THAT(writer.problems(),
                ElementsAre(Problem{"Problem.File.NotWritten", {"/names.txt", "No space left on device"}}));
    {
        const std::lock_guard hold(lock);
        full = false;
    }
    write_and_wait("Dora");
    writer.stop();
    EXPECT_THAT(writer.problems(), IsEmpty());
    EXPECT_THAT(lines_.all(), ElementsAre(HasSubstr("No space left on device")));
}

TEST_F(FileWriterTest, AnExceptionIsAProblemOfItsFile)
{
    FileWriter writer(lines_.log(),
                      [](const FileText &) -> std::optional<Problem> { throw std::runtime_error("broken"); });
    writer.write({"/names.txt", "Ada"});
    writer.stop();
    EXPECT_THAT(writer.problems(), ElementsAre(Problem{"Problem.File.NotWritten", {"/names.txt", "broken"}}));
}

/// Holds up the first text until it is let go.
class HungDrive {
public:
    FileWriter::Write write()
    {
        return [shared = shared_](const FileText &text) -> std::optional<Problem> {
            std::call_once(shared->begun_once, [&] {
                shared->begun.set_value();
                shared->release.get_future().wait();
            });
            const std::lock_guard hold(shared->lock);
            shared->written.push_back(text.file + ':' + text.text);
            if (text.text == "last")
                shared->over.set_value();
            return std::nullopt;
        };
    }
    void wait_until_it_hangs() { shared_->begun.get_future().wait(); }
    void let_go() { shared_->release.set_value(); }
    bool wait_for_the_last() { return shared_->over.get_future().wait_for(soon) == std::future_status::ready; }
    std::vector<std::string> written() const
    {
        const std::lock_guard hold(shared_->lock);
        return shared_->written;
    }

private:
    struct Shared {
        std::once_flag begun_once;
        std::promise<void> begun, release, over;
        std::mutex lock;
        std::vector<std::string> written;
    };
    std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

TEST_F(FileWriterTest, WhatIsWrittenOverBeforeItsTurnIsLeftOut)
{
    HungDrive drive;
    FileWriter writer(lines_.log(), drive.write());
    writer.write({"/first", "1"});
    drive.wait_until_it_hangs();
    for (const char *name : {"Ada", "Ben", "Cleo"}) {
        writer.write({"/all", name, true});
        writer.write({"/latest", name});
    }
    writer.write({"/all", "anew"});
    writer.write({"/all", "Dora", true});
    drive.let_go();
    writer.stop();
    EXPECT_THAT(drive.written(), ElementsAre("/first:1", "/latest:Cleo", "/all:anew", "/all:Dora"));
}

TEST_F(FileWriterTest, WhatWaitsIsBoundedAndWhatIsDroppedIsTold)
{
    HungDrive drive;
    FileWriter writer(lines_.log(), drive.write());
    writer.write({"/first", "1"});
    drive.wait_until_it_hangs();
    for (std::size_t i = 0; i < FileWriter::max_waiting + 10; ++i)
        writer.write({"/all", "Ada", true});
    EXPECT_THAT(lines_.all(), ElementsAre(HasSubstr("Problem.File.TooMany")));
    EXPECT_THAT(writer.problems(), ElementsAre(Problem{"Problem.File.TooMany", {"/all"}}));
    drive.let_go();
    writer.stop();
    EXPECT_THAT(drive.written(), SizeIs(FileWriter::max_waiting + 1));
}

TEST_F(FileWriterTest, ADriveThatHangsHoldsUpNobodysEnd)
{
    HungDrive drive;
    {
        FileWriter writer(lines_.log(), drive.write());
        writer.write({"/hangs", "last"});
        writer.write({"/never", "written"});
        drive.wait_until_it_hangs();
        writer.stop();
    }
    EXPECT_THAT(lines_.all(), ElementsAre(HasSubstr("a drive does not answer")));
    drive.let_go(); // the thread ends by itself, and touches nothing of the writer's
    EXPECT_TRUE(drive.wait_for_the_last());
    EXPECT_THAT(drive.written(), testing::Not(testing::Contains("/never:written")));
}

TEST_F(FileWriterTest, APathMustBeFullAndAFilesOwn)
{
    const auto problem_of = [](const std::string &path, bool append) {
        const auto problem = FileWriter::write_to_disk({path, "x", append});
        return problem ? problem->key : "";
    };
    for (const bool append : {false, true}) {
        EXPECT_EQ(problem_of("names.txt", append), "Problem.File.NotAbsolute");
        EXPECT_EQ(problem_of("", append), "Problem.File.NotAbsolute");
        EXPECT_EQ(problem_of(folder_.path().u8string(), append), "Problem.File.NotAFile");
        put_file(folder_.path() / "file", "");
        EXPECT_EQ(problem_of(file("file/within.txt"), append), "Problem.File.NotWritten");
    }
}

TEST_F(FileWriterTest, APipeIsNotWaitedForNorReplaced)
{
    LEAVE_OUT_ON_WINDOWS("pipes are not among files there");
    ASSERT_TRUE(make_pipe(file("pipe")));
    for (const bool append : {false, true}) {
        const auto problem = FileWriter::write_to_disk({file("pipe"), "x", append});
        ASSERT_TRUE(problem);
        EXPECT_EQ(problem->key, "Problem.File.NotAFile");
    }
    EXPECT_TRUE(std::filesystem::is_fifo(file("pipe")));
}

TEST_F(FileWriterTest, AFileStaysAsOpenToOthersAsItWas)
{
    LEAVE_OUT_ON_WINDOWS("permissions are access lists there");
    EXPECT_FALSE(FileWriter::write_to_disk({file("a.txt"), "Ada"}));
    EXPECT_EQ(mode_of(file("a.txt")), 0600U);
    std::filesystem::permissions(file("a.txt"), std::filesystem::perms(0644));
    EXPECT_FALSE(FileWriter::write_to_disk({file("a.txt"), "Ben"}));
    EXPECT_EQ(mode_of(file("a.txt")), 0644U);
    EXPECT_EQ(content("a.txt"), "Ben");
}

} // namespace
} // namespace astro
