// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/json.h"

#include <string>
#include <string_view>

/// What is looked at and mended in the text of a document before the library reads it.
namespace astro::json {

/// Counted ahead of the parser, whose own limit of the depth is told by an exception from deep inside its recursion.
/// @return what is too much of it, or "".
std::string too_much(std::string_view document, const Limits &limits);

/// A document as the library can read it: without halves of emoji, and without numbers that the program's locale writes
/// in another way.
class ReadableText {
public:
    /// @param document valid UTF-8, which outlives this
    explicit ReadableText(std::string_view document);
    ReadableText(const ReadableText &) = delete;
    ReadableText &operator=(const ReadableText &) = delete;

    std::string_view text() const { return text_; }
    /// Gives what was read of text() the numbers back that were taken out.
    void restore(Json::Value &value) const;

private:
    std::string whole_, marked_; ///< the text, where it had to be changed
    std::string_view text_;
    bool is_marked_ = false; ///< numbers stand in it as texts
};

} // namespace astro::json
