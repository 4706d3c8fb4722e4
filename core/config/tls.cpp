// SPDX-License-Identifier: GPL-3.0-or-later
// `ssl` on bind and server lines: certificates are read, and checked, with the file that names them.
#include "core/base/spelling.h"
#include "core/config/keywords.h"
#include "core/tls/class_certificate.h"

#include <algorithm>
#include <filesystem>

namespace switchyard::config {
namespace {

constexpr std::string_view kClassCertificate = "class.pem";
constexpr std::string_view kSystemAuthorities = "@system-ca";
using Context = std::shared_ptr<const TlsContext>;

bool isThere(const std::filesystem::path& path) {
  std::error_code failed;
  return std::filesystem::exists(path, failed);
}

/// In the current folder, as for HAProxy; then beside the configuration, because who double-clicks has no
/// current folder; and 'class.pem' is there without being there.
Result<PemFile> askTheDisk(const std::string& name, const std::string& folder) {
  std::string path = name;
  const auto beside = std::filesystem::path(folder) / name;
  if (!isThere(path) && isThere(beside)) path = beside.string();
  if (!isThere(path) && name == kClassCertificate) {
    auto made = classCertificate();
    if (!made) return made.error();
    path = *made;
  }
  auto file = readPem(path);
  if (!file)
    return Error{
        file.error().what,
        "Check its name and rights, or write 'class.pem' for a self-signed certificate that is made on "
        "demand."};
  return file;
}

/// Loads what bind and server lines say, each different setting once.
class Loader {
 public:
  explicit Loader(Draft& draft) : draft_(draft) {}

  Context forBind(const Tls& tls, int line) {
    judge(tls, line);
    const auto verify = tls.verify.empty() ? "none" : tls.verify;
    if (tls.certificates.empty())
      return fail(line,
                  {"'ssl' has no certificate to show.",
                   "Write 'crt FILE.pem', or 'crt class.pem' for a self-signed one that is made on demand."});
    return load(tls, verify, line, "bind", TlsContext::accepting);
  }

  Context forServer(const Tls& tls, int line) {
    judge(tls, line);
    const auto verify = !tls.verify.empty() ? tls.verify : draft_.servers_are_verified ? "required" : "none";
    return load(tls, verify, line, "server", TlsContext::connecting);
  }

 private:
  using Make = Result<Context> (*)(const TlsSettings&);

  Context fail(int line, const Error& error) {
    draft_.fail(line, error.what, error.remedy);
    return nullptr;
  }

  Context load(const Tls& tls, const std::string& verify, int line, const std::string& side, Make make) {
    if (verify != "none" && tls.ca_file.empty())
      return fail(line, {"Certificates are to be verified, and no 'ca-file' says whom to trust.",
                         "Write 'ca-file FILE.pem' (or '@system-ca'), or 'verify none' to trust everybody."});
    const auto crt = tls.certificates.empty() ? std::string() : tls.certificates[0];
    std::string key = side;
    for (const auto& part : {crt, tls.ca_file, verify, tls.sni, tls.verify_host}) key += '\n' + part;
    key += tls.only_tls13 ? "\n1.3" : "";
    const auto known = loaded_.find(key);
    if (known != loaded_.end()) return known->second;

    TlsSettings settings;
    settings.verify = verify == "none"       ? TlsVerify::none
                      : verify == "optional" ? TlsVerify::optional
                                             : TlsVerify::required;
    settings.only_tls13 = tls.only_tls13;
    settings.ask_for = tls.sni;
    settings.must_bear = tls.sni.empty() ? tls.verify_host : tls.sni;  // HAProxy 2.6 manual §5.2 "verifyhost"
    settings.system_authorities = tls.ca_file == kSystemAuthorities;
    if (!crt.empty() && !read(crt, draft_.crt_base, line, settings.certificate)) return nullptr;
    if (settings.verify != TlsVerify::none && !settings.system_authorities &&
        !read(tls.ca_file, draft_.ca_base, line, settings.authorities))
      return nullptr;
    auto made = make(settings);
    if (!made) return fail(line, made.error());
    return loaded_[key] = *made;
  }

  bool read(const std::string& name, const std::string& base, int line, PemFile& into) {
    const auto path = base.empty() || name.starts_with('/') ? name : base + "/" + name;
    const auto& ask = draft_.surroundings.pem;
    auto file = ask ? ask(path) : askTheDisk(path, draft_.surroundings.folder);
    if (!file) return fail(line, file.error()) != nullptr;
    into = std::move(*file);
    return true;
  }

  /// ALPN is always 'h2' here, because gRPC speaks nothing else.
  void judge(const Tls& tls, int line) {
    const auto& alpn = tls.alpn;
    if (alpn.empty())
      draft_.note(
          line,
          "Without 'alpn h2' HAProxy 2.6 does not agree on HTTP/2 in TLS, and gRPC hangs up; here 'h2' is "
          "offered all the same.",
          "Write 'alpn h2', so that the file works there, too.");
    else if (std::find(alpn.begin(), alpn.end(), "h2") == alpn.end())
      draft_.fail(line, "'alpn " + alpn[0] + "' leaves out 'h2', and gRPC speaks nothing else.",
                  "Write 'alpn h2'.");
    for (const auto& protocol : alpn)
      if (protocol != "h2")
        draft_.note(line, shown(protocol) + " in 'alpn' has no effect here, because gRPC speaks 'h2' alone.");
    for (std::size_t i = 1; i < tls.certificates.size(); ++i)
      draft_.warn(line,
                  "'crt " + tls.certificates[i] +
                      "' has no effect here, because everybody is shown the first "
                      "certificate.",
                  "Remove it, or bind a port of its own for it.");
  }

  Draft& draft_;
  std::map<std::string, Context> loaded_;
};

}  // namespace

void loadTls(Draft& draft) {
  Loader loader(draft);
  for (auto& proxy : draft.proxies) {
    for (auto& bind : proxy.binds)
      if (bind.tls.on) bind.tls.context = loader.forBind(bind.tls, bind.line);
    for (auto& server : proxy.servers)
      if (server.tls.on) server.tls.context = loader.forServer(server.tls, server.line);
  }
}

void setCrtBase(Draft& draft, const Statement& at) {
  draft.crt_base = at.args[0];
}

void setCaBase(Draft& draft, const Statement& at) {
  draft.ca_base = at.args[0];
}

void setServerVerify(Draft& draft, const Statement& at) {
  constexpr std::string_view kKinds[] = {"none", "required"};
  if (std::find(std::begin(kKinds), std::end(kKinds), at.args[0]) == std::end(kKinds))
    return draft.fail(at.line, "'ssl-server-verify' does not know " + shown(at.args[0]) + ".",
                      suggest(at.args[0], kKinds));
  draft.servers_are_verified = at.args[0] == "required";
}

}  // namespace switchyard::config
