// SPDX-License-Identifier: GPL-2.0-or-later
#include "commands.h"

#include "support/json.h"
#include "support/text.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

namespace astro_sim {
namespace {

using std::chrono::milliseconds;

std::optional<int> number(const std::string &word, int least, int most)
{
    int value = 0;
    const char *end = word.data() + word.size();
    const auto read = std::from_chars(word.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end || value < least || value > most)
        return std::nullopt;
    return value;
}

std::optional<bool> on_or_off(const std::vector<std::string> &words)
{
    if (words.size() != 2 || (words[1] != "on" && words[1] != "off"))
        return std::nullopt;
    return words[1] == "on";
}

constexpr int most_times = 1000000;

} // namespace

Commands::Commands(asio::io_context &loop, Gateway &gateway, Report &report, std::function<void()> quit)
    : loop_(loop), gateway_(gateway), report_(report), quit_(std::move(quit))
{
    gateway_.when_subscribed([this] {
        if (!awaited_topic_ || !gateway_.somebody_subscribed(*awaited_topic_))
            return;
        awaited_topic_.reset();
        carry_out_all();
    });
}

void Commands::add(const std::string &line)
{
    lines_.push_back(line);
    carry_out_all();
}

void Commands::quit_when_done()
{
    last_line_came_ = true;
    quit_if_done();
}

void Commands::stop()
{
    stopped_ = true;
    lines_.clear();
    for (const auto &timer : timers_)
        timer->cancel();
}

void Commands::carry_out_all()
{
    while (!waiting_ && !awaited_topic_ && !lines_.empty() && !stopped_) {
        const std::string line(astro::text::trim(lines_.front()));
        lines_.pop_front();
        if (!line.empty() && line.front() != '#')
            carry_out(line);
    }
    quit_if_done();
}

void Commands::quit_if_done()
{
    if (last_line_came_ && lines_.empty() && !waiting_ && !awaited_topic_ && under_way_ == 0 && !stopped_)
        quit_();
}

void Commands::carry_out(const std::string &line)
{
    if (line.front() == '{')
        return carry_out_json(line);
    const auto words = split_words(line);
    if (!words)
        return report_.error("a quote is not closed: " + line);
    if (!is_shorthand(words->front())) {
        if (control(*words))
            report_.event("command", {{"line", line}});
        else
            report_.error("cannot be carried out, see astro-sim --help: " + line);
        return;
    }
    std::string why;
    auto plan = read_shorthand(*words, line, why);
    if (!plan)
        return report_.error(why);
    publish(std::move(*plan));
}

bool Commands::control(const Words &words)
{
    const std::string &verb = words.front();
    const auto on = on_or_off(words);
    const bool alone = words.size() == 1;
    if (verb == "burst")
        return burst(words);
    if (verb == "wait")
        return wait(words);
    if (verb == "wait-for")
        return wait_for(words);
    if (verb == "close")
        return close(words);
    if (verb == "refuse-upgrade")
        return refuse_upgrade(words);
    if (verb == "error")
        return error(words);
    if (verb == "mute" && on)
        return gateway_.mute(*on), true;
    if (verb == "duplicate" && on)
        return gateway_.faults().duplicate = *on, true;
    if (verb == "reconnect" && alone)
        return gateway_.announce_reconnect(), true;
    if (verb == "drop" && alone)
        return gateway_.drop_all(), true;
    if (verb == "quit" && alone)
        return quit_(), true;
    return false;
}

bool Commands::burst(const Words &words)
{
    const auto count = words.size() > 2 ? number(words[1], 1, most_times) : std::nullopt;
    if (!count)
        return false;
    std::vector<Publication> at_once;
    std::string why;
    for (int i = 0; i < *count; ++i) {
        Words event(words.begin() + 2, words.end());
        for (std::string &word : event) {
            if (const auto place = word.find("{n}"); place != std::string::npos)
                word.replace(place, 3, std::to_string(i));
        }
        const auto plan = read_shorthand(event, words[2], why);
        if (!plan || std::any_of(plan->begin(), plan->end(), [](const Planned &one) { return one.delay.count() != 0; }))
            return false;
        for (const Planned &one : *plan)
            at_once.push_back(one.publication);
    }
    gateway_.burst(at_once, words[2]);
    return true;
}

bool Commands::wait(const Words &words)
{
    const auto time = words.size() == 2 ? number(words[1], 0, 24 * 60 * 60 * 1000) : std::nullopt;
    if (!time)
        return false;
    waiting_ = true;
    later(milliseconds(*time), [this] {
        waiting_ = false;
        carry_out_all();
    });
    return true;
}

bool Commands::wait_for(const Words &words)
{
    if (words.size() < 2 || words.size() > 3 || words[1] != "subscribed")
        return false;
    const std::string topic = words.size() == 3 ? words[2] : "";
    if (!gateway_.somebody_subscribed(topic))
        awaited_topic_ = topic;
    return true;
}

bool Commands::close(const Words &words)
{
    const auto code = words.size() == 2 ? number(words[1], 1000, 4999) : std::nullopt;
    const bool reserved = code == 1004 || code == 1005 || code == 1006 || code == 1015; // never on the wire
    if (!code || reserved)
        return false;
    gateway_.close_all(*code, "");
    return true;
}

bool Commands::refuse_upgrade(const Words &words)
{
    Faults::UpgradeRefusal &refusal = gateway_.faults().upgrade;
    if (words.size() == 2 && words[1] == "off")
        return refusal.count.stop(), true;
    const auto status = words.size() >= 2 && words.size() <= 4 ? number(words[1], 300, 511) : std::nullopt;
    const bool with_time = words.size() >= 3 && words[2] != "-";
    const auto count = words.size() == 4 ? number(words[3], 0, most_times) : 1;
    if (!status || !count || (with_time && !number(words[2], 0, most_times)))
        return false;
    refusal.status = *status;
    refusal.retry_after = with_time ? words[2] : "";
    refusal.count.set(*count);
    return true;
}

bool Commands::error(const Words &words)
{
    Faults::SubscribeError &error = gateway_.faults().subscribe;
    if (words.size() == 2 && words[1] == "off")
        return error.count.stop(), true;
    if (words.size() < 2 || words.size() > 4)
        return false;
    const auto count = words.size() > 2 ? number(words.back(), 0, most_times) : std::nullopt;
    if (words.size() == 4 && !count)
        return false;
    const bool with_topic = words.size() == 4 || (words.size() == 3 && !count);
    error.code = words[1];
    error.topic = with_topic ? words[2] : "";
    error.count.set(count.value_or(1));
    return true;
}

void Commands::publish(std::vector<Planned> plan)
{
    for (Planned &one : plan) {
        if (one.delay.count() == 0) {
            gateway_.publish(one.publication);
            continue;
        }
        ++under_way_;
        later(one.delay, [this, publication = std::move(one.publication)] {
            --under_way_;
            gateway_.publish(publication);
            quit_if_done();
        });
    }
}

void Commands::carry_out_json(const std::string &line)
{
    std::string why;
    const auto command = astro::json::parse(line, why);
    if (!command)
        return report_.error("a command in JSON is " + why);
    const Json::Value &wanted = *command;
    if (wanted.size() == 1 && wanted["publish"].isObject())
        publish_json(wanted["publish"]);
    else if (wanted.size() == 1 && wanted["raw"].isString())
        gateway_.send_raw(wanted["raw"].asString());
    else if (wanted.size() == 1 && wanted["binary"].isString())
        gateway_.send_binary(wanted["binary"].asString());
    else if (wanted.size() == 1 && wanted["frame_file"].isString())
        send_file(wanted["frame_file"].asString());
    else
        report_.error(R"(write one of {"publish":{…}}, {"raw":"…"}, {"frame_file":"…"}, {"binary":"…"})");
}

void Commands::publish_json(const Json::Value &wanted)
{
    Publication publication;
    publication.topic = astro::json::string_member(wanted, "topic");
    publication.room = astro::json::string_member(wanted, "room");
    publication.data = wanted["data"];
    publication.what = publication.topic;
    publication.fill_channel = false;
    if (publication.topic.empty())
        return report_.error(R"(a publish needs a topic: {"publish":{"topic":"…","data":{…}}})");
    gateway_.publish(publication);
}

void Commands::send_file(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return report_.error("cannot be read, check the path: " + path);
    gateway_.send_raw(std::string(std::istreambuf_iterator<char>(file), {}));
}

void Commands::later(milliseconds delay, std::function<void()> then)
{
    const auto timer = std::make_shared<asio::steady_timer>(loop_, delay);
    timers_.insert(timer);
    timer->async_wait([this, timer, then = std::move(then)](const asio::error_code &error) {
        timers_.erase(timer);
        if (!error && !stopped_)
            then();
    });
}

} // namespace astro_sim
