// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace astro::rules {

/// Values that are filled in when an action begins, not when its event came. Any may be empty functions.
struct LateValues {
    std::function<std::optional<std::string>(std::string_view name)> counter; ///< {counter.NAME}
    std::function<std::optional<std::string>(std::string_view path)> session; ///< {session.KEY.MEMBER}: "KEY.MEMBER"
    std::uint64_t joined = 1;                                                 ///< {count}; {others} is one less
};

/// Whether a field is filled in from LateValues: `counter.NAME`, `session.KEY.MEMBER`, `count`, `others`.
bool is_late_field(std::string_view name);

/// A text with fields, parsed once: `{field}`, `{data.path}`, `{field:format}` (template_formats.h), `{field|words}`
/// with words for where the field is missing or blank, and both: `{user:upper|SOMEBODY}`. `{{` and `}}` are braces, a
/// brace without its partner stands for itself. What is filled in is presentable and never expanded again; line breaks
/// of the text itself stay.
/// Immutable, and cheap to copy: copies share what was parsed.
class Template {
public:
    /// Code points of a text that has an event's values in it.
    static constexpr std::size_t longest = 2000;

    explicit Template(std::string_view text);

    /// With the event's values as plain text. What is late stays open. Holds no more than `longest` code points and as
    /// many late fields.
    Template filled(const events::Event &event) const;
    /// With all values. A field that is still open is missing.
    /// @param max_code_points the whole is cut to this length, its last being an ellipsis then.
    std::string finished(const LateValues &late, std::size_t max_code_points = longest) const;
    bool needs_late_values() const;
    /// The names of its fields, in order, without format and words.
    std::vector<std::string> fields() const;
    /// What stands behind a colon and is no format, in order. Such a field is written as it is.
    std::vector<std::string> unknown_formats() const;

private:
    struct Part;
    struct Parts;
    explicit Template(std::shared_ptr<const Parts> parts);

    std::shared_ptr<const Parts> parts_;
};

/// All at once, without late values.
std::string expand(std::string_view text, const events::Event &event, std::size_t max_code_points = Template::longest);

} // namespace astro::rules
