// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/template.h"

#include "support/text.h"

namespace astro::rules {
namespace {

/// Walks through a template once, telling its plain texts and its fields in order.
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
            on_field(text::trim(text.substr(1, end - 1)));
            text.remove_prefix(end + 1);
        } else {
            on_text(text.substr(0, 1));
            text.remove_prefix(doubled ? 2 : 1);
        }
    }
}

bool begins_code_point(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// A text that grows to so many code points and no further.
class BoundedText {
public:
    explicit BoundedText(std::size_t max_code_points) : max_(max_code_points) {}

    void add(std::string_view more)
    {
        for (const char byte : more) {
            if (begins_code_point(byte)) {
                if (length_ == max_) {
                    overflown_ = true;
                    return;
                }
                ++length_;
            }
            text_ += byte;
        }
    }

    bool overflown() const { return overflown_; }

    std::string take()
    {
        if (overflown_ && !text_.empty()) {
            while (!begins_code_point(text_.back()))
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

} // namespace

std::string expand(std::string_view text, const events::Event &event, std::size_t max_code_points)
{
    BoundedText result(max_code_points);
    walk(
        text, [&](std::string_view plain) { result.add(plain); },
        [&](std::string_view field) {
            if (result.overflown())
                return;
            result.add(event.shown(field));
        });
    return result.take();
}

std::vector<std::string> fields_used(std::string_view text)
{
    std::vector<std::string> fields;
    walk(
        text, [](std::string_view) {}, [&](std::string_view field) { fields.emplace_back(field); });
    return fields;
}

} // namespace astro::rules
