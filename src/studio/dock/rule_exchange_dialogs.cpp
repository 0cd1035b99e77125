// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/rule_exchange_dialogs.h"

#include "rules/rule_exchange.h"
#include "settings/atomic_file.h"
#include "studio/actions/lookup.h"
#include "studio/dock/open.h"
#include "studio/dock/qt_text.h"
#include "support/read_whole.h"

#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QMessageBox>
#include <QScrollArea>
#include <QStringList>
#include <QVBoxLayout>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <vector>

namespace astro::studio::dock {
namespace {

constexpr std::size_t mebibyte = 1024 * 1024;
constexpr std::size_t longest_file = 4 * mebibyte;
constexpr int shortest_choice = 12;     // letters
constexpr std::size_t most_asked = 200; // names: each has a row of its own, all made at once

std::filesystem::path path_of(const QString &name)
{
    return std::filesystem::u8path(name.toStdString());
}

void tell(
    QWidget *parent, const QString &what, const std::function<void()> &then = [] {})
{
    auto *box = new QMessageBox(QMessageBox::Warning, words("Dock.Title"), what, QMessageBox::Ok, parent);
    box->setTextFormat(Qt::PlainText); // it has names out of somebody else's file
    QObject::connect(box, &QDialog::finished, parent, then);
    show_dialog(box);
}

/// @param use is called with the file that was chosen
void ask_for_file(QFileDialog *dialog, QWidget *parent, const std::function<void(const std::filesystem::path &)> &use)
{
    dialog->setNameFilter(shown(text("Dock.Files") + " (*.json)"));
    dialog->setDefaultSuffix("json");
    QObject::connect(dialog, &QDialog::accepted, parent,
                     [dialog, use] { use(path_of(dialog->selectedFiles().value(0))); });
    show_dialog(dialog);
}

/// Where it is to be a scene, another source of that name will not do.
bool is_there(const rules::UsedName &used)
{
    const bool is_scene = std::any_of(used.kinds.begin(), used.kinds.end(), [](rules::FieldKind kind) {
        return kind == rules::FieldKind::scene || kind == rules::FieldKind::scenes;
    });
    return (is_scene ? lookup::scene(used.name) : lookup::source(used.name)) != nullptr;
}

/// The names that this collection does not have.
std::vector<std::string> missing_names(const rules::RuleSet &set)
{
    std::vector<std::string> missing;
    for (const rules::UsedName &used : rules::names_used(set)) {
        if (!is_there(used))
            missing.push_back(used.name);
    }
    return missing;
}

void add_rules(const Controls &controls, const rules::RuleSet &imported,
               const std::map<std::string, std::string> &names)
{
    controls.change_rules([&](rules::RuleSet &set) {
        rules::import_into(set, imported, names);
        return true;
    });
}

/// One table for the names that are missing, then imports.
void ask_for_names(QWidget *parent, const Controls &controls, const rules::RuleSet &imported,
                   std::vector<std::string> missing)
{
    const std::size_t more = missing.size() - std::min(missing.size(), most_asked);
    missing.resize(missing.size() - more); // the rest stay as they are, and each rule's problems tell of them
    auto *dialog = new QDialog(parent);
    dialog->setWindowTitle(words("Dock.Import"));
    auto *all = new QVBoxLayout(dialog);
    auto *why = new QLabel(words("Dock.Import.Missing"));
    why->setWordWrap(true);
    all->addWidget(why);
    QStringList here{words("Dock.Import.AsItIs")};
    for (const std::string &name : lookup::all_source_names())
        here.append(shown(name));
    auto *rows = new QWidget;
    auto *table = new QFormLayout(rows);
    table->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    table->setRowWrapPolicy(QFormLayout::WrapLongRows);
    std::vector<QComboBox *> choices;
    for (const std::string &name : missing) {
        auto *choice = new QComboBox;
        if (choices.empty())
            choice->addItems(here);
        else
            choice->setModel(choices.front()->model()); // there may be hundreds of lists, and long ones
        choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        choice->setMinimumContentsLength(shortest_choice);
        choice->setAccessibleName(shown(name));
        auto *label = new QLabel(shown(name));
        label->setTextFormat(Qt::PlainText);
        table->addRow(label, choice);
        choices.push_back(choice);
    }
    auto *scrolled = new QScrollArea; // they may be more than the screen has room for
    scrolled->setWidget(rows);
    scrolled->setWidgetResizable(true);
    scrolled->setFrameShape(QFrame::NoFrame);
    all->addWidget(scrolled);
    if (more > 0) {
        auto *rest = new QLabel(words("Dock.Import.More", {std::to_string(more)}));
        rest->setWordWrap(true);
        all->addWidget(rest);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    all->addWidget(buttons);
    QObject::connect(dialog, &QDialog::accepted, parent, [&controls, imported, missing, choices] {
        std::map<std::string, std::string> names;
        for (std::size_t i = 0; i < missing.size(); ++i) {
            if (choices[i]->currentIndex() > 0)
                names[missing[i]] = choices[i]->currentText().toStdString();
        }
        add_rules(controls, imported, names);
    });
    show_dialog(dialog);
}

void import_from(const std::filesystem::path &file, QWidget *parent, const Controls &controls)
{
    std::error_code none;
    if (const auto size = std::filesystem::file_size(file, none); !none && size > longest_file) {
        tell(parent, words("Dock.Import.TooLarge", {std::to_string(longest_file / mebibyte)}));
        return;
    }
    std::string why;
    const auto document = read_whole(file, longest_file, why);
    if (!document) {
        tell(parent, words("Dock.Import.Failed", {why}));
        return;
    }
    rules::ReadExport read = rules::read_export(*document);
    QString problems;
    for (const Problem &problem : read.problems)
        problems += shown(text(problem)) + "\n";
    const std::function<void()> go_on = [parent, &controls, read = std::move(read)] {
        if (!read.usable)
            return;
        if (const auto missing = missing_names(read.set); missing.empty())
            add_rules(controls, read.set, {});
        else
            ask_for_names(parent, controls, read.set, missing);
    };
    problems.isEmpty() ? go_on() : tell(parent, problems, go_on);
}

} // namespace

void export_rules(QWidget *parent, const Controls &controls)
{
    auto *dialog = new QFileDialog(parent, words("Dock.Export"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile("astro-rules.json");
    ask_for_file(dialog, parent, [parent, &controls](const std::filesystem::path &file) {
        std::vector<std::string> names;
        for (const rules::Rule &rule : controls.rules().rules)
            names.push_back(rule.name);
        const std::string why = settings::write_atomically(file, rules::write_export(controls.rules(), names));
        if (!why.empty())
            tell(parent, words("Dock.Export.Failed", {why}));
    });
}

void import_rules(QWidget *parent, const Controls &controls)
{
    auto *dialog = new QFileDialog(parent, words("Dock.Import"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    ask_for_file(dialog, parent,
                 [parent, &controls](const std::filesystem::path &file) { import_from(file, parent, controls); });
}

} // namespace astro::studio::dock
