// SPDX-License-Identifier: GPL-2.0-or-later
// Any template, and any value in it: bounded, presentable, and never expanded twice.
#include "events/event.h"
#include "must.h"
#include "rules/template.h"
#include "rules/template_formats.h"
#include "support/text.h"
#include "support/utf8.h"

#include <algorithm>
#include <cstdint>

using namespace astro;

namespace {

constexpr std::size_t longest = 50;

std::size_t code_points(const std::string &text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), utf8::begins_code_point));
}

rules::LateValues all_late_values_are(const std::string &value)
{
    rules::LateValues late;
    late.counter = late.session = [value](std::string_view) { return std::optional(value); };
    return late;
}

void check_formats(const std::string &value)
{
    for (const std::string &word : rules::format_words()) {
        for (const char *currency : {"", "EUR", "JPY", "KWD", "XYZ"}) {
            const std::string written = rules::find_format(word)(value, currency);
            fuzz::must(written == text::presentable(written, written.size()), "what is written is presentable");
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count)
{
    const std::string_view input(reinterpret_cast<const char *>(bytes), count);
    const auto half = input.find('\0');
    const std::string_view text = input.substr(0, half);
    const std::string value = text::presentable(half == std::string_view::npos ? input : input.substr(half + 1), 100);
    events::Event event = events::sample(events::Kind::tip);
    event.user = event.sender = value;
    event.amount = value;
    check_formats(value);

    const rules::Template parsed(text);
    const rules::LateValues late = all_late_values_are(value);
    const rules::Template filled = parsed.filled(event);
    const std::string finished = filled.finished(late, longest);
    if (text::is_utf8(text)) {
        fuzz::must(text::is_utf8(finished) && code_points(finished) <= longest, "the result is cut");
        fuzz::must(code_points(filled.finished(late)) <= rules::Template::longest, "and so is the longest");
    }
    events::Event other = event;
    other.user = other.sender = "somebody else";
    fuzz::must(filled.filled(other).finished(late) == filled.finished(late), "what is filled in stays");
    fuzz::must(filled.needs_late_values() || filled.finished(late) == filled.finished({}), "nothing late, no change");
    fuzz::must(filled.fields().size() <= parsed.fields().size(), "no field comes from the event");
    fuzz::must(parsed.unknown_formats().size() <= parsed.fields().size(), "a format is a field's");
    if (!text::is_blank(value)) {
        fuzz::must(rules::expand("{user}", event) == value, "what comes from the event is not expanded");
        fuzz::must(rules::Template("{counter.x|none}").finished(late) == value, "nor what comes late");
    }
    return 0;
}
