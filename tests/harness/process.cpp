// SPDX-License-Identifier: GPL-2.0-or-later
#include "harness/process.h"

#include <algorithm>

namespace harness {

Finished run(std::vector<std::string> command, Environment environment, milliseconds timeout)
{
    const std::string name = command.front();
    const auto deadline = Clock::now() + timeout;
    const auto left = [&] { return std::chrono::duration_cast<milliseconds>(deadline - Clock::now()); };

    Process process({std::move(command), std::move(environment), {}, true, false});
    Finished finished;
    while (const auto line = process.read_line(left()))
        finished.output += *line + "\n";
    const auto exit = process.wait_for_exit(std::max(left(), milliseconds(0)));
    if (!exit)
        throw Error(name + " did not end within " + std::to_string(timeout.count()) + " ms");
    finished.exit = *exit;
    return finished;
}

} // namespace harness
