// SPDX-License-Identifier: Apache-2.0
#include "core/api/preferences_page.hpp"

#include <algorithm>
#include <string>

#include "core/api/category_names.hpp"
#include "core/api/pages/html.hpp"

namespace kith::api {
namespace {

void writeNote(Html& html, const PageNote& note) {
    if (note.text.empty()) return;
    if (note.isWrong)
        html.raw("<p class=\"wrong\" role=\"alert\" id=\"note\">");
    else
        html.raw("<p class=\"said\" role=\"status\" id=\"note\">");
    html.text(note.text).raw("</p>");
}

void writeDescription(Html& html, const std::string& category, const CategoryText& about) {
    html.raw("<p class=\"soft about\" id=\"about-").text(category);
    html.raw("\" lang=\"").text(about.language).raw("\">").text(about.text).raw("</p>");
}

void writeOffers(Html& html, const PageReader& reader, const Offers& offers, const Choice* chosen) {
    const auto& texts = reader.texts;
    if (offers.shown.empty()) {
        html.raw("<p>").text(texts.of("preferences_none")).raw("</p>");
        return;
    }
    html.raw("<fieldset><legend>").text(texts.of("preferences_legend")).raw("</legend>");
    for (const auto& offer : offers.shown) {
        const auto& key = offer.category->key;
        const bool isOn = chosen == nullptr ? offers.isOn(offer)
                                            : std::ranges::find(chosen->chosen, key) != chosen->chosen.end();
        const auto about = descriptionOf(*offer.category, reader.wanted, texts.language);
        html.raw("<label class=\"choice\"><input type=\"checkbox\"");
        if (about) html.raw(" aria-describedby=\"about-").text(key).raw("\"");
        html.raw(" name=\"category\" value=\"").text(key).raw("\"");
        if (isOn) html.raw(" checked");
        html.raw(">");
        writeName(html, nameOf(*offer.category, reader.wanted, texts.language));
        if (offer.state == model::SubscriptionState::Pending)
            html.raw(" <span class=\"soft\">").text(texts.of("pending")).raw("</span>");
        html.raw("</label>");
        if (about) writeDescription(html, key, *about);
        html.raw("<input type=\"hidden\" name=\"shown\" value=\"").text(key).raw("\">");
    }
    html.raw("</fieldset>");
}

void writeReasons(Html& html, const PageTexts& texts, const Choice* chosen) {
    const auto picked = chosen != nullptr ? chosen->reason.value_or("") : "";
    html.raw("<fieldset><legend>").text(texts.of("reason_legend")).raw("</legend>");
    html.raw("<label for=\"reason\">").text(texts.of("reason_label")).raw("</label>");
    html.raw("<select id=\"reason\" name=\"reason\"><option value=\"\">");
    html.text(texts.of("reason_none")).raw("</option>");
    for (const auto reason : kLeavingReasons) {
        html.raw("<option value=\"").text(reason).raw("\"");
        if (reason == picked) html.raw(" selected");
        html.raw(">").text(texts.of("reason_" + std::string(reason))).raw("</option>");
    }
    html.raw("</select>");
}

/// Of what fits into 500 characters no language needs more than the bytes that a comment may have.
void writeComment(Html& html, const PageTexts& texts, bool isWrong, const Choice* chosen) {
    html.raw("<label for=\"comment\">").text(texts.of("comment_label")).raw("</label>");
    html.raw("<textarea id=\"comment\" name=\"comment\" rows=\"3\" maxlength=\"500\"");
    if (isWrong)
        html.raw(" aria-invalid=\"true\" aria-describedby=\"note hint\">\n");
    else
        html.raw(" aria-describedby=\"hint\">\n");
    if (chosen != nullptr) html.text(chosen->comment.value_or(""));
    html.raw("</textarea><p id=\"hint\" class=\"soft\">").text(texts.of("comment_hint"));
    html.raw("</p></fieldset>");
}

}  // namespace

http::Response renderPreferences(int status, const PageReader& reader, const LinkedPerson& person,
                                 const Offers& offers, const PageNote& note, const Choice* chosen) {
    const auto& texts = reader.texts;
    Html html;
    writeNote(html, note);
    html.raw("<p>").text(texts.filled("preferences_intro", "address", person.maskedAddress())).raw("</p>");
    if (offers.isMuted && !offers.shown.empty()) html.raw("<p>").text(texts.of("muted")).raw("</p>");
    html.raw("<form method=\"post\">");
    writeOffers(html, reader, offers, chosen);
    writeReasons(html, texts, chosen);
    writeComment(html, texts, note.text == texts.of("error_comment"), chosen);
    // The first one is what the Enter key presses.
    html.raw("<button name=\"do\" value=\"save\">").text(texts.of("save")).raw("</button>");
    html.raw("<button name=\"do\" value=\"leave\" class=\"second\">").text(texts.of("unsubscribe_all"));
    html.raw("</button></form>");
    return renderPage(status, texts, texts.of("preferences_title"), html.take());
}

}  // namespace kith::api
