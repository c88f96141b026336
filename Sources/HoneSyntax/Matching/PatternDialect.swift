/// What must be known of a language to read patterns in it.
///
/// A `$` is no part of a name in most languages, so it is replaced by a letter that is (`sigil`) before the pattern is
/// parsed. And a snippet means different things in different places: `f(x);` is a declaration between functions of C and
/// a call inside of one. So a pattern can be read inside of templates, the `places`.
package struct PatternDialect: Hashable, Sendable {
  /// A surrounding in which a snippet is read.
  package struct Place: Hashable, Sendable {
    /// What stands there, for messages: "statement", "expression", "member".
    package var name: String
    /// The code before the snippet.
    package var before: String
    /// The code after it.
    package var after: String

    init(_ name: String, _ before: String, _ after: String) {
      self.name = name
      self.before = before
      self.after = after
    }
  }

  /// The name of the grammar, as `Grammar.name`.
  package let name: String
  /// What takes the place of a dollar; the dollar itself where names may hold it.
  package let sigil: [UInt8]
  /// Whether a file is a list of statements, so that a snippet parsed as a file means what it says.
  package let isScript: Bool
  /// What a file must begin with.
  package let preamble: String
  /// The places other than a whole file.
  package let places: [Place]

  /// The dialect of a grammar.
  ///
  /// A grammar that is not listed reads `$` as it stands, and patterns only as whole files.
  package init(_ name: String) {
    self.name = name
    sigil = Array((Self.sigils[name] ?? "$").utf8)
    isScript = !Self.languagesOfDeclarations.contains(name)
    preamble = name == "php" ? "<?php " : ""
    places = Self.places[name] ?? []
  }

  /// A dialect for a grammar that is not built in.
  package init(name: String, sigil: String, isScript: Bool = true, places: [Place] = []) {
    self.name = name
    self.sigil = Array(sigil.utf8)
    self.isScript = isScript
    preamble = ""
    self.places = places
  }

  /// The letters that ast-grep puts for the dollar, so that the same texts parse to the same trees.
  private static let sigils: [String: String] = [
    "c": "\u{10000}", "cpp": "\u{10000}", "csharp": "µ", "css": "_", "go": "µ", "html": "z", "kotlin": "µ", "php": "µ",
    "python": "µ", "ruby": "µ", "rust": "µ", "swift": "µ", "text": String(decoding: PlainText.sigil, as: UTF8.self),
    "toml": "_",
  ]

  /// What takes the place of a dollar where the language wants a plain name: the variable of a loop in Bash.
  static let nameSigils: [String: String] = ["bash": "z"]

  /// Languages in whose files a snippet is read as something else than what it is elsewhere: an attribute of HTML as
  /// text, a declaration of CSS as a selector.
  private static let languagesOfDeclarations: Set<String> = ["c", "cpp", "csharp", "css", "go", "html", "java", "rust"]

  private static let script = [Place("argument", "_f(", ")"), Place("item", "_x = [", "]")]
  private static let javascript = [
    Place("expression", "_x = (", ")"), Place("argument", "_f(", ")"), Place("property", "_x = {", "}"),
    Place("member", "class _C {\n", "\n}"), Place("parameter", "function _f(", ") {}"),
    Place("clause", "switch (_x) {\n", "\n}"), Place("function", "async function* _f() {\n", "\n}"),
    Place("attribute", "_x = <_a ", " />"),
  ]
  private static let typescript = [
    Place("type", "type _T = ", ";"), Place("type member", "interface _I {\n", "\n}"),
    Place("type argument", "_f<", ">()"),
  ]
  private static let c = [
    Place("statement", "void _f(void) {\n", "\n}"), Place("statement", "void _f(void) {\n", ";\n}"),
    Place("expression", "int _x = ", ";"), Place("initializer", "int _x[] = {", "};"),
    Place("member", "struct _S {\n", "\n};"), Place("parameter", "void _f(", ");"),
    Place("type", "void _f(void) { sizeof(", "); }"), Place("clause", "void _f(void) { switch (_x) {\n", "\n} }"),
    Place("declaration", "", ";"),
  ]

  private static let places: [String: [Place]] = [
    "bash": [Place("test", "[[ ", " ]]")],
    "c": c,
    "cpp": c + [
      Place("member", "class _C {\n", "\n};"), Place("type argument", "_T<", "> _x;"),
    ],
    "csharp": [
      Place("statement", "class _C { void _F() {\n", "\n} }"), Place("statement", "class _C { void _F() {\n", ";\n} }"),
      Place("expression", "class _C { object _x = ", "; }"), Place("member", "class _C {\n", "\n}"),
      Place("argument", "class _C { object _x = _f(", "); }"), Place("parameter", "class _C { void _F(", ") {} }"),
      Place("type", "class _C { ", " _x; }"), Place("attribute", "[", "] class _C {}"),
      Place("clause", "class _C { void _F() { switch (_x) {\n", "\n} } }"),
    ],
    "css": [
      Place("declaration", "a {\n", "\n}"), Place("declaration", "a {\n", ";\n}"), Place("value", "a { b: ", "; }"),
    ],
    "go": [
      Place("statement", "package _p\nfunc _f() {\n", "\n}"), Place("expression", "package _p\nvar _x = ", "\n"),
      Place("declaration", "package _p\n", "\n"), Place("member", "package _p\ntype _T struct {\n", "\n}"),
      Place("type", "package _p\nvar _x ", "\n"), Place("element", "package _p\nvar _x = _T{", "}\n"),
      Place("parameter", "package _p\nfunc _f(", ") {}\n"), Place("argument", "package _p\nvar _x = _f(", ")\n"),
      Place("clause", "package _p\nfunc _f() { switch _x {\n", "\n} }"),
      Place("method", "package _p\ntype _T interface {\n", "\n}"),
    ],
    "html": [Place("attribute", "<a ", "></a>")],
    "java": [
      Place("statement", "class _C { void _f() {\n", "\n} }"), Place("statement", "class _C { void _f() {\n", ";\n} }"),
      Place("expression", "class _C { Object _x = ", "; }"), Place("member", "class _C {\n", "\n}"),
      Place("type", "class _C { ", " _x; }"), Place("parameter", "class _C { void _f(", ") {} }"),
      Place("clause", "class _C { void _f() { switch (_x) {\n", "\n} } }"), Place("annotation", "", " class _C {}"),
      Place("resource", "class _C { void _f() { try (", ") {} } }"),
    ],
    "javascript": javascript,
    "json": [Place("pair", "{", "}")],
    "kotlin": [
      Place("statement", "fun _f() {\n", "\n}"), Place("expression", "val _x = ", "\n"),
      Place("member", "class _C {\n", "\n}"), Place("type", "val _x: ", "\n"), Place("argument", "val _x = _f(", ")\n"),
      Place("parameter", "fun _f(", ") {}\n"), Place("clause", "val _x = when (_y) {\n", "\n}\n"),
    ],
    "php": [
      Place("statement", "<?php ", ";"), Place("expression", "<?php $_x = ", ";"),
      Place("member", "<?php class _C {\n", "\n}"),
      Place("parameter", "<?php function _f(", ") {}"), Place("argument", "<?php _f(", ");"),
      Place("element", "<?php $_x = [", "];"), Place("clause", "<?php switch ($_x) {\n", "\n}"),
    ],
    "python": script + [
      Place("expression", "_x = (", ")"), Place("type", "_x: ", "\n"), Place("pair", "_x = {", "}"),
      Place("parameter", "def _f(", "): pass\n"),
      Place("decorated", "", "\ndef _f(): pass\n"), Place("clause", "match _x:\n    ", "\n"),
      Place("handler", "try:\n  pass\n", "\n"), Place("async statement", "async def _f():\n ", "\n"),
    ],
    "ruby": script + [Place("pair", "_x = {", "}"), Place("parameter", "def _f(", ")\nend\n")],
    "rust": [
      Place("statement", "fn _f() {\n", "\n}"), Place("statement", "fn _f() {\n", ";\n}"),
      Place("expression", "const _X: _T = ", ";"), Place("member", "impl _T {\n", "\n}"),
      Place("field", "struct _T {\n", "\n}"), Place("type", "type _T = ", ";"), Place("parameter", "fn _f(", ") {}"),
      Place("arm", "fn _f() { match _x {\n", "\n} }"), Place("pattern", "fn _f() { let ", " = _x; }"),
      Place("variant", "enum _T {\n", "\n}"), Place("bound", "fn _f<T: ", ">() {}"),
      Place("initializer", "const _X: _T = _T { ", " };"),
    ],
    "swift": [
      Place("statement", "func _f() {\n", "\n}"), Place("expression", "let _x = ", "\n"),
      Place("member", "class _C {\n", "\n}"), Place("type", "let _x: ", "\n"), Place("argument", "let _x = _f(", ")\n"),
      Place("parameter", "func _f(", ") {}\n"), Place("clause", "switch _x {\n", "\n}\n"),
      Place("requirement", "protocol _P {\n", "\n}\n"), Place("condition", "if ", " {}\n"),
    ],
    "toml": [Place("value", "a = ", "\n")],
    "tsx": javascript + typescript,
    "typescript": javascript + typescript,
  ]
}

extension PatternDialect {
  /// A pattern with its dollars replaced, and where each byte of it came from.
  struct Encoded {
    /// What the grammar can read.
    var bytes: [UInt8] = []
    /// For each byte, and the end, the offset in the original.
    var origins: [Int] = []
    /// The offsets at which a dollar was replaced, or stands for itself.
    var dollars: Set<Int> = []

    /// The offsets at which metavariables begin.
    var starts: Set<Int> = []
    /// The offsets of bytes that were put in, so that the grammar takes a metavariable where it stands.
    var inserted: Set<Int> = []

    /// Whether the byte at an offset stands for a dollar.
    func isDollar(at offset: Int) -> Bool { dollars.contains(offset) }

    /// Where the metavariable ends that begins at an offset.
    func end(ofHoleAt start: Int) -> Int {
      // The dollars of the metavariable are neighbours, and its name follows the last of them.
      let lead = bytes[start]
      let width = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
      var end = start
      while dollars.contains(end) { end += width }
      while end < bytes.count, bytes[end].isMetavariableByte || bytes[end] >= 0x80 { end += 1 }
      return end
    }

    /// The same with quotes around the metavariable that begins at an offset.
    func quoting(holeAt start: Int) -> Encoded {
      inserting([(start, "\""), (end(ofHoleAt: start), "\"")])
    }

    /// The same with texts put in; ascending.
    func inserting(_ insertions: [(offset: Int, text: String)]) -> Encoded {
      var made = self
      var shift = 0
      for (offset, text) in insertions {
        let text = Array(text.utf8)
        made.bytes.insert(contentsOf: text, at: offset + shift)
        made.origins.insert(contentsOf: text.map { _ in origins[offset] }, at: offset + shift)
        func moved(_ places: Set<Int>) -> Set<Int> {
          Set(places.map { $0 >= offset + shift ? $0 + text.count : $0 })
        }
        made.dollars = moved(made.dollars)
        made.starts = moved(made.starts)
        made.inserted = moved(made.inserted).union(offset + shift..<(offset + shift + text.count))
        shift += text.count
      }
      return made
    }

    /// JSON has no names, so a metavariable becomes a string, and one among the pairs of an object a pair.
    var withStrings: Encoded {
      var insertions: [(offset: Int, text: String)] = []
      var brackets: [UInt8] = []
      var isInString = false
      var isValue = false
      var position = 0
      while position < bytes.count {
        let byte = bytes[position]
        if isInString {
          if byte == UInt8(ascii: "\\") { position += 1 } else if byte == UInt8(ascii: "\"") { isInString = false }
        } else if starts.contains(position) {
          let end = end(ofHoleAt: position)
          let next = bytes[end...].first { !$0.isWhitespace }
          let isPair = brackets.last == UInt8(ascii: "{") && !isValue && next != UInt8(ascii: ":")
          insertions += [(position, "\""), (end, isPair ? "\":0" : "\"")]
          position = end
          continue
        } else {
          switch byte {
          case UInt8(ascii: "\""): isInString = true
          case UInt8(ascii: "{"), UInt8(ascii: "["):
            brackets.append(byte)
            isValue = false
          case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = brackets.popLast()
          case UInt8(ascii: ":"): isValue = true
          case UInt8(ascii: ","): isValue = false
          default: break
          }
        }
        position += 1
      }
      return inserting(insertions)
    }

    /// Metavariables that stand as statements of their own become calls, which end with a semicolon.
    var withStatements: Encoded {
      var insertions: [(offset: Int, text: String)] = []
      for start in starts.sorted() {
        let end = end(ofHoleAt: start)
        let before = bytes[..<start].last { !$0.isWhitespace }
        let after = bytes[end...].first { !$0.isWhitespace }
        if let before, "{};".utf8.contains(before), after == UInt8(ascii: "}") { insertions.append((end, "();")) }
      }
      return inserting(insertions)
    }
  }

  /// Replaces the dollars of metavariables by the sigil.
  ///
  /// A run of dollars is one when an upper-case letter or an underscore follows, or when there are exactly three.
  func encode(_ text: some Collection<UInt8>) -> Encoded { encode(text, sigil: sigil) }

  func encode(_ text: some Collection<UInt8>, sigil: [UInt8]) -> Encoded {
    let dollar = UInt8(ascii: "$")
    let source = Array(text)
    var encoded = Encoded()
    encoded.bytes.reserveCapacity(source.count + 8)
    var position = 0
    while position < source.count {
      guard source[position] == dollar else {
        encoded.bytes.append(source[position])
        encoded.origins.append(position)
        position += 1
        continue
      }
      let end = source[position...].firstIndex { $0 != dollar } ?? source.count
      let next = end < source.count ? source[end] : 0
      encoded.starts.insert(encoded.bytes.count)
      let isHole = next.isMetavariableByte && !next.isDecimalDigit || end - position == 3
      for index in position..<end {
        encoded.dollars.insert(encoded.bytes.count)
        for byte in isHole ? sigil : [dollar] {
          encoded.bytes.append(byte)
          encoded.origins.append(index)
        }
      }
      position = end
    }
    encoded.origins.append(source.count)
    return encoded
  }
}
