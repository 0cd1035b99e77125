// SPDX-License-Identifier: GPL-2.0-or-later
#include "options.h"

#include "shorthand.h"

#include <charconv>
#include <map>
#include <optional>

namespace astro_sim {
namespace {

using std::chrono::milliseconds;

std::optional<long> number(const std::string &text, long least, long most)
{
    long value = 0;
    const char *end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end || value < least || value > most)
        return std::nullopt;
    return value;
}

/// Each returns what is wrong with the value, or "".
using Taker = std::string (*)(Options &, const std::string &value);

template <typename Set>
std::string take_ms(const std::string &value, Set set)
{
    const auto read = number(value, 0, 24L * 60 * 60 * 1000);
    if (!read)
        return "takes milliseconds, for example 500";
    set(milliseconds(*read));
    return {};
}

std::string take_port(Options &options, const std::string &value)
{
    const auto read = number(value, 0, 65535);
    if (!read)
        return "takes a number from 0 to 65535";
    options.port = static_cast<std::uint16_t>(*read);
    return {};
}

std::string take_certificate(Options &options, const std::string &value)
{
    static const std::map<std::string, CertificateKind> kinds{{"good", CertificateKind::good},
                                                              {"expired", CertificateKind::expired},
                                                              {"wrong-host", CertificateKind::wrong_host},
                                                              {"self-signed", CertificateKind::self_signed}};
    const auto found = kinds.find(value);
    if (found == kinds.end())
        return "takes good, expired, wrong-host or self-signed";
    options.certificate = found->second;
    options.tls_option = "--certificate";
    return {};
}

std::string take_token(Options &options, const std::string &value)
{
    const auto colon = value.find(':');
    const auto type = known_token_type(value.substr(0, colon));
    if (colon == std::string::npos || !type || colon + 1 == value.size())
        return "takes TYPE:TEXT with the type jwt, apikey or oauth2";
    options.gateway.tokens.push_back({*type, astro::Secret(value.substr(colon + 1))});
    return {};
}

const std::map<std::string, Taker> &takers()
{
    static const std::map<std::string, Taker> all{
        {"--port", take_port},
        {"--certificate", take_certificate},
        {"--token", take_token},
        {"--ca-out",
         [](Options &o, const std::string &v) { return o.ca_out = v, o.tls_option = "--ca-out", std::string(); }},
        {"--script", [](Options &o, const std::string &v) { return o.script = v, std::string(); }},
        {"--room", [](Options &o, const std::string &v) { return o.gateway.room = v, std::string(); }},
        {"--ping-ms",
         [](Options &o, const std::string &v) {
             return take_ms(v, [&](milliseconds ms) { o.gateway.connection.ping = ms; });
         }},
        {"--pong-timeout-ms",
         [](Options &o, const std::string &v) {
             return take_ms(v, [&](milliseconds ms) { o.gateway.connection.pong_timeout = ms; });
         }},
        {"--reconnect-token-ms",
         [](Options &o, const std::string &v) {
             return take_ms(v, [&](milliseconds ms) { o.gateway.reconnect_token_lifetime = ms; });
         }},
    };
    return all;
}

const std::map<std::string, void (*)(Options &)> &switches()
{
    static const std::map<std::string, void (*)(Options &)> all{
        {"--tls", [](Options &o) { o.tls = true; }},
        {"--no-welcome", [](Options &o) { o.gateway.welcome = false; }},
        {"--strict-pace", [](Options &o) { o.gateway.strict_pace = true; }},
        {"--exit-on-eof", [](Options &o) { o.exit_on_eof = true; }},
    };
    return all;
}

constexpr auto usage = R"(Usage: astro-sim [OPTION…]

Stands in for StreamElements' Astro gateway: listens on this computer alone (127.0.0.1 and ::1), answers subscriptions,
and publishes the events that it is told of, one command a line on standard input. What happens is printed as one JSON
object a line.

Options
  --port N                 listen there (default 0: any free port; the line "listening" says which)
  --tls                    wss:// instead of ws://, with a certificate made at start
  --ca-out FILE            with --tls: write the PEM of the CA that issued it: what a client has to trust
  --certificate KIND       with --tls: good (default), expired, wrong-host, self-signed: a wrong one, to see it refused
  --token TYPE:TEXT        accept this token (jwt, apikey or oauth2); may be repeated. Without it, any token will do.
                           A JWT whose claim `exp` has passed is refused in any case.
  --room ID                answer this room when neither a JWT's claim `channel` nor the request names one
                           (default: a made-up one for each token)
  --no-welcome             begin without the welcome message
  --ping-ms N              send a PING every N ms (default 30000; 0: never)
  --pong-timeout-ms N      close when no PONG came for so long, PINGs or not (default 70000; 0: never)
  --reconnect-token-ms N   reconnect tokens are good for so long (default 60000)
  --strict-pace            enforce one command in 100 ms, besides the 100 in 10 s
  --script FILE            take the commands from FILE instead of standard input
  --exit-on-eof            end when all commands are carried out (else: on SIGINT, SIGTERM or `quit`)
  --help                   this text

Events (to those who subscribed to their topic)
)";

constexpr auto commands = R"(
  A tip is published on channel.activities and on channel.tips; a community gift of 5 is five gifted subs and, half a
  second later, the purchase.

Commands in JSON
  {"publish":{"topic":"channel.chatbot.counters","data":{"counter":"deaths","value":42}}}
                                     with "room" too: only to that room
  {"raw":"any text"}                 a text frame with just that, to all
  {"frame_file":"path/to/frame.json"}  the same with a file's text
  {"binary":"any bytes"}             a binary frame

Control
  burst COUNT EVENT                  COUNT of one of the events above at once: all are made first, then sent without a
                                     pause; {n} in it becomes the number of each, from 0
  wait MS                            before the next command
  wait-for subscribed [TOPIC]        until somebody is
  reconnect                          announce a graceful reconnect, with a token, to all
  drop                               end all connections with a TCP reset
  close CODE                         close all with this WebSocket code
  refuse-upgrade STATUS [RETRY_AFTER [COUNT]]
                                     answer the next COUNT (default 1; 0: until `refuse-upgrade off`) upgrades with
                                     this HTTP status, and Retry-After in seconds ("-": without)
  error CODE [TOPIC] [COUNT]         answer the next COUNT (default 1; 0: until `error off`) subscribes with this error
  mute on|off                        send nothing at all: no answer, no event, no PING, no PONG, no close for want of
                                     a PONG; only `close` and the frames of JSON commands
  duplicate on|off                   send every event twice
  quit

What is printed: objects with a member `event`, and these
  listening    url, port             once, when clients can connect
  connected    connection, resumed   by number; resumed: it came with a reconnect token
  refused      connection, status    an upgrade, as `refuse-upgrade` wanted
  refused      connection, why       a reconnect token that is unknown, used or expired
  request      connection, type, topic, room; of a subscribe also token_type and token: accepted or refused
  answered     connection, topic, error
                                     error: "" for success
  published    topic, receivers, what, at_us
                                     receivers: connections that it was sent to; what: the command, or the topic; at_us:
                                     when, in microseconds of the computer's monotonic clock
  burst        frames, receivers, what, at_us
  pong         connection
  closed       connection, code      the close code; 1006 without a close frame, 0 if it never was open
  command      line                  of those under Control, when it has been carried out (a wait: when it begins)
  error        message               why a command was not carried out
  No token is ever printed.

Examples
  Try a client by hand:
    astro-sim --port 8443 --tls --ca-out /tmp/astro-ca.pem
    (client: address wss://localhost:8443, trusted CA /tmp/astro-ca.pem, any token), then type
    tip Ada 5 EUR "for the birds"
  Play a script to the first who subscribes:
    printf 'wait-for subscribed\nfollow Ada\nwait 1000\nraid Ben 42\n' | astro-sim --port 8080 --exit-on-eof
  See how a client takes a refused token:
    astro-sim --token apikey:good-one
)";

} // namespace

std::variant<Options, HelpWanted, OptionError> read_options(const std::vector<std::string> &arguments)
{
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string &name = arguments[i];
        if (name == "--help" || name == "-h")
            return HelpWanted{};
        if (const auto found = switches().find(name); found != switches().end()) {
            found->second(options);
            continue;
        }
        const auto taker = takers().find(name);
        if (taker == takers().end())
            return OptionError{"unknown option " + name};
        if (i + 1 == arguments.size())
            return OptionError{name + " needs a value"};
        if (const std::string wrong = taker->second(options, arguments[++i]); !wrong.empty())
            return OptionError{name + " " + wrong};
    }
    if (!options.tls && !options.tls_option.empty())
        return OptionError{options.tls_option + " needs --tls"};
    return options;
}

std::string help()
{
    return usage + shorthand_help() + commands;
}

} // namespace astro_sim
