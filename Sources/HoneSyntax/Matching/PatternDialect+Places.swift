extension PatternDialect {
  /// The places of a language, other than a whole file.
  ///
  /// They are told by a `switch`, so that those of the other languages are not made.
  static func places(of name: String) -> [Place] {
    switch name {
    case "bash": [Place("test", "[[ ", " ]]")]
    case "c": c
    case "cpp":
      c + [
        Place("member", "class _C {\n", "\n};"), Place("type argument", "_T<", "> _x;"),
      ]
    case "csharp":
      [
        Place("statement", "class _C { void _F() {\n", "\n} }"),
        Place("statement", "class _C { void _F() {\n", ";\n} }"),
        Place("expression", "class _C { object _x = ", "; }"), Place("member", "class _C {\n", "\n}"),
        Place("argument", "class _C { object _x = _f(", "); }"), Place("parameter", "class _C { void _F(", ") {} }"),
        Place("type", "class _C { ", " _x; }"), Place("attribute", "[", "] class _C {}"),
        Place("clause", "class _C { void _F() { switch (_x) {\n", "\n} } }"),
      ]
    case "css":
      [
        Place("declaration", "a {\n", "\n}"), Place("declaration", "a {\n", ";\n}"), Place("value", "a { b: ", "; }"),
      ]
    case "go":
      [
        Place("statement", "package _p\nfunc _f() {\n", "\n}"), Place("expression", "package _p\nvar _x = ", "\n"),
        Place("declaration", "package _p\n", "\n"), Place("member", "package _p\ntype _T struct {\n", "\n}"),
        Place("type", "package _p\nvar _x ", "\n"), Place("element", "package _p\nvar _x = _T{", "}\n"),
        Place("parameter", "package _p\nfunc _f(", ") {}\n"), Place("argument", "package _p\nvar _x = _f(", ")\n"),
        Place("clause", "package _p\nfunc _f() { switch _x {\n", "\n} }"),
        Place("method", "package _p\ntype _T interface {\n", "\n}"),
      ]
    case "html": [Place("attribute", "<a ", "></a>")]
    case "java":
      [
        Place("statement", "class _C { void _f() {\n", "\n} }"),
        Place("statement", "class _C { void _f() {\n", ";\n} }"),
        Place("expression", "class _C { Object _x = ", "; }"), Place("member", "class _C {\n", "\n}"),
        Place("type", "class _C { ", " _x; }"), Place("parameter", "class _C { void _f(", ") {} }"),
        Place("clause", "class _C { void _f() { switch (_x) {\n", "\n} } }"), Place("annotation", "", " class _C {}"),
        Place("resource", "class _C { void _f() { try (", ") {} } }"),
      ]
    case "javascript": javascript
    case "json": [Place("pair", "{", "}")]
    case "kotlin":
      [
        Place("statement", "fun _f() {\n", "\n}"), Place("expression", "val _x = ", "\n"),
        Place("member", "class _C {\n", "\n}"), Place("type", "val _x: ", "\n"),
        Place("argument", "val _x = _f(", ")\n"),
        Place("parameter", "fun _f(", ") {}\n"), Place("clause", "val _x = when (_y) {\n", "\n}\n"),
      ]
    case "php":
      [
        Place("statement", "<?php ", ";"), Place("expression", "<?php $_x = ", ";"),
        Place("member", "<?php class _C {\n", "\n}"),
        Place("parameter", "<?php function _f(", ") {}"), Place("argument", "<?php _f(", ");"),
        Place("element", "<?php $_x = [", "];"), Place("clause", "<?php switch ($_x) {\n", "\n}"),
      ]
    case "python":
      script + [
        Place("expression", "_x = (", ")"), Place("type", "_x: ", "\n"), Place("pair", "_x = {", "}"),
        Place("parameter", "def _f(", "): pass\n"),
        Place("decorated", "", "\ndef _f(): pass\n"), Place("clause", "match _x:\n    ", "\n"),
        Place("handler", "try:\n  pass\n", "\n"), Place("async statement", "async def _f():\n ", "\n"),
      ]
    case "ruby": script + [Place("pair", "_x = {", "}"), Place("parameter", "def _f(", ")\nend\n")]
    case "rust":
      [
        Place("statement", "fn _f() {\n", "\n}"), Place("statement", "fn _f() {\n", ";\n}"),
        Place("expression", "const _X: _T = ", ";"), Place("member", "impl _T {\n", "\n}"),
        Place("field", "struct _T {\n", "\n}"), Place("type", "type _T = ", ";"), Place("parameter", "fn _f(", ") {}"),
        Place("arm", "fn _f() { match _x {\n", "\n} }"), Place("pattern", "fn _f() { let ", " = _x; }"),
        Place("variant", "enum _T {\n", "\n}"), Place("bound", "fn _f<T: ", ">() {}"),
        Place("initializer", "const _X: _T = _T { ", " };"),
      ]
    case "swift":
      [
        Place("statement", "func _f() {\n", "\n}"), Place("expression", "let _x = ", "\n"),
        Place("member", "class _C {\n", "\n}"), Place("type", "let _x: ", "\n"),
        Place("argument", "let _x = _f(", ")\n"),
        Place("parameter", "func _f(", ") {}\n"), Place("clause", "switch _x {\n", "\n}\n"),
        Place("requirement", "protocol _P {\n", "\n}\n"), Place("condition", "if ", " {}\n"),
      ]
    case "toml": [Place("value", "a = ", "\n")]
    case "tsx": javascript + typescript
    case "typescript": javascript + typescript
    default: []
    }
  }

  /// What stands around code as a whole file, and where that holds declarations alone, as a statement, an expression and so on.
  package var surroundings: [(before: [UInt8], after: [UInt8])] {
    let names = isScript ? [] : ["statement", "expression", "declaration", "member"]
    let others = names.flatMap { name in places.filter { $0.name == name } }
    return [(Array(preamble.utf8), [])] + others.map { (Array($0.before.utf8), Array($0.after.utf8)) }
  }

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
}
