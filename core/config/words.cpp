// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/words.h"

#include <cstdint>

namespace switchyard::config {
namespace {

bool isBlank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

bool isNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

int hexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

class Splitter {
 public:
  Splitter(std::string_view line,
           const std::function<std::optional<std::string>(const std::string&)>& variable)
      : line_(line), variable_(variable) {}

  Words split() {
    while (at_ < line_.size() && !result_.problem) step();
    if (!result_.problem && quote_ != 0) fail(std::string("the quote ") + quote_ + " is not closed");
    endWord();
    return std::move(result_);
  }

 private:
  void step() {
    const char c = line_[at_];
    if (quote_ == '\'') {
      if (c == '\'')
        quote_ = 0;
      else
        word_ += c;
      ++at_;
    } else if (c == '\\') {
      escape();
    } else if (quote_ == '"' && c == '$') {
      variable();
    } else if (c == '"' || (c == '\'' && quote_ == 0)) {
      quote_ = quote_ == c ? '\0' : c;
      in_word_ = true;
      ++at_;
    } else if (quote_ == 0 && c == '#') {
      result_.comment = line_.substr(at_ + 1);
      at_ = line_.size();
    } else if (quote_ == 0 && isBlank(c)) {
      endWord();
      ++at_;
    } else {
      add(c);
      ++at_;
    }
  }

  void escape() {
    const char next = at_ + 1 < line_.size() ? line_[at_ + 1] : '\0';
    std::size_t length = 2;
    switch (next) {
      case 'n':
        add('\n');
        break;
      case 'r':
        add('\r');
        break;
      case 't':
        add('\t');
        break;
      case ' ':
      case '\t':
      case '\\':
      case '#':
      case '$':
      case '\'':
      case '"':
        add(next);
        break;
      case 'x': {
        const int high = at_ + 2 < line_.size() ? hexDigit(line_[at_ + 2]) : -1;
        const int low = at_ + 3 < line_.size() ? hexDigit(line_[at_ + 3]) : -1;
        if (high < 0 || low < 0) return fail("'\\x' is not followed by two hexadecimal digits");
        if (high == 0 && low == 0) return fail("'\\x00' would put a NUL into a word");
        add(static_cast<char>(high * 16 + low));
        length = 4;
        break;
      }
      default:  // no escape: the backslash stands for itself
        add('\\');
        length = 1;
    }
    at_ += length;
  }

  /// "$NAME", "${NAME}", "${NAME-default}", "${NAME[*]}"; only called between double quotes.
  void variable() {
    std::size_t at = at_ + 1;
    const bool braced = at < line_.size() && line_[at] == '{';
    if (braced) ++at;
    const std::size_t begin = at;
    while (at < line_.size() && isNameCharacter(line_[at])) ++at;
    const std::string name(line_.substr(begin, at - begin));
    if (name.empty() || (name.front() >= '0' && name.front() <= '9'))
      return fail("'$' is not followed by the name of a variable (write '\\$' for a dollar)");
    bool as_list = false;
    std::optional<std::string> otherwise;
    if (braced) {
      if (line_.substr(at, 3) == "[*]") {
        as_list = true;
        at += 3;
      }
      if (at < line_.size() && line_[at] == '-') {
        const std::size_t end = line_.find('}', at);
        otherwise = std::string(line_.substr(at + 1, end == std::string_view::npos ? end : end - at - 1));
        at = end;
      }
      if (at >= line_.size() || line_[at] != '}') return fail("'${" + name + "' has no closing '}'");
      ++at;
    }
    at_ = at;
    auto value = variable_(name);
    if (!value) value = otherwise;
    if (!value)
      result_.unset.push_back(name);
    else
      addValue(*value, as_list);
  }

  void addValue(const std::string& value, bool as_list) {
    in_word_ = true;
    for (const char c : value) {
      if (as_list && isBlank(c))
        endWord();
      else
        add(c);
    }
  }

  void add(char c) {
    word_ += c;
    in_word_ = true;
  }

  void endWord() {
    if (in_word_) result_.words.push_back(std::move(word_));
    word_.clear();
    in_word_ = false;
  }

  void fail(std::string problem) { result_.problem = std::move(problem); }

  std::string_view line_;
  const std::function<std::optional<std::string>(const std::string&)>& variable_;
  std::size_t at_ = 0;
  char quote_ = 0;  ///< the quote we are in, or 0
  std::string word_;
  bool in_word_ = false;  ///< also true for an empty word between quotes
  Words result_;
};

}  // namespace

Words splitWords(std::string_view line,
                 const std::function<std::optional<std::string>(const std::string&)>& variable) {
  return Splitter(line, variable).split();
}

}  // namespace switchyard::config
