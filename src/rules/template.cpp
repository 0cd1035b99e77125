// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/template.h"

#include "rules/template_formats.h"
#include "support/text.h"
#include "support/utf8.h"

#include <algorithm>
#include <array>
#include <utility>

namespace astro::rules {
namespace {

constexpr std::size_t longest_late_value = 500; // code points

/// A text that grows to so many code points and no further.
class BoundedText {
public:
    explicit BoundedText(std::size_t max_code_points) : max_(max_code_points) {}

    void add(std::string_view more)
    {
        if (overflown_)
            return;
        if (more.size() <= max_ - length_) { // whatever is in it
            text_ += more;
            length_ += static_cast<std::size_t>(std::count_if(more.begin(), more.end(), utf8::begins_code_point));
            return;
        }
        for (const char byte : more) {
            if (utf8::begins_code_point(byte)) {
                if (length_ == max_) {
                    overflown_ = true;
                    return;
                }
                ++length_;
            }
            text_ += byte;
        }
    }

    void overflow() { overflown_ = true; }
    bool overflown() const { return overflown_; }

    /// What was added since the last call.
    std::string take() { return std::exchange(text_, {}); }

    /// The whole, if nothing was taken: its last code point an ellipsis, if there was more.
    std::string cut() &&
    {
        if (overflown_ && !text_.empty()) {
            while (!utf8::begins_code_point(text_.back()))
                text_.pop_back();
            text_.pop_back();
            text_ += "\u2026";
        }
        return std::move(text_);
    }

private:
    std::size_t max_;
    std::size_t length_ = 0;
    bool overflown_ = false;
    std::string text_;
};

/// Where a late value comes from. A name that ends in a dot is a beginning: what follows it is asked for.
struct LateField {
    std::string_view name;
    std::optional<std::string> (*value)(const LateValues &late, std::string_view rest);
};
constexpr std::array<LateField, 4> late_fields = {{
    {"counter.",
     [](const LateValues &late, std::string_view rest) { return late.counter ? late.counter(rest) : std::nullopt; }},
    {"session.",
     [](const LateValues &late, std::string_view rest) { return late.session ? late.session(rest) : std::nullopt; }},
    {"count", [](const LateValues &late, std::string_view) { return std::optional(std::to_string(late.joined)); }},
    {"others", [](const LateValues &late,
                  std::string_view) { return std::optional(std::to_string(late.joined > 0 ? late.joined - 1 : 0)); }},
}};

const LateField *find_late_field(std::string_view name)
{
    const auto found = std::find_if(late_fields.begin(), late_fields.end(), [&](const LateField &field) {
        const bool beginning = field.name.back() == '.';
        return beginning ? name.substr(0, field.name.size()) == field.name : name == field.name;
    });
    return found == late_fields.end() ? nullptr : &*found;
}

/// What stands between braces.
struct Field {
    std::string name;
    const LateField *late = nullptr; ///< null: it is the event's
    Format format = nullptr;
    std::optional<std::string> unknown_format;
    std::string words; ///< for where it is missing

    explicit Field(std::string_view inside)
    {
        const std::size_t bar = inside.find('|');
        if (bar != std::string_view::npos)
            words = inside.substr(bar + 1);
        const std::string_view spec = inside.substr(0, bar);
        const std::size_t colon = spec.find(':');
        name = text::trim(spec.substr(0, colon));
        late = find_late_field(name);
        if (colon == std::string_view::npos)
            return;
        const std::string_view word = text::trim(spec.substr(colon + 1));
        format = find_format(word);
        if (!format)
            unknown_format = word;
    }

    std::string late_value(const LateValues &values) const
    {
        const std::size_t asked = late->name.back() == '.' ? late->name.size() : name.size();
        const auto value = late->value(values, std::string_view(name).substr(asked));
        return text::presentable(value.value_or(""), longest_late_value);
    }

    std::string written(const std::string &value, const std::string &currency) const
    {
        if (text::is_blank(value))
            return words.empty() ? value : words;
        return format ? format(value, currency) : value;
    }
};

/// Walks through a text once, telling its plain texts and what stands between braces, in order.
template <class OnText, class OnField>
void walk(std::string_view text, OnText on_text, OnField on_field)
{
    while (!text.empty()) {
        const auto brace = text.find_first_of("{}");
        on_text(text.substr(0, brace));
        if (brace == std::string_view::npos)
            return;
        text.remove_prefix(brace);

        const bool doubled = text.size() > 1 && text[1] == text[0];
        const auto end = text[0] == '{' ? text.find_first_of("{}", 1) : std::string_view::npos;
        const bool partnered = end != std::string_view::npos && text[end] == '}';
        if (!doubled && partnered) {
            on_field(text.substr(1, end - 1));
            text.remove_prefix(end + 1);
        } else {
            on_text(text.substr(0, 1));
            text.remove_prefix(doubled ? 2 : 1);
        }
    }
}

} // namespace

/// A plain text, and what follows it.
struct Template::Part {
    std::string text;
    std::shared_ptr<const Field> field; ///< null only in the last part
};

struct Template::Parts {
    std::vector<Part> parts;
    std::string currency; ///< of the event, for what is still open
    bool cut = false;     ///< there was more of it
};

Template::Template(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}

Template::Template(std::string_view text)
{
    Parts parsed;
    std::string plain;
    walk(
        text, [&](std::string_view more) { plain += more; },
        [&](std::string_view inside) {
            parsed.parts.push_back({std::exchange(plain, {}), std::make_shared<const Field>(inside)});
        });
    parsed.parts.push_back({std::move(plain), nullptr});
    parts_ = std::make_shared<const Parts>(std::move(parsed));
}

Template Template::filled(const events::Event &event) const
{
    if (parts_->parts.size() == 1)
        return *this; // a plain text
    Parts made;
    made.currency = event.currency.empty() ? parts_->currency : event.currency;
    made.cut = parts_->cut;
    BoundedText plain(longest);
    for (const auto &[text, field] : parts_->parts) {
        plain.add(text);
        if (field && field->late)
            made.parts.push_back({plain.take(), field});
        else if (field && !plain.overflown())
            plain.add(field->written(event.shown(field->name), made.currency));
        if (plain.overflown() || made.parts.size() == longest) {
            made.cut = true;
            break;
        }
    }
    made.parts.push_back({plain.take(), nullptr});
    return Template(std::make_shared<const Parts>(std::move(made)));
}

std::string Template::finished(const LateValues &late, std::size_t max_code_points) const
{
    BoundedText whole(max_code_points);
    for (const auto &[text, field] : parts_->parts) {
        whole.add(text);
        if (whole.overflown())
            break;
        if (field)
            whole.add(field->written(field->late ? field->late_value(late) : "", parts_->currency));
    }
    if (parts_->cut)
        whole.overflow();
    return std::move(whole).cut();
}

bool Template::needs_late_values() const
{
    return std::any_of(parts_->parts.begin(), parts_->parts.end(),
                       [](const Part &part) { return part.field && part.field->late; });
}

std::vector<std::string> Template::fields() const
{
    std::vector<std::string> names;
    for (const Part &part : parts_->parts) {
        if (part.field)
            names.push_back(part.field->name);
    }
    return names;
}

std::vector<std::string> Template::unknown_formats() const
{
    std::vector<std::string> words;
    for (const Part &part : parts_->parts) {
        if (part.field && part.field->unknown_format)
            words.push_back(*part.field->unknown_format);
    }
    return words;
}

bool is_late_field(std::string_view name)
{
    return find_late_field(name) != nullptr;
}

std::string expand(std::string_view text, const events::Event &event, std::size_t max_code_points)
{
    return Template(text).filled(event).finished({}, max_code_points);
}

} // namespace astro::rules
