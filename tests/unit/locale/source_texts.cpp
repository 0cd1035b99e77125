// SPDX-License-Identifier: GPL-2.0-or-later
#include "unit/locale/source_texts.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

namespace source_texts {
namespace {

bool is_word_sign(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

class Scanner {
public:
    Scanner(std::string_view source, std::string name) : source_(source), name_(std::move(name)) {}

    std::vector<Literal> literals()
    {
        while (at_ < source_.size()) {
            if (begins_with("//"))
                skip_to("\n", 0);
            else if (begins_with("/*"))
                skip_to("*/", 2);
            else if (begins_with("R\""))
                take_raw();
            else if (source_[at_] == '"')
                take_plain();
            else if (source_[at_] == '\'' && (at_ == 0 || !is_word_sign(source_[at_ - 1]))) // else it parts digits
                at_ = end_of_quoted('\'');
            else
                ++at_;
        }
        return std::move(found_);
    }

private:
    bool begins_with(std::string_view text) const { return source_.substr(at_, text.size()) == text; }

    void skip_to(std::string_view end, std::size_t beyond)
    {
        const std::size_t found = source_.find(end, at_ + 2);
        at_ = found == std::string_view::npos ? source_.size() : found + beyond;
    }

    /// Behind the closing one of the quotes that open here.
    std::size_t end_of_quoted(char quote) const
    {
        std::size_t end = at_ + 1;
        while (end < source_.size() && source_[end] != quote)
            end += source_[end] == '\\' ? 2 : 1;
        return std::min(end + 1, source_.size());
    }

    void take_plain()
    {
        const std::size_t end = end_of_quoted('"');
        note(source_.substr(at_ + 1, end - at_ - 2), end);
    }

    void take_raw()
    {
        const std::size_t open = source_.find('(', at_);
        const std::string close = ")" + std::string(source_.substr(at_ + 2, open - at_ - 2)) + "\"";
        const std::size_t end = std::min(source_.find(close, open), source_.size() - close.size());
        note(source_.substr(open + 1, end - open - 1), end + close.size());
    }

    void note(std::string_view text, std::size_t end)
    {
        const auto line = 1 + std::count(source_.begin(), source_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
        found_.push_back({std::string(text), name_ + ":" + std::to_string(line), args_behind(end)});
        at_ = end;
    }

    /// How many things stand in the braces of `, {a, f(b, c)}`.
    std::optional<std::size_t> args_behind(std::size_t here) const
    {
        const auto next_sign = [&] {
            while (here < source_.size() && std::isspace(static_cast<unsigned char>(source_[here])) != 0)
                ++here;
            return here < source_.size() ? source_[here++] : '\0';
        };
        if (next_sign() != ',' || next_sign() != '{')
            return std::nullopt;
        std::size_t commas = 0;
        bool empty = true;
        for (int depth = 1; here < source_.size();) {
            const char sign = next_sign();
            depth += sign == '{' || sign == '(' || sign == '[' ? 1 : sign == '}' || sign == ')' || sign == ']' ? -1 : 0;
            if (depth == 0)
                return empty ? 0 : commas + 1;
            empty = false;
            commas += depth == 1 && sign == ',' ? 1 : 0;
        }
        return std::nullopt;
    }

    std::string_view source_;
    std::string name_;
    std::size_t at_ = 0;
    std::vector<Literal> found_;
};

} // namespace

std::vector<Literal> literals_in(std::string_view source, const std::string &name)
{
    return Scanner(source, name).literals();
}

std::vector<Literal> literals_under(const std::filesystem::path &folder)
{
    std::vector<Literal> all;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
        const auto extension = entry.path().extension();
        if (extension != ".cpp" && extension != ".h")
            continue;
        std::ifstream stream(entry.path(), std::ios::binary);
        const std::string source{std::istreambuf_iterator<char>(stream), {}};
        for (Literal &literal : literals_in(source, entry.path().filename().u8string()))
            all.push_back(std::move(literal));
    }
    return all;
}

} // namespace source_texts
