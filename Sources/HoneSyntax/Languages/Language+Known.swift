extension Language {
  /// Every language that Hone has a grammar for, by name.
  ///
  /// The aliases and ends of file names are those that ast-grep and GitHub's linguist know, so that a rule and a
  /// `linguist-language` attribute mean the same here.
  package static let all: [Language] = [
    Language(
      "bash", "Bash", aliases: ["sh", "shell", "zsh", "ksh"],
      extensions: ["bash", "bats", "command", "ebuild", "ksh", "sh", "zsh"],
      fileNames: [
        ".bash_aliases", ".bash_profile", ".bashrc", ".profile", ".zprofile", ".zshrc", "APKBUILD", "PKGBUILD",
      ],
      interpreters: ["ash", "bash", "dash", "ksh", "sh", "zsh"], lineComment: "#"),
    Language("c", "C", extensions: ["c", "h"], lineComment: "//", blockComment: ("/*", "*/")),
    Language(
      "cpp", "C++", aliases: ["c++", "cc", "cxx"],
      extensions: ["c++", "cc", "cpp", "cu", "cxx", "h++", "hh", "hpp", "hxx", "inl", "ino", "ipp", "tpp"],
      lineComment: "//", blockComment: ("/*", "*/")),
    Language(
      "csharp", "C#", aliases: ["c#", "cs", "c-sharp"], extensions: ["cs", "csx"], lineComment: "//",
      blockComment: ("/*", "*/"), symbol: "c_sharp"),
    Language("css", "CSS", extensions: ["css"], blockComment: ("/*", "*/")),
    Language("go", "Go", aliases: ["golang"], extensions: ["go"], lineComment: "//", blockComment: ("/*", "*/")),
    Language(
      "html", "HTML", aliases: ["xhtml"], extensions: ["htm", "html", "xhtml"], blockComment: ("<!--", "-->")),
    Language("java", "Java", extensions: ["java"], lineComment: "//", blockComment: ("/*", "*/")),
    Language(
      "javascript", "JavaScript", aliases: ["js", "jsx", "node"], extensions: ["cjs", "js", "jsx", "mjs"],
      fileNames: ["Jakefile"], interpreters: ["bun", "node", "nodejs"], lineComment: "//", blockComment: ("/*", "*/")),
    Language(
      "json", "JSON", extensions: ["geojson", "json", "topojson", "webmanifest"],
      fileNames: [".babelrc", ".eslintrc", ".prettierrc", "composer.lock", "Pipfile.lock"]),
    Language(
      "kotlin", "Kotlin", aliases: ["kt"], extensions: ["kt", "ktm", "kts"], lineComment: "//",
      blockComment: ("/*", "*/")),
    Language(
      "markdown", "Markdown", aliases: ["md"], extensions: ["markdown", "md", "mdown", "mkd"],
      blockComment: ("<!--", "-->")),
    Language(
      "php", "PHP", extensions: ["php", "php3", "php4", "php5", "phpt", "phtml"], interpreters: ["php"],
      lineComment: "//", blockComment: ("/*", "*/")),
    Language(
      "python", "Python", aliases: ["py", "python3"], extensions: ["bzl", "py", "py3", "pyi", "pyw"],
      fileNames: ["BUILD.bazel", "SConscript", "SConstruct", "wscript"], interpreters: ["pypy", "python"],
      lineComment: "#"),
    Language(
      "ruby", "Ruby", aliases: ["rb"], extensions: ["gemspec", "rake", "rb", "rbw", "ru"],
      fileNames: ["Brewfile", "Fastfile", "Gemfile", "Guardfile", "Podfile", "Rakefile", "Vagrantfile"],
      interpreters: ["jruby", "ruby"], lineComment: "#", blockComment: ("=begin", "=end")),
    Language("rust", "Rust", aliases: ["rs"], extensions: ["rs"], lineComment: "//", blockComment: ("/*", "*/")),
    Language(
      "swift", "Swift", extensions: ["swift"], interpreters: ["swift"], lineComment: "//", blockComment: ("/*", "*/")),
    Language(
      "toml", "TOML", extensions: ["toml"], fileNames: ["Cargo.lock", "Pipfile", "poetry.lock", "uv.lock"],
      lineComment: "#"),
    Language("tsx", "TSX", extensions: ["tsx"], lineComment: "//", blockComment: ("/*", "*/")),
    Language(
      "typescript", "TypeScript", aliases: ["ts"], extensions: ["cts", "mts", "ts"],
      interpreters: ["deno", "ts-node", "tsx"], lineComment: "//", blockComment: ("/*", "*/")),
    Language(
      "yaml", "YAML", aliases: ["yml"], extensions: ["yaml", "yml"],
      fileNames: [".clang-format", ".clang-tidy", ".clangd", "CITATION.cff"], lineComment: "#"),
  ]

  /// Text in a language that Hone has no grammar for.
  ///
  /// It is none of `all`, and no file is of it by name: it is what remains. See `remainder(of:)`.
  package static let text = Language("text", "Text", aliases: ["plaintext", "txt"], extensions: [])

  /// The names that `named` takes, without aliases, for messages: `bash, c, ..., yaml`.
  package static var knownNames: String { (all + [text]).map(\.name).sorted().joined(separator: ", ") }

  private static let byName = LanguageNames { [$0.name, $0.title.lowercased()] + $0.aliases }
  static let byExtension = LanguageNames(\.extensions)
  static let byFileName = LanguageNames(\.fileNames)
  static let byInterpreter = LanguageNames(\.interpreters)

  /// The language that a recipe, an attribute or a person calls `name`, in any case.
  package static func named(_ name: String) -> Language? {
    let name = name.lowercased()
    return byName[name] ?? (name == text.name || text.aliases.contains(name) ? text : nil)
  }
}
