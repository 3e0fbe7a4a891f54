// SPDX-License-Identifier: Apache-2.0
#include "core/api/preferences_page.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/category_names.hpp"
#include "core/api/pages/html.hpp"
#include "core/api/pages/shown_words.hpp"

namespace kith::api {
namespace {

void writeDescription(Html& html, const PageTexts& texts, const std::string& category,
                      const CategoryText& about) {
    html.raw("<p class=\"soft about\" id=\"about-").text(category).raw("\"");
    writeLanguage(html, texts, about.language);
    html.raw(">").text(about.text).raw("</p>");
}

void writeOffers(Html& html, const PageReader& reader, const Offers& offers, const Choice* chosen) {
    const auto& texts = reader.texts;
    if (offers.shown.empty()) {
        writeText(html.raw("<p>"), texts, "preferences_none");
        html.raw("</p>");
        return;
    }
    writeText(html.raw("<fieldset><legend>"), texts, "preferences_legend");
    html.raw("</legend>");
    for (const auto& offer : offers.shown) {
        const auto& key = offer.category->key;
        // Of what they were not shown they chose nothing.
        const bool isSaid = chosen != nullptr && chosen->isShown(key);
        const bool isOn = isSaid ? chosen->isTicked(key) : offers.isOn(offer);
        const auto about = descriptionOf(*offer.category, reader.wanted, texts.language);
        html.raw("<label class=\"choice\"><input type=\"checkbox\"");
        if (about) html.raw(" aria-describedby=\"about-").text(key).raw("\"");
        html.raw(" name=\"category\" value=\"").text(key).raw("\"");
        if (isOn) html.raw(" checked");
        html.raw(">");
        writeName(html, texts, nameOf(*offer.category, reader.wanted, texts.language));
        if (offer.state == model::SubscriptionState::Pending) {
            writeText(html.raw(" <span class=\"soft\">"), texts, "pending");
            html.raw("</span>");
        }
        html.raw("</label>");
        if (about) writeDescription(html, texts, key, *about);
        html.raw("<input type=\"hidden\" name=\"shown\" value=\"").text(key).raw("\">");
    }
    html.raw("</fieldset>");
}

void writeReason(Html& html, const PageTexts& texts, std::string_view reason, std::string_view picked) {
    const auto key = "reason_" + std::string(reason.empty() ? "none" : reason);
    html.raw("<option value=\"").text(reason).raw("\"");
    if (!reason.empty() && reason == picked) html.raw(" selected");
    writeLanguageOf(html, texts, key);
    html.raw(">").text(texts.of(key)).raw("</option>");
}

void writeReasons(Html& html, const PageTexts& texts, const Choice* chosen) {
    const auto picked = chosen != nullptr ? chosen->reason.value_or("") : "";
    writeText(html.raw("<fieldset><legend>"), texts, "reason_legend");
    writeText(html.raw("</legend><label for=\"reason\">"), texts, "reason_label");
    html.raw("</label><select id=\"reason\" name=\"reason\">");
    writeReason(html, texts, "", picked);
    for (const auto reason : kLeavingReasons) writeReason(html, texts, reason, picked);
    html.raw("</select>");
}

void writeComment(Html& html, const PageTexts& texts, bool isWrong, const Choice* chosen) {
    writeText(html.raw("<label for=\"comment\">"), texts, "comment_label");
    html.raw("</label><textarea id=\"comment\" name=\"comment\" rows=\"3\" maxlength=\"")
        .text(std::to_string(kCommentCharacters));
    if (isWrong)
        html.raw("\" aria-invalid=\"true\" aria-describedby=\"note hint\">\n");
    else
        html.raw("\" aria-describedby=\"hint\">\n");
    if (chosen != nullptr) html.text(chosen->comment.value_or(""));
    writeText(html.raw("</textarea><p id=\"hint\" class=\"soft\">"), texts, "comment_hint");
    html.raw("</p></fieldset>");
}

}  // namespace

http::Response renderPreferences(int status, const PageReader& reader, const LinkedPerson& person,
                                 const Offers& offers, const PageNote& note, const Choice* chosen) {
    const auto& texts = reader.texts;
    Html html;
    writeNote(html, texts, note);
    writeFilled(html.raw("<p>"), texts, "preferences_intro", "address", person.maskedAddress());
    if (offers.isMuted && !offers.shown.empty()) writeText(html.raw("</p><p>"), texts, "muted");
    writeDigest(html.raw("</p><form method=\"post\">"), shownWords(reader, offers));
    writeOffers(html, reader, offers, chosen);
    if (offers.asksWhy) {
        writeReasons(html, texts, chosen);
        writeComment(html, texts, note.key == "error_comment", chosen);
    }
    // The first one is what the Enter key presses.
    writeText(html.raw("<button name=\"do\" value=\"save\">"), texts, "save");
    writeText(html.raw("</button><button name=\"do\" value=\"leave\" class=\"second\">"), texts,
              "unsubscribe_all");
    html.raw("</button></form>");
    std::vector<const model::Category*> shown;
    for (const auto& offer : offers.shown) shown.push_back(offer.category);
    return renderPage(status, reader, "preferences_title", html.take(), languagesOf(shown));
}

std::string shownWords(const PageReader& reader, const Offers& offers) {
    std::vector<std::string_view> words;
    for (const auto& offer : offers.shown) {
        const auto& category = *offer.category;
        const auto about = descriptionOf(category, reader.wanted, reader.texts.language);
        words.emplace_back(category.key);
        words.push_back(nameOf(category, reader.wanted, reader.texts.language).text);
        words.push_back(about ? about->text : std::string_view());
    }
    return digestOf(reader.texts, words);
}

std::string wordingOf(const PageReader& reader, const Choice& choice, const model::Category& category) {
    const auto& texts = reader.texts;
    if (choice.wish == Choice::Wish::OneClick) return "List-Unsubscribe=One-Click (RFC 8058)";
    if (choice.otherWords) return otherSeenOn("preferences", *choice.otherWords);
    if (choice.wish == Choice::Wish::LeaveAll)
        return seenOn("preferences", texts, {texts.of("unsubscribe_all")});
    const auto about = descriptionOf(category, reader.wanted, texts.language);
    return seenOn("preferences", texts,
                  {texts.of("preferences_legend"), nameOf(category, reader.wanted, texts.language).text,
                   about ? about->text : std::string_view(), texts.of("save")});
}

}  // namespace kith::api
