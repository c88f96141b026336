internal import HoneSyntax

/// `import a` and `from a import b`; sections as PEP 8 wants them.
struct PythonImports: ImportDialect {
  func statements(in tree: SyntaxTree) -> [ImportStatement] {
    tree.topLevel.flatMap { statements(of: $0) }
  }

  private func statements(of node: SyntaxNode) -> [ImportStatement] {
    switch node.kind {
    case "import_statement":
      let names = node.children(in: "name")
      return names.map { name in
        let path = name.kind == "aliased_import" ? name.child(in: "name")?.string ?? "" : name.string
        let binding = name.child(in: "alias")?.string ?? path.split(separator: ".").first.map(String.init)
        // Several modules in one statement share it, and each can go alone.
        return ImportStatement(
          range: node.range, module: path, style: .whole,
          names: [ImportedName(name: nil, binding: binding, range: name.range)],
          container: names.count > 1 ? node.range : nil)
      }
    case "import_from_statement", "future_import_statement":
      let isWildcard = node.child(kind: "wildcard_import") != nil
      let names = node.children(in: "name").map { name in
        let plain = name.kind == "aliased_import" ? name.child(in: "name")?.string : name.string
        return ImportedName(name: plain, binding: name.child(in: "alias")?.string ?? plain, range: name.range)
      }
      return [
        ImportStatement(
          range: node.range, module: node.child(in: "module_name")?.string ?? "__future__", style: .names,
          names: isWildcard ? [ImportedName(range: node.range, isWildcard: true)] : names, canGrow: !isWildcard)
      ]
    default: return []
    }
  }

  func isPreamble(_ node: SyntaxNode) -> Bool {
    // The docstring of the module.
    node.kind == "expression_statement" && node.child(kind: "string") != nil
  }

  var separatesSections: Bool { true }

  func section(of statement: ImportStatement) -> Int {
    let top = statement.module.split(separator: ".").first.map(String.init) ?? ""
    if top == "__future__" { return 0 }
    if statement.module.hasPrefix(".") { return 3 }
    return Self.standardLibrary.contains(top) ? 1 : 2
  }

  func blankLines(before node: SyntaxNode?) -> Int {
    ["function_definition", "class_definition", "decorated_definition"].contains(node?.kind) ? 2 : 1
  }

  func sortKeys(of statement: ImportStatement) -> [String] {
    let module = statement.module.lowercased()
    let dots = module.prefix { $0 == "." }.count
    guard dots > 0 else { return ["\(statement.style.rawValue) \(module)", module] }
    // The furthest package first, as isort and Ruff have it unless they are told otherwise; or the nearest.
    let name = module.dropFirst(dots)
    return ["\(100 - min(dots, 90)) \(name)", "\(9 + min(dots, 90)) \(name)"]
  }

  func conditionalStatements(in tree: SyntaxTree) -> [ImportStatement] {
    var open = tree.topLevel.filter { $0.kind == "try_statement" || $0.kind == "if_statement" }
    var found: [ImportStatement] = []
    while let node = open.popLast() {
      // What only type checkers see is not there when the program runs, and what only the program has is not there for others.
      if node.kind == "if_statement", let condition = node.child(in: "condition")?.string,
        condition.contains("TYPE_CHECKING") || condition.contains("__name__")
      {
        continue
      }
      for child in node.children {
        if Self.holders.contains(child.kind) { open.append(child) }
        found += statements(of: child)
      }
    }
    return found
  }

  /// What imports may stand in, inside of a `try` or an `if`.
  private static let holders: Set<String> = [
    "block", "elif_clause", "else_clause", "except_clause", "except_group_clause", "finally_clause", "if_statement",
    "try_statement",
  ]

  /// Modules that come with Python 3, by the index of its library documentation.
  private static let standardLibrary: Set<String> = Set(
    """
    abc argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 calendar cmath cmd code codecs codeop \
    collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg cProfile csv ctypes \
    curses dataclasses datetime dbm decimal difflib dis doctest email encodings ensurepip enum errno faulthandler fcntl \
    filecmp fileinput fnmatch fractions ftplib functools gc getopt getpass gettext glob graphlib grp gzip hashlib heapq \
    hmac html http idlelib imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma \
    mailbox marshal math mimetypes mmap modulefinder multiprocessing netrc numbers operator optparse os pathlib pdb \
    pickle pickletools pkgutil platform plistlib poplib posix pprint profile pstats pty pwd pyclbr pydoc queue quopri \
    random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site \
    smtplib socket socketserver sqlite3 ssl stat statistics string stringprep struct subprocess symtable sys sysconfig \
    syslog tabnanny tarfile tempfile termios test textwrap threading time timeit tkinter token tokenize tomllib trace \
    traceback tracemalloc tty turtle types typing unicodedata unittest urllib uuid venv warnings wave weakref \
    webbrowser wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
    """.split(separator: " ").map(String.init))
}
