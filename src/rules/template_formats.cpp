// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/template_formats.h"

#include "support/letter_case.h"
#include "support/number.h"
#include "support/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>

namespace astro::rules {
namespace {

/// A currency that has a sign of its own before the amount, or another number of decimals than two.
struct Currency {
    std::string_view code;
    std::string_view sign; ///< "": the code is written behind the amount
    std::size_t decimals;
};
constexpr std::size_t usual_decimals = 2;

// Decimals as in ISO 4217. A sign is there only where it tells one currency from all others and leads in English.
constexpr std::array<Currency, 48> currencies = {{
    {"AUD", "A$", 2}, {"BHD", "", 3},    {"BIF", "", 0},  {"BRL", "R$", 2},  {"CAD", "C$", 2}, {"CLF", "", 4},
    {"CLP", "", 0},   {"CNY", "CN¥", 2}, {"DJF", "", 0},  {"EUR", "€", 2},   {"GBP", "£", 2},  {"GEL", "₾", 2},
    {"GNF", "", 0},   {"HKD", "HK$", 2}, {"ILS", "₪", 2}, {"INR", "₹", 2},   {"IQD", "", 3},   {"ISK", "", 0},
    {"JOD", "", 3},   {"JPY", "¥", 0},   {"KMF", "", 0},  {"KRW", "₩", 0},   {"KWD", "", 3},   {"KZT", "₸", 2},
    {"LYD", "", 3},   {"MXN", "MX$", 2}, {"NGN", "₦", 2}, {"NZD", "NZ$", 2}, {"OMR", "", 3},   {"PHP", "₱", 2},
    {"PYG", "", 0},   {"RUB", "₽", 2}, {"RWF", "", 0},  {"SGD", "S$", 2},  {"THB", "฿", 2},  {"TND", "", 3},
    {"TRY", "₺", 2},  {"TWD", "NT$", 2}, {"UAH", "₴", 2}, {"UGX", "", 0},    {"USD", "$", 2},  {"UYI", "", 0},
    {"UYW", "", 4},   {"VND", "₫", 0},   {"VUV", "", 0},  {"XAF", "", 0},    {"XOF", "", 0},   {"XPF", "", 0},
}};

/// A number in parts, as it is written.
struct Decimal {
    bool negative = false;
    std::string whole; ///< at least one digit
    std::string fraction;
};

std::optional<Decimal> decimal_from(std::string_view value)
{
    constexpr double largest = 1e15; // beyond, a double has no pennies
    const auto number = number_from(value);
    if (!number || !(std::fabs(*number) <= largest))
        return std::nullopt;
    std::string text = plain_number(*number);
    Decimal decimal;
    decimal.negative = text[0] == '-';
    text.erase(0, decimal.negative ? 1 : 0);
    const std::size_t point = text.find('.');
    decimal.whole = text.substr(0, point);
    decimal.fraction = point == std::string::npos ? "" : text.substr(point + 1);
    return decimal;
}

/// Rounds as people do it on paper (5 goes up), or fills up with zeros.
Decimal with_decimals(Decimal number, std::size_t decimals)
{
    const bool up = number.fraction.size() > decimals && number.fraction[decimals] >= '5';
    number.fraction.resize(decimals, '0');
    std::string digits = number.whole + number.fraction;
    for (std::size_t i = digits.size(); up && i-- > 0;) {
        digits[i] = digits[i] == '9' ? '0' : static_cast<char>(digits[i] + 1);
        if (digits[i] != '0')
            break;
        if (i == 0)
            digits.insert(0, "1");
    }
    number.whole = digits.substr(0, digits.size() - decimals);
    number.fraction = digits.substr(digits.size() - decimals);
    number.negative = number.negative && digits.find_first_not_of('0') != std::string::npos;
    return number;
}

/// "1,234.5", without a sign.
std::string grouped(const Decimal &number)
{
    std::string text;
    for (std::size_t i = 0; i < number.whole.size(); ++i) {
        if (i > 0 && (number.whole.size() - i) % 3 == 0)
            text += ',';
        text += number.whole[i];
    }
    return number.fraction.empty() ? text : text + '.' + number.fraction;
}

std::string money(std::string_view value, std::string_view currency)
{
    const auto number = decimal_from(value);
    if (!number)
        return std::string(value);
    const auto known =
        std::find_if(currencies.begin(), currencies.end(), [&](const Currency &one) { return one.code == currency; });
    const bool is_known = known != currencies.end();
    const Decimal rounded = with_decimals(*number, is_known ? known->decimals : usual_decimals);
    std::string text = rounded.negative ? "-" : "";
    if (is_known && !known->sign.empty())
        return text.append(known->sign).append(grouped(rounded));
    text += grouped(rounded);
    return currency.empty() ? text : text.append(" ").append(currency);
}

std::string grouped_number(std::string_view value, std::string_view)
{
    const auto number = decimal_from(value);
    return number ? (number->negative ? "-" : "") + grouped(*number) : std::string(value);
}

std::string upper_case(std::string_view value, std::string_view)
{
    return text::upper(value);
}

std::string lower_case(std::string_view value, std::string_view)
{
    return text::lower(value);
}

/// A subscription's: "1000", or "1" in session values.
std::string tier(std::string_view value, std::string_view)
{
    if (text::ascii_lower(value) == "prime")
        return "Prime";
    const bool thousands = value.size() == 4 && value.substr(1) == "000";
    if ((thousands || value.size() == 1) && value[0] >= '1' && value[0] <= '9')
        return std::string("Tier ") + value[0];
    return std::string(value);
}

std::string first_word(std::string_view value, std::string_view)
{
    return std::string(text::first_word(value));
}

std::string shortened(std::string_view value, std::string_view)
{
    constexpr std::size_t longest = 20;
    return text::presentable(value, longest);
}

struct Row {
    std::string_view word;
    Format format;
};
constexpr std::array<Row, 7> formats = {{
    {"money", money},
    {"number", grouped_number},
    {"upper", upper_case},
    {"lower", lower_case},
    {"tier", tier},
    {"first", first_word},
    {"short", shortened},
}};

} // namespace

Format find_format(std::string_view word)
{
    const auto found = std::find_if(formats.begin(), formats.end(), [&](const Row &row) { return row.word == word; });
    return found == formats.end() ? nullptr : found->format;
}

const std::vector<std::string> &format_words()
{
    static const std::vector<std::string> words = [] {
        std::vector<std::string> all;
        all.reserve(formats.size());
        for (const Row &row : formats)
            all.emplace_back(row.word);
        return all;
    }();
    return words;
}

} // namespace astro::rules
