// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/bounded_thread.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>

namespace astro {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds soon{30000};

TEST(BoundedThreadTest, IsWaitedForUntilItsWorkIsOver)
{
    BoundedThread thread;
    std::atomic<int> done{0};
    for (int i = 1; i <= 3; ++i) {
        ASSERT_TRUE(thread.start([&done] { ++done; }));
        EXPECT_TRUE(thread.join_for(soon));
        EXPECT_EQ(done, i);
    }
    EXPECT_TRUE(thread.join_for(milliseconds(0))) << "there is nothing to wait for any more";
}

TEST(BoundedThreadTest, LeavesBehindWhatHangs)
{
    const auto release = std::make_shared<std::promise<void>>();
    const auto ended = std::make_shared<std::promise<void>>();
    auto over = ended->get_future();
    {
        BoundedThread thread;
        ASSERT_TRUE(thread.start([release, ended] {
            release->get_future().wait();
            ended->set_value();
        }));
        EXPECT_FALSE(thread.join_for(milliseconds(1)));
        EXPECT_TRUE(thread.join_for(milliseconds(1))) << "it is nobody's any more";
    }
    release->set_value();
    EXPECT_EQ(over.wait_for(soon), std::future_status::ready);
}

TEST(BoundedThreadTest, LetsGoOfWhatItsWorkOwnedBeforeItIsOver)
{
    BoundedThread thread;
    auto owned = std::make_shared<int>(1);
    const std::weak_ptr<int> seen = owned;
    ASSERT_TRUE(thread.start([owned = std::move(owned)] {}));
    EXPECT_TRUE(thread.join_for(soon));
    EXPECT_TRUE(seen.expired());
}

TEST(BoundedThreadTest, AnExceptionEndsTheWorkAlone)
{
    BoundedThread thread;
    ASSERT_TRUE(thread.start([] { throw std::runtime_error("broken"); }));
    EXPECT_TRUE(thread.join_for(soon));
}

} // namespace
} // namespace astro
