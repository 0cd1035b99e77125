// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/qt_text.h"

#include <QTextDocument>

#include <gtest/gtest.h>

namespace astro::studio::dock {
namespace {

QString seen(const QString &tip)
{
    // As QToolTip decides it.
    EXPECT_TRUE(Qt::mightBeRichText(tip)) << tip.toStdString();
    QTextDocument document;
    document.setHtml(tip);
    return document.toPlainText();
}

TEST(QtText, ATipIsSeenAsItWasWritten)
{
    for (const QString text : {"<b>Ada</b> & Ben", "<img src='file:///x.png'>", "&lt;", "one\ntwo", "plain"})
        EXPECT_EQ(seen(plain_tip(text)).toStdString(), text.toStdString());
}

TEST(QtText, NoLetterOfAButtonBecomesAKey)
{
    EXPECT_EQ(plain_label("Ada & Ben && Co").toStdString(), "Ada && Ben &&&& Co");
}

} // namespace
} // namespace astro::studio::dock
