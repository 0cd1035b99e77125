// SPDX-License-Identifier: GPL-2.0-or-later
// The main() of every test program.
#include <gmock/gmock.h>

int main(int argc, char **argv)
{
    testing::InitGoogleMock(&argc, argv);
    return RUN_ALL_TESTS();
}
