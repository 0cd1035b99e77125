// SPDX-License-Identifier: GPL-2.0-or-later
// Any document as rules: read, checked, run, and written so that reading it again changes nothing.
#include "events/event.h"
#include "must.h"
#include "rules/engine.h"
#include "rules/rule_check.h"
#include "rules/rule_file.h"

#include <algorithm>
#include <cstdint>

using namespace astro;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count)
{
    const auto read = rules::read_rules({reinterpret_cast<const char *>(bytes), count});
    const std::string written = rules::write_rules(read.set);
    fuzz::must(rules::write_rules(rules::read_rules(written).set) == written, "reading and writing settles at once");

    rules::Engine engine([](LogLevel, const std::string &) {});
    Instant now{Deadline(std::chrono::hours(1)), {}};
    engine.set_rules(read.set);
    for (const rules::Rule &rule : read.set.rules)
        (void)rules::check(rule);
    for (const events::Kind kind : events::nameable_kinds())
        engine.on_event(events::sample(kind), now);
    for (int step = 0; step < 100 && engine.next_deadline(); ++step) {
        (void)engine.take_batches();
        now.steady = std::max(now.steady, *engine.next_deadline());
        engine.on_time(now);
    }
    return 0;
}
