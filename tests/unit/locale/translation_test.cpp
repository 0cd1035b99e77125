// SPDX-License-Identifier: GPL-2.0-or-later
// Every language has the texts of English: all of them, none besides, with the same placeholders.
#include "unit/locale/locale_file.h"

#include "support/text.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <string>

namespace {

using namespace astro;
using testing::IsEmpty;

namespace fs = std::filesystem;

using Placeholders = std::multiset<std::string>;

const std::set<std::string> languages = {"en-US", "de-DE", "es-ES", "fr-FR", "pt-BR", "ja-JP"};

fs::path folder()
{
    return fs::path(ASTRO_LOCALE).parent_path();
}

/// What has to be in a translation as it is: %1, and the names in {user} and {amount:money}.
Placeholders placeholders(const std::string &text)
{
    Placeholders found;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == '%' && text[i + 1] >= '1' && text[i + 1] <= '9')
            found.insert(text.substr(i, 2));
        if (text[i] != '{')
            continue;
        const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz-_.", i + 1);
        if (end != std::string::npos && end > i + 1)
            found.insert(text.substr(i, end - i));
    }
    return found;
}

std::set<std::string> keys(const LocaleFile &file)
{
    std::set<std::string> names;
    for (const auto &[key, text] : file.texts)
        names.insert(key);
    return names;
}

TEST(LanguagesTest, AreThoseThatWerePromised)
{
    std::set<std::string> found;
    for (const auto &entry : fs::directory_iterator(folder()))
        found.insert(entry.path().stem().string());
    EXPECT_EQ(found, languages);
}

class TranslationTest : public testing::TestWithParam<std::string> {
protected:
    const LocaleFile english_ = read_locale(ASTRO_LOCALE);
    const LocaleFile file_ = read_locale((folder() / (GetParam() + ".ini")).string().c_str());
};

TEST_P(TranslationTest, IsReadAsItIsMeant)
{
    EXPECT_THAT(file_.odd_lines, IsEmpty());
    for (const auto &[key, text] : file_.texts) {
        EXPECT_TRUE(text::is_utf8(text)) << key;
        EXPECT_EQ(text::presentable(text, 1000), text) << key;
        EXPECT_EQ(text.find_first_of("\"\\"), std::string::npos) << key << ": OBS would stop reading there";
    }
}

TEST_P(TranslationTest, HasEachTextOnce)
{
    EXPECT_THAT(without(keys(english_), keys(file_)), IsEmpty()) << "missing";
    EXPECT_THAT(without(keys(file_), keys(english_)), IsEmpty()) << "left over";
}

TEST_P(TranslationTest, HasTheSamePlaceholders)
{
    for (const auto &[key, text] : file_.texts) {
        const auto english = english_.texts.find(key);
        if (english == english_.texts.end())
            continue;
        EXPECT_EQ(placeholders(text), placeholders(english->second)) << key << ": " << text;
        EXPECT_EQ(text::trim(text).empty(), text::trim(english->second).empty()) << key;
    }
}

INSTANTIATE_TEST_SUITE_P(All, TranslationTest, testing::ValuesIn(languages), [](const auto &one) {
    std::string name = one.param;
    name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
    return name;
});

// --- What is compared

TEST(PlaceholdersTest, AreFoundWithTheirNamesAlone)
{
    EXPECT_EQ(placeholders("%2 of %1: {user|Somebody}, {session.tip-goal.amount:money} {“opacity”: 50}, 25 %"),
              (Placeholders{"%1", "%2", "{session.tip-goal.amount", "{user"}));
    EXPECT_EQ(placeholders("{counter.NAME}"), Placeholders{"{counter."});
}

} // namespace
