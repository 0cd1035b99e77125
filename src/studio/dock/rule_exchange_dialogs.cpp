// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/rule_exchange_dialogs.h"

#include "rules/rule_exchange.h"
#include "settings/atomic_file.h"
#include "studio/actions/lookup.h"
#include "studio/dock/qt_text.h"
#include "support/read_whole.h"

#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QMessageBox>
#include <QVBoxLayout>

#include <filesystem>
#include <map>
#include <optional>
#include <vector>

namespace astro::studio::dock {
namespace {

constexpr std::size_t longest_file = 4 << 20; // bytes

std::filesystem::path path_of(const QString &name)
{
    return std::filesystem::u8path(name.toStdString());
}

std::string kinds_of_files()
{
    return text("Dock.Files") + " (*.json)";
}

void tell(QWidget *parent, const QString &what)
{
    QMessageBox::warning(parent, words("Dock.Title"), what);
}

/// The names that this collection does not have.
std::vector<std::string> missing_names(const rules::RuleSet &set)
{
    std::vector<std::string> missing;
    for (const rules::UsedName &used : rules::names_used(set)) {
        if (!lookup::source(used.name))
            missing.push_back(used.name);
    }
    return missing;
}

/// One table for all of them. @return nothing when it was cancelled.
std::optional<std::map<std::string, std::string>> ask_for(QWidget *parent, const std::vector<std::string> &missing)
{
    QDialog dialog(parent);
    dialog.setWindowTitle(words("Dock.Import"));
    auto *all = new QVBoxLayout(&dialog);
    auto *why = new QLabel(words("Dock.Import.Missing"));
    why->setWordWrap(true);
    all->addWidget(why);
    auto *table = new QFormLayout;
    std::vector<QComboBox *> choices;
    for (const std::string &name : missing) {
        auto *choice = new QComboBox;
        choice->addItem(words("Dock.Import.AsItIs"), shown(name));
        for (const std::string &here : lookup::all_source_names())
            choice->addItem(shown(here), shown(here));
        choice->setAccessibleName(shown(name));
        table->addRow(shown(name), choice);
        choices.push_back(choice);
    }
    all->addLayout(table);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    all->addWidget(buttons);
    if (dialog.exec() != QDialog::Accepted)
        return std::nullopt;
    std::map<std::string, std::string> names;
    for (std::size_t i = 0; i < missing.size(); ++i)
        names[missing[i]] = choices[i]->currentData().toString().toStdString();
    return names;
}

} // namespace

void export_rules(QWidget *parent, const Controls &controls)
{
    const QString file =
        QFileDialog::getSaveFileName(parent, words("Dock.Export"), "astro-rules.json", shown(kinds_of_files()));
    if (file.isEmpty())
        return;
    std::vector<std::string> names;
    for (const rules::Rule &rule : controls.rules().rules)
        names.push_back(rule.name);
    const std::string why = settings::write_atomically(path_of(file), rules::write_export(controls.rules(), names));
    if (!why.empty())
        tell(parent, words("Dock.Export.Failed", {why}));
}

void import_rules(QWidget *parent, const Controls &controls)
{
    const QString file = QFileDialog::getOpenFileName(parent, words("Dock.Import"), QString(), shown(kinds_of_files()));
    if (file.isEmpty())
        return;
    std::string why;
    const auto document = read_whole(path_of(file), longest_file, why);
    if (!document) {
        tell(parent, words("Dock.Import.Failed", {why}));
        return;
    }
    rules::ReadExport read = rules::read_export(*document);
    QString problems;
    for (const Problem &problem : read.problems)
        problems += shown(text(problem)) + "\n";
    if (!problems.isEmpty())
        tell(parent, problems);
    if (!read.usable)
        return;
    const auto missing = missing_names(read.set);
    const auto names = missing.empty() ? std::map<std::string, std::string>() : ask_for(parent, missing);
    if (!names)
        return;
    controls.change_rules([&](rules::RuleSet &set) {
        rules::import_into(set, read.set, *names);
        return true;
    });
}

} // namespace astro::studio::dock
