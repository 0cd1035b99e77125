// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/paced.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QEventLoop>

#include <stdexcept>

namespace astro::studio::dock {
namespace {

TEST(PacedTest, AFaultEndsThereAndWhatComesNextIsShown)
{
    int argc = 1;
    char name[] = "test";
    char *argv[] = {name, nullptr};
    const QCoreApplication application(argc, argv);
    int shown = 0;
    Paced paced(nullptr, [&] {
        if (++shown == 1)
            throw std::runtime_error("on purpose");
    });
    for (int wanted = 1; wanted <= 2; ++wanted) {
        paced.changed();
        while (shown < wanted)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    EXPECT_EQ(shown, 2);
}

} // namespace
} // namespace astro::studio::dock
