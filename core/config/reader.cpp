// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/spelling.h"
#include "core/config/keywords.h"
#include "core/config/words.h"
#include "core/system/file.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace switchyard::config {
namespace {

constexpr std::size_t kLongestFile = 1 << 20;
constexpr std::size_t kLongestLine = 2048;
constexpr std::size_t kMostWords = 64;
constexpr std::size_t kMostSections = 256;
constexpr std::size_t kMostErrors = 100;  // then the rest is not read

constexpr std::pair<std::string_view, Section> kSections[] = {
    {"global", kGlobal},       {"defaults", kDefaults}, {"frontend", kFrontend}, {"listen", kListen},
    {"backend", kBackend},     {"cache", kForeign},     {"fcgi-app", kForeign},  {"http-errors", kForeign},
    {"log-forward", kForeign}, {"mailers", kForeign},   {"peers", kForeign},     {"program", kForeign},
    {"resolvers", kForeign},   {"ring", kForeign},      {"userlist", kForeign},
};

std::optional<std::string> askTheEnvironment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

class Reader {
 public:
  explicit Reader(const Surroundings& surroundings)
      : draft_(surroundings), variable_(surroundings.variable ? surroundings.variable : askTheEnvironment) {}

  Reading read(std::string_view text) {
    if (text.size() > kLongestFile)
      draft_.fail(0, "The file is longer than 1 MiB.",
                  "Is it a configuration at all? Split it, or name another file.");
    else
      readLines(text);
    Reading reading;
    reading.config = finish(draft_);
    reading.diagnostics = std::move(draft_.diagnostics);
    std::stable_sort(reading.diagnostics.begin(), reading.diagnostics.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.line < b.line; });
    if (draft_.unsaid > 0)
      reading.diagnostics.push_back({Diagnostic::Severity::note, line_,
                                     std::to_string(draft_.unsaid) + " more notes and warnings are left out.",
                                     ""});
    return reading;
  }

 private:
  void readLines(std::string_view text) {
    while (!text.empty()) {
      const auto end = text.find('\n');
      ++line_;
      readLine(text.substr(0, end));
      if (draft_.errors >= kMostErrors)
        return draft_.fail(
            line_, "There are " + std::to_string(kMostErrors) + " errors; the rest of the file is not read.",
            "Correct these first.");
      if (end == std::string_view::npos)
        return draft_.warn(line_, "The last line has no end, so the file may have been cut off.",
                           "Press Enter behind it; HAProxy refuses the file otherwise.");
      text.remove_prefix(end + 1);
    }
  }

  void readLine(std::string_view line) {
    if (line.size() > kLongestLine)
      return draft_.fail(line_, "The line is longer than 2,048 bytes.", "Cut it, or write several lines.");
    if (line.find('\0') != std::string_view::npos)
      return draft_.fail(line_, "The line has a NUL byte.", "Is it a text file? Remove the byte.");
    const auto words = splitWords(line, variable_);
    if (!words.comment.empty()) draft_.comments.emplace_back(line_, words.comment);
    if (words.problem)
      return draft_.fail(line_, "The line cannot be read: " + *words.problem + ".",
                         "Correct the quotes or escapes.");
    for (const auto& name : words.unset)
      draft_.warn(line_, "The variable " + shown(name) + " is not set and was read as nothing.",
                  "Set it, or write a value for that case: \"${" + name + "-value}\".");
    if (words.words.empty()) return;
    if (words.words.size() > kMostWords)
      return draft_.fail(line_, "The line has more than 64 words.", "Write several lines.");
    readWords(words.words);
  }

  void readWords(const std::vector<std::string>& words) {
    const auto* found = std::find_if(std::begin(kSections), std::end(kSections),
                                     [&](const auto& section) { return section.first == words[0]; });
    if (found != std::end(kSections)) return beginSection(found->second, words);
    if (words[0].starts_with('.') && words[0].size() > 1)
      return draft_.fail(line_, shown(words[0]) + " is not supported: lines are read without conditions.",
                         "Remove it, and what should not be read.");
    if (draft_.section == kForeign) return;
    if (draft_.section == kNowhere) return sayHomeless(words[0]);
    applyLine(draft_, line_, words);
  }

  /// Said once; what follows, up to the next section, would only say the same.
  void sayHomeless(const std::string& word) {
    draft_.section = kForeign;
    std::vector<std::string_view> names;
    for (const auto& [name, section] : kSections) names.push_back(name);
    draft_.fail(
        line_, shown(word) + " stands before the first section.",
        didYouMean(word, names, "Begin with 'global', 'defaults', 'frontend', 'backend' or 'listen'."));
  }

  void beginSection(Section section, const std::vector<std::string>& words) {
    draft_.section = section;
    draft_.proxy = nullptr;
    if (++sections_ > kMostSections && section != kGlobal) {
      draft_.section = kForeign;
      return draft_.fail(line_, "The file has more than " + std::to_string(kMostSections) + " sections.",
                         "Remove some.");
    }
    if (section == kForeign)
      return draft_.note(line_, "The section " + shown(words[0]) +
                                    " has no effect here, because nothing that is read asks for it.");
    if (section == kGlobal) {
      if (words.size() > 1) draft_.fail(line_, "'global' has no name.", "Write 'global' alone.");
      return;
    }
    beginProxy(section, words);
  }

  /// `SECTION NAME [from DEFAULTS]`
  void beginProxy(Section section, const std::vector<std::string>& words) {
    std::string name = words.size() > 1 && !(section == kDefaults && words[1] == "from") ? words[1] : "";
    std::size_t next = name.empty() ? 1 : 2;
    const Proxy* base = nullptr;
    if (next + 1 < words.size() && words[next] == "from") {
      base = draft_.find(words[next + 1], kDefaults);
      if (base == nullptr)
        draft_.fail(line_,
                    "There is no section 'defaults' with the name " + shown(words[next + 1]) + " above.",
                    "Write its name as it stands there.");
      next += 2;
    } else if (section != kDefaults) {
      base = defaults_;
    }
    Proxy proxy = base != nullptr ? *base : Proxy{};
    proxy.section = section;
    proxy.name = std::move(name);
    proxy.line = line_;
    proxy.waiting.clear();
    proxy.tried.clear();
    if (base == nullptr || proxy.mode_line == 0) proxy.mode_line = line_;
    checkHeader(proxy, words, next);
    draft_.proxies.push_back(std::move(proxy));
    draft_.proxy = &draft_.proxies.back();
    if (section == kDefaults) defaults_ = draft_.proxy;
  }

  void checkHeader(const Proxy& proxy, const std::vector<std::string>& words, std::size_t next) {
    const std::string kind(sectionName(proxy.section));
    if (next < words.size())
      draft_.fail(line_, shown(words[next]) + " does not belong behind a section's name.",
                  "Write '" + kind + " NAME' alone, and addresses on 'bind' lines.");
    if (proxy.name.empty()) {
      if (proxy.section != kDefaults)
        draft_.fail(line_, "This " + kind + " has no name.", "Write '" + kind + " NAME'.");
      return;
    }
    if (!isName(proxy.name))
      draft_.fail(line_, shown(proxy.name) + " is no name for a section.",
                  "Use letters, digits, '_', '-', '.' and ':'.");
    // A frontend and a backend may share a name; each of them with a listen may not.
    const unsigned rivals = proxy.section == kDefaults ? unsigned{kDefaults}
                            : proxy.section == kListen ? unsigned{kFront | kBack}
                                                       : unsigned{proxy.section | kListen};
    if (const auto* other = draft_.find(proxy.name, rivals))
      draft_.fail(line_,
                  "Line " + std::to_string(other->line) + " already has a section '" + proxy.name + "'.",
                  "Give each its own name.");
  }

  static bool isName(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             std::string_view("_-.:").find(c) != std::string_view::npos;
    });
  }

  Draft draft_;
  std::function<std::optional<std::string>(const std::string&)> variable_;
  int line_ = 0;
  std::size_t sections_ = 0;
  const Proxy* defaults_ = nullptr;  ///< the latest
};

}  // namespace

Reading readHaproxy(std::string_view text, const Surroundings& surroundings) {
  return Reader(surroundings).read(text);
}

Reading readHaproxyFile(const std::string& path, const Surroundings& surroundings) {
  const auto text = readFile(path, kLongestFile);
  if (!text)
    return {std::nullopt, {{Diagnostic::Severity::error, 0, text.error().what, text.error().remedy}}};
  auto there = surroundings;
  there.folder = std::filesystem::path(path).parent_path().string();
  return readHaproxy(*text, there);
}

}  // namespace switchyard::config
