// SPDX-License-Identifier: GPL-2.0-or-later
// docs/rules.md, the streamer's book: whatever a rule can have stands in it, with an example.
#include "rules/action_types.h"
#include "rules/condition.h"
#include "rules/rule_members.h"
#include "rules/template_formats.h"

#include "events/event.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

/// The cells of each row of the book's tables.
std::vector<std::vector<std::string>> rows_of_the_book()
{
    std::vector<std::vector<std::string>> rows;
    std::ifstream book(ASTRO_BOOK_OF_RULES);
    for (std::string line; std::getline(book, line);) {
        if (line.empty() || line[0] != '|')
            continue;
        std::vector<std::string> cells(1);
        for (std::size_t i = 1; i < line.size(); ++i) {
            const bool escaped = line[i] == '|' && line[i - 1] == '\\';
            if (line[i] == '|' && !escaped)
                cells.emplace_back();
            else
                cells.back() += line[i];
        }
        cells.pop_back(); // what follows the last bar
        rows.push_back(std::move(cells));
    }
    return rows;
}

bool is_blank(const std::string &cell)
{
    return cell.find_first_not_of(' ') == std::string::npos;
}

/// Words of which no row has one in its first two cells and something, its example, in the last ones.
std::vector<std::string> missing(const std::vector<std::string> &words)
{
    std::vector<std::string> all;
    const auto rows = rows_of_the_book();
    for (const std::string &word : words) {
        bool found = false;
        for (const auto &row : rows) {
            if (row.size() < 3)
                continue;
            const bool names = (row[0] + row[1]).find('`' + word + '`') != std::string::npos;
            const bool has_example = !is_blank(row[2]) || !is_blank(row.back());
            found = found || (names && has_example);
        }
        if (!found)
            all.push_back(word);
    }
    return all;
}

using Words = std::vector<std::string>;

TEST(Book, HasEachAction)
{
    Words words;
    for (const auto &type : astro::rules::action_types())
        words.emplace_back(type.word);
    EXPECT_EQ(missing(words), Words());
}

TEST(Book, HasEachMemberOfRulesAndActions)
{
    Words words{"after_ms", "for_ms", "until_media", "enabled"};
    for (const auto &member : astro::rules::rule_members()) {
        if (std::string(member.name) != "event")
            words.emplace_back(member.name);
    }
    EXPECT_EQ(missing(words), Words());
}

TEST(Book, HasTheWordOfWhateverAnActionCanHaveBesides)
{
    std::string cells;
    for (const auto &row : rows_of_the_book()) {
        for (const std::string &cell : row)
            cells += cell;
    }
    for (const auto &field : astro::rules::all_action_fields()) {
        if (field.need != astro::rules::Need::optional)
            continue;
        EXPECT_NE(cells.find('`' + std::string(field.name) + '`'), std::string::npos) << field.name;
    }
}

TEST(Book, HasEachKindOfEvent)
{
    Words words{"any", "topic:NAME"};
    for (const auto kind : astro::events::nameable_kinds())
        words.emplace_back(astro::events::to_word(kind));
    EXPECT_EQ(missing(words), Words());
}

TEST(Book, HasEachField)
{
    EXPECT_EQ(missing(astro::events::field_names()), Words());
}

TEST(Book, HasEachTestAndEachFormat)
{
    Words words = astro::rules::test_words();
    for (const std::string &format : astro::rules::format_words())
        words.push_back(format);
    for (const char *late : {"counter", "session", "count", "others"})
        words.emplace_back(late);
    EXPECT_EQ(missing(words), Words());
}

TEST(Book, HasWhatStandsBesideRules)
{
    EXPECT_EQ(missing({"labels", "guard", "overlay_buttons", "gap_ms", "limit", "when_full"}), Words());
}

TEST(Book, DoesNotHaveWhatThereIsNot)
{
    EXPECT_EQ(missing({"dance", "sneeze"}), Words({"dance", "sneeze"}));
}

} // namespace
