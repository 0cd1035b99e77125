// SPDX-License-Identifier: GPL-2.0-or-later
// Any template, and any name in it: bounded, and never expanded twice.
#include "events/event.h"
#include "must.h"
#include "rules/template.h"
#include "support/text.h"

#include <cstdint>

using namespace astro;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count)
{
    const std::string_view input(reinterpret_cast<const char *>(bytes), count);
    const auto half = input.find('\0');
    const std::string_view text = input.substr(0, half);
    events::Event event = events::sample(events::Kind::tip);
    event.user = text::presentable(half == std::string_view::npos ? input : input.substr(half + 1), 100);

    const std::string expanded = rules::expand(text, event, 50);
    std::size_t code_points = 0;
    for (const char c : expanded)
        code_points += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    fuzz::must(!text::is_utf8(text) || (text::is_utf8(expanded) && code_points <= 50), "the result is cut");
    fuzz::must(rules::expand("{user}", event) == event.user, "what comes from the event is not expanded");
    (void)rules::fields_used(text);
    return 0;
}
