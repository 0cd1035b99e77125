// SPDX-License-Identifier: GPL-2.0-or-later
// What rules do to texts, files, pages and settings. That it is put back is undo_test.cpp's.
#include "studio/on_call.h"

namespace {

using namespace studio_test;

class SourceActions : public OnCallTest {
protected:
    Json::Value setting(const std::string &source, const std::string &key) { return ask().input_settings(source)[key]; }
    bool setting_becomes(const std::string &source, const std::string &key, const Json::Value &wanted)
    {
        return wait_until([&] { return setting(source, key) == wanted; }, soon);
    }
    void add_input(const std::string &name, const std::string &kind)
    {
        ask().call("CreateInput", object({{"sceneName", "Main"}, {"inputName", name}, {"inputKind", kind}}));
    }
};

TEST_F(SourceActions, of_a_setting_that_is_an_object_only_what_was_changed_is_put_back)
{
    Json::Value change = act("source_settings", {{"source", "Label"}, {"for_ms", 60000}});
    change["settings"] = object({{"font", object({{"size", 90}})}, {"made up", object({{"deep", 1}})}});
    Json::Value style = act("source_settings", {{"source", "Label"}, {"for_ms", 60000}});
    style["settings"] = object({{"font", object({{"style", "Bold"}})}});
    Json::Value whole = act("source_settings", {{"source", "Label"}, {"for_ms", 60000}});
    whole["settings"] = object({{"note", object({{"deep", 1}})}});
    start(rules({on_call("size", {change}, "sizes"), on_call("style", {style}, "styles"),
                 on_call("whole", {whole}, "wholes")}));
    const auto skip = [&](const char *queue) { vendor("Skip", object({{"queue", queue}})); };
    const Json::Value before = setting("Label", "font");
    const auto font = [&](const std::string &face, int size, const Json::Value &font_style) {
        Json::Value made = before;
        made["face"] = face;
        made["size"] = size;
        made["style"] = font_style;
        return made;
    };
    const auto set_font = [&](const Json::Value &value) {
        ask().call("SetInputSettings",
                   object({{"inputName", "Label"}, {"inputSettings", object({{"font", value}})}, {"overlay", true}}));
    };
    const int size = before["size"].asInt();
    const std::string face = before["face"].asString();

    // Two hold parts of it, and come back in the order in which they came.
    fire("size");
    EXPECT_TRUE(setting_becomes("Label", "font", font(face, 90, before["style"])));
    EXPECT_EQ(setting("Label", "made up"), object({{"deep", 1}}));
    fire("style");
    EXPECT_TRUE(setting_becomes("Label", "font", font(face, 90, "Bold")));
    skip("sizes");
    EXPECT_TRUE(setting_becomes("Label", "font", font(face, size, "Bold")));
    EXPECT_TRUE(setting_becomes("Label", "made up", Json::Value()));
    skip("styles");
    EXPECT_TRUE(setting_becomes("Label", "font", before));

    // Another part is the streamer's.
    fire("size");
    EXPECT_TRUE(setting_becomes("Label", "font", font(face, 90, before["style"])));
    set_font(font("DejaVu Serif", 90, before["style"]));
    skip("sizes");
    EXPECT_TRUE(setting_becomes("Label", "font", font("DejaVu Serif", size, before["style"])));

    // What was no object before is none again.
    ask().call("SetInputSettings",
               object({{"inputName", "Label"}, {"inputSettings", object({{"note", "plain"}})}, {"overlay", true}}));
    fire("whole");
    EXPECT_TRUE(setting_becomes("Label", "note", object({{"deep", 1}})));
    skip("wholes");
    EXPECT_TRUE(setting_becomes("Label", "note", "plain"));
    end();
}

TEST_F(SourceActions, a_file_and_a_setting_that_hold_the_same_come_back_in_turn)
{
    Json::Value file = act("set_file", {{"source", "Picture"}, {"file", "/one.png"}, {"for_ms", 60000}});
    Json::Value setting_of_it = act("source_settings", {{"source", "Picture"}, {"for_ms", 60000}});
    setting_of_it["settings"] = object({{"file", "/two.png"}});
    start(rules({on_call("file", {file}, "files"), on_call("setting", {setting_of_it}, "settings")}));
    add_input("Picture", "image_source");
    const auto skip = [&](const char *queue) { vendor("Skip", object({{"queue", queue}})); };
    const Json::Value before = setting("Picture", "file");
    fire("file");
    EXPECT_TRUE(setting_becomes("Picture", "file", "/one.png"));
    fire("setting");
    EXPECT_TRUE(setting_becomes("Picture", "file", "/two.png"));
    skip("files");
    EXPECT_TRUE(setting_becomes("Picture", "file", "/two.png"));
    skip("settings");
    EXPECT_TRUE(setting_becomes("Picture", "file", before));
    end();
}

TEST_F(SourceActions, texts_files_pages_and_settings_are_changed_and_what_can_not_be_is_told_once)
{
    const auto of = [](const char *type, const char *source,
                       std::initializer_list<std::pair<std::string, Json::Value>> more) {
        Json::Value made = act(type, more);
        made["source"] = source;
        return made;
    };
    prepare(rules({}), account(gateway_.url(), gateway_.ca_file().string()));
    const std::string picture = (home_->folder() / "Bild „ü“ 名.png").string();
    const std::string page = (home_->folder() / "page.html").string();
    const Json::Value settings = object({{"width", 33}, {"no such setting", object({{"deep", "ü"}})}});
    SceneCollection collection = scenes("Stage");
    collection.module(
        "obs-astro",
        rules({on_call("line", {of("append_text", "Label", {{"text", "{user}"}, {"lines", 2}})}),
               on_call("nothing", {of("append_text", "Label", {{"text", ""}, {"lines", 2}})}),
               on_call("picture", {of("set_file", "Picture", {{"file", picture}})}),
               on_call("sound", {of("set_file", "Sound", {{"file", "file:///nowhere/{user}.wav"}})}),
               on_call("sound file", {of("set_file", "Sound", {{"file", picture}})}),
               on_call("address", {of("set_file", "Page", {{"file", "https://localhost/?a={user}"}})}),
               on_call("page", {of("set_file", "Page", {{"file", page}})}),
               on_call("reload", {of("refresh_browser", "Page", {})}),
               on_call("settings", {of("source_settings", "Logo", {{"settings", settings}})}),
               on_call("no file", {of("set_file", "Logo", {{"file", picture}})}),
               on_call("no page", {of("refresh_browser", "Logo", {})}),
               on_call("no text", {of("set_text", "Logo", {{"text", "{user}"}})}),
               on_call("nobody", {of("source_settings", "Nobody", {{"settings", settings}})}), something_else()}));
    home_->add(collection);
    home_->install("browser-stand-in", BROWSER_STAND_IN);
    start_again();
    add_input("Picture", "image_source");
    add_input("Sound", "ffmpeg_source");
    add_input("Page", "browser_source");

    const auto by = [](const char *user) { return object({{"user", user}}); };
    ask().set_text("Label", "");
    fire("line", by("Ada"));
    EXPECT_TRUE(text_becomes("Label", "Ada")) << "an empty text is an empty list";
    fire("line", by("Ben"));
    EXPECT_TRUE(text_becomes("Label", "Ada\nBen"));
    fire("line", by("Cleo"));
    EXPECT_TRUE(text_becomes("Label", "Ben\nCleo"));
    fire("nothing");
    EXPECT_TRUE(text_becomes("Label", "Cleo\n"));

    fire("picture");
    EXPECT_TRUE(setting_becomes("Picture", "file", picture));
    fire("sound");
    EXPECT_TRUE(setting_becomes("Sound", "input", "file:///nowhere/{user}.wav"));
    EXPECT_FALSE(setting("Sound", "is_local_file").asBool());
    fire("sound file");
    EXPECT_TRUE(setting_becomes("Sound", "local_file", picture));
    EXPECT_TRUE(setting_becomes("Sound", "is_local_file", true));
    fire("address");
    obs_->wait_for_log("Page shows https://localhost/?a={user}", soon);
    fire("page");
    obs_->wait_for_log("Page shows " + page, soon);
    fire("reload");
    obs_->wait_for_log("Page is loaded anew", soon);

    fire("settings");
    EXPECT_TRUE(setting_becomes("Logo", "width", 33));
    EXPECT_EQ(setting("Logo", "height"), 50);
    EXPECT_TRUE(setting_becomes("Logo", "no such setting", object({{"deep", "ü"}})));

    expect_told_once("no file", "“Logo” shows no file");
    expect_told_once("no page", "“Logo” is no browser source");
    expect_told_once("no text", "“Logo” shows no text of its own");
    expect_told_once("nobody", "There is no source “Nobody”");
    end();
}

} // namespace
