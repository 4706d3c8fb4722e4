// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/spelling.h"
#include "core/config/keywords.h"

#include <algorithm>
#include <utility>

namespace switchyard::config {
namespace {

/// The first two words, or the only one: "timeout connect".
struct Name {
  std::string one;
  std::string two;
};

/// Calls `visit` with each name of a row of Unused; stops when it returns true.
template <typename Visit>
bool anyName(std::string_view names, Visit visit) {
  while (!names.empty()) {
    const auto comma = names.find(", ");
    if (visit(names.substr(0, comma))) return true;
    if (comma == std::string_view::npos) break;
    names.remove_prefix(comma + 2);
  }
  return false;
}

bool names(std::string_view pattern, const Name& name) {
  if (pattern.ends_with('*')) {
    pattern.remove_suffix(1);
    return name.one.starts_with(pattern) || name.two.starts_with(pattern);
  }
  return pattern == name.one || pattern == name.two;
}

const Keyword* findKeyword(const Name& name, unsigned sections) {
  for (const auto& keyword : keywords())
    if ((keyword.sections & sections) != 0 && (keyword.name == name.two || keyword.name == name.one))
      return &keyword;
  return nullptr;
}

const Unused* findUnused(const Name& name, unsigned sections) {
  for (const auto& unused : unusedKeywords())
    if ((unused.sections & sections) != 0 &&
        anyName(unused.names, [&](auto pattern) { return names(pattern, name); }))
      return &unused;
  return nullptr;
}

std::string places(unsigned sections) {
  std::string text;
  for (const auto section : {kGlobal, kDefaults, kFrontend, kListen, kBackend})
    if ((sections & section) != 0)
      text += (text.empty() ? "'" : ", '") + std::string(sectionName(section)) + "'";
  return text;
}

void sayUnknown(Draft& draft, int line, const Name& name) {
  std::vector<std::string_view> one_word;
  std::vector<std::string_view> two_words;
  const auto add = [&](std::string_view known) {
    if (!known.ends_with('*'))
      (known.find(' ') == std::string_view::npos ? one_word : two_words).push_back(known);
    return false;
  };
  for (const auto& keyword : keywords())
    if ((keyword.sections & draft.section) != 0) add(keyword.name);
  for (const auto& unused : unusedKeywords())
    if ((unused.sections & draft.section) != 0) anyName(unused.names, add);
  const bool family = std::any_of(two_words.begin(), two_words.end(),
                                  [&](std::string_view known) { return known.starts_with(name.one + " "); });
  const auto& written = family ? name.two : name.one;
  const std::string otherwise = "Remove the line, or see the list of keywords in the HAProxy 2.6 manual.";
  std::string remedy = didYouMean(written, family ? two_words : one_word);
  if (remedy.empty()) remedy = didYouMean(name.two, two_words, otherwise);
  draft.fail(
      line,
      "There is no keyword " + shown(written) + " in '" + std::string(sectionName(draft.section)) + "'.",
      remedy);
}

void applyUnused(Draft& draft, const Unused& unused, Statement statement) {
  const auto& [names, sections, needs, severity, why, remedy] = unused;
  if (needs == Needs::nothing) return draft.sayUnused(statement.line, statement.text, severity, why, remedy);
  auto& waiting = draft.proxy != nullptr ? draft.proxy->waiting : draft.waiting;
  waiting.push_back({statement.line, std::move(statement.text), needs, severity, why, remedy});
}

}  // namespace

void applyLine(Draft& draft, int line, std::span<const std::string> words) {
  Statement statement{.line = line, .keyword = {}, .args = {}, .text = {}};
  for (const auto& word : words) statement.text += (statement.text.empty() ? "" : " ") + word;
  statement.text = shown(statement.text);

  const bool negated = words.size() > 1 && (words[0] == "no" || words[0] == "default");
  if (negated) words = words.subspan(1);
  const Name name{words[0], words.size() > 1 ? words[0] + " " + words[1] : words[0]};

  if (negated && (findKeyword(name, ~0U) != nullptr || findUnused(name, ~0U) != nullptr))
    return draft.note(line,
                      statement.text + " has no effect here, because it only switches off what is not on.");
  if (const auto* keyword = findKeyword(name, draft.section)) {
    statement.keyword = keyword->name;
    if (draft.proxy != nullptr) {
      const auto [before, is_first] = draft.proxy->tried.emplace(keyword->name, line);
      if (!is_first && !keyword->repeats)
        draft.warn(line,
                   "Line " + std::to_string(std::exchange(before->second, line)) + " already says '" +
                       statement.keyword + "'; this line counts.",
                   "Remove one of them.");
    }
    statement.args = words.subspan(keyword->name == name.one ? 1 : 2);
    if (statement.args.size() < keyword->least || statement.args.size() > keyword->most)
      return draft.fail(line,
                        statement.text + " has too " +
                            (statement.args.size() < keyword->least ? "few" : "many") + " words.",
                        "Write it as in '" + std::string(keyword->usage) + "'.");
    return keyword->apply(draft, statement);
  }
  if (const auto* unused = findUnused(name, draft.section))
    return applyUnused(draft, *unused, std::move(statement));

  const auto* elsewhere = findKeyword(name, ~0U);
  const auto* unused_elsewhere = findUnused(name, ~0U);
  if (elsewhere == nullptr && unused_elsewhere == nullptr) return sayUnknown(draft, line, name);
  const unsigned where = elsewhere != nullptr ? elsewhere->sections : unused_elsewhere->sections;
  draft.warn(line, statement.text + " has no effect in '" + std::string(sectionName(draft.section)) + "'.",
             "It belongs into a section of the kind " + places(where) + ".");
}

}  // namespace switchyard::config
