import HoneSyntax
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneRecipes

/// A change of imports, and the files before and after it.
private struct ImportCase: CustomTestStringConvertible, Sendable {
  let language: String
  let changes: ImportChanges
  let before: String
  let after: String

  var testDescription: String { "\(language) \(changes.add) \(changes.remove) \(before)" }
}

private func add(_ language: String, _ text: String, _ before: String, _ after: String) -> ImportCase {
  ImportCase(language: language, changes: ImportChanges(add: [text]), before: before, after: after)
}

private func remove(_ language: String, _ text: String, _ before: String, _ after: String) -> ImportCase {
  ImportCase(language: language, changes: ImportChanges(remove: [text]), before: before, after: after)
}

private let addCases: [ImportCase] = [
  // Relative imports go from the furthest package to the nearest, or the other way round where the file has it so.
  add(
    "python", "from . import c", "from .. import a\nfrom ..b import d\nfrom .e import f\n\nc\n",
    "from .. import a\nfrom ..b import d\nfrom . import c\nfrom .e import f\n\nc\n"),
  add(
    "python", "from .. import c", "from . import a\nfrom .b import d\nfrom ..e import f\n\nc\n",
    "from . import a\nfrom .b import d\nfrom .. import c\nfrom ..e import f\n\nc\n"),
  add(
    "python", "from ... import c", "from . import a\nfrom .b import d\n\nc\n",
    "from ... import c\nfrom . import a\nfrom .b import d\n\nc\n"),
  // What a statement of the top level imports if it runs is there, unless only type checkers see it.
  add(
    "python", "import json", "try:\n    import json\nexcept ImportError:\n    import simplejson as json\n\njson\n",
    "try:\n    import json\nexcept ImportError:\n    import simplejson as json\n\njson\n"),
  add(
    "python", "from a import b", "if TYPE_CHECKING:\n    from a import b\n\nb()\n",
    "from a import b\n\nif TYPE_CHECKING:\n    from a import b\n\nb()\n"),
  add(
    "python", "import os", "if __name__ == \"__main__\":\n    import os\n\nos()\n",
    "import os\n\nif __name__ == \"__main__\":\n    import os\n\nos()\n"),
  add(
    "python", "import os", "\"\"\"A module\n   of two lines.\n   \"\"\"\n\nos.a()\n",
    "\"\"\"A module\n   of two lines.\n   \"\"\"\n\nimport os\n\nos.a()\n"),
  add("javascript", "import 'x'", "  f()\n  g()\n", "  import 'x'\n\n  f()\n  g()\n"),
  add("python", "import os", "x = os.a\n", "import os\n\nx = os.a\n"),
  add("python", "import os", "def f(): os\n", "import os\n\n\ndef f(): os\n"),
  add("python", "import os", "x = 1\n", "x = 1\n"),
  add("python", "import os", "# os\nx.os(os=1)\n", "# os\nx.os(os=1)\n"),
  add(
    "python", "from pathlib import Path", "import os\nimport sys\n\nPath(os)\n",
    "import os\nimport sys\nfrom pathlib import Path\n\nPath(os)\n"),
  add(
    "python", "from typing import Any", "from typing import List, Dict\nAny\n",
    "from typing import List, Dict, Any\nAny\n"),
  add(
    "python", "from typing import Any", "from typing import Dict, List\nAny\n",
    "from typing import Any, Dict, List\nAny\n"),
  add(
    "python", "from typing import Any", "from typing import (\n    Dict,\n    List,\n)\nAny\n",
    "from typing import (\n    Any,\n    Dict,\n    List,\n)\nAny\n"),
  add(
    "python", "from typing import Zip", "from typing import (\n    Dict,\n    List,  # l\n)\nZip\n",
    "from typing import (\n    Dict,\n    List,  # l\n    Zip,\n)\nZip\n"),
  add(
    "python", "from typing import Zip", "from typing import (\n    Dict,\n    List  # l\n)\nZip\n",
    "from typing import (\n    Dict,\n    List,  # l\n    Zip\n)\nZip\n"),
  add("python", "from a import m", "from a import b, c  # noqa\nm\n", "from a import b, c, m  # noqa\nm\n"),
  add(
    "python", "from a import m", "from a import x, \\\n    q  # about\nm\n",
    "from a import x, \\\n    q, m  # about\nm\n"),
  add(
    "python", "from a import m", "from a import (\r\n    z,\r\n    b,  # b\r\n)\r\nm\r\n",
    "from a import (\r\n    z,\r\n    b,  # b\r\n    m,\r\n)\r\nm\r\n"),
  add(
    "python", "from typing import Any", "from typing import (\n    # d\n    Dict,\n    List,\n)\nAny\n",
    "from typing import (\n    Any,\n    # d\n    Dict,\n    List,\n)\nAny\n"),
  add(
    "python", "from typing import Any", "import typing\nfrom typing import Any as A\nAny\n",
    "import typing\nfrom typing import Any, Any as A\nAny\n"),
  add(
    "python", "import re", "#!/usr/bin/env python\n# Copyright Me\n\"\"\"Doc.\"\"\"\nre\n",
    "#!/usr/bin/env python\n# Copyright Me\n\"\"\"Doc.\"\"\"\n\nimport re\n\nre\n"),
  add("python", "import re", "\"\"\"Doc.\"\"\"\n\nclass A: re\n", "\"\"\"Doc.\"\"\"\n\nimport re\n\nclass A: re\n"),
  add("python", "import re", "# About x.\nx = re\n", "import re\n\n# About x.\nx = re\n"),
  add(
    "python", "import re", "from __future__ import annotations\nre\n",
    "from __future__ import annotations\n\nimport re\nre\n"),
  add("python", "from __future__ import annotations", "import re\n", "import re\n"),
  add("python", "import re", "import django\n\nre\n", "import re\n\nimport django\n\nre\n"),
  add("python", "import re", "x: \"re.Pattern\"\r\ny = 1\r\n", "import re\r\n\r\nx: \"re.Pattern\"\r\ny = 1\r\n"),
  add("python", "import re", "from x import *\nre", "import re\n\nfrom x import *\nre"),
  add("javascript", "import fs from 'fs'", "fs.read()\n", "import fs from 'fs'\n\nfs.read()\n"),
  add(
    "javascript", "import fs from 'fs';", "'use strict';\n\nimport a from './a';\nfs(a)\n",
    "'use strict';\n\nimport fs from 'fs';\nimport a from './a';\nfs(a)\n"),
  add("javascript", "import { c } from 'x'", "import { a, b } from 'x'\nc\n", "import { a, b, c } from 'x'\nc\n"),
  add("javascript", "import { c } from 'x'", "import { c } from 'x'\nc\n", "import { c } from 'x'\nc\n"),
  add("javascript", "import 'y'", "import 'x'\n", "import 'x'\nimport 'y'\n"),
  add(
    "javascript", "const { b } = require('m')", "const { a } = require('m')\nb\n", "const { a, b } = require('m')\nb\n"),
  add(
    "tsx", "import type { T } from 't'", "import { u } from 't'\nlet x: T = <U/>\n",
    "import { u } from 't'\nimport type { T } from 't'\nlet x: T = <U/>\n"),
  add(
    "typescript", "import { T } from 't'", "/* License */\n\nlet x: T\n",
    "/* License */\n\nimport { T } from 't'\n\nlet x: T\n"),
  add(
    "java", "import java.util.List;", "package a;\n\nclass A { List x; }\n",
    "package a;\n\nimport java.util.List;\n\nclass A { List x; }\n"),
  add(
    "java", "import java.util.List;",
    "package a;\n\nimport java.io.File;\nimport java.util.Map;\n\nclass A { List x; }\n",
    "package a;\n\nimport java.io.File;\nimport java.util.List;\nimport java.util.Map;\n\nclass A { List x; }\n"),
  add(
    "java", "import java.util.List;", "import java.util.*;\nclass A { List x; }\n",
    "import java.util.*;\nclass A { List x; }\n"),
  add(
    "java", "import static a.B.c;", "import a.B;\n\nclass A { int x = c(); }\n",
    "import a.B;\n\nimport static a.B.c;\n\nclass A { int x = c(); }\n"),
  add(
    "go", "import \"errors\"", "package a\n\nimport (\n\t\"fmt\"\n\n\t\"x.org/y\"\n)\n\nvar e = errors.New(fmt.S)\n",
    "package a\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n\n\t\"x.org/y\"\n)\n\nvar e = errors.New(fmt.S)\n"),
  add(
    "go", "import \"errors\"", "package a\n\nvar e = errors.New()\n",
    "package a\n\nimport \"errors\"\n\nvar e = errors.New()\n"),
  add(
    "go", "import \"errors\"", "// Copyright Me\n\npackage a\n\nimport \"fmt\"\n\nvar e = errors.New(fmt.S)\n",
    "// Copyright Me\n\npackage a\n\nimport \"errors\"\nimport \"fmt\"\n\nvar e = errors.New(fmt.S)\n"),
  add(
    "rust", "use std::fmt;", "#![allow(x)]\n\nfn f(x: fmt::A) {}\n",
    "#![allow(x)]\n\nuse std::fmt;\n\nfn f(x: fmt::A) {}\n"),
  add(
    "rust", "use std::io::{self, Write};", "use std::io::{self, Read};\n\nfn f(w: Write) {}\n",
    "use std::io::{self, Read, Write};\n\nfn f(w: Write) {}\n"),
  add(
    "rust", "use std::io::Write;", "use std::{fmt, io::{Read, Write}};\nfn f(w: Write) {}\n",
    "use std::{fmt, io::{Read, Write}};\nfn f(w: Write) {}\n"),
  add(
    "swift", "import Synchronization", "import Foundation\n\nlet x = 1\n",
    "import Foundation\nimport Synchronization\n\nlet x = 1\n"),
  add(
    "swift", "import Foundation", "@testable import Foundation\nlet x = 1\n", "@testable import Foundation\nlet x = 1\n"
  ),
]

private let removeCases: [ImportCase] = [
  remove(
    "python", "from a import old", "from a import (\n    d,  # noqa\n    old,\n)\n",
    "from a import (\n    d,  # noqa\n)\n"),
  remove(
    "python", "from a import old", "from a import (\n    old,  # gone\n    # about z\n    z,\n)\n",
    "from a import (\n    # about z\n    z,\n)\n"),
  remove(
    "python", "from a import old", "from a import (\n    d, old,  # both\n    z,\n)\n",
    "from a import (\n    d,\n    z,\n)\n"),
  remove(
    "python", "from a import x", "from a import (x,  # about x\n    q)\n", "from a import (\n    q)\n"),
  remove(
    "javascript", "import { old } from 'a';", "import {\n  d, // kept\n  old\n} from 'a';\n",
    "import {\n  d, // kept\n} from 'a';\n"),
  remove("rust", "use a::old;", "use a::{\n    d, // kept\n    old, // gone\n};\n", "use a::{\n    d, // kept\n};\n"),
  remove("python", "import os", "import os\n\nx = 1\n", "x = 1\n"),
  remove("python", "import os", "import os\nx = os\n", "import os\nx = os\n"),
  remove("python", "import os", "import os, sys\nsys\n", "import sys\nsys\n"),
  remove("python", "import os", "import os as o\nx = 1\n", "import os as o\nx = 1\n"),
  remove("python", "import os", "import os  # noqa\nimport sys\n", "import sys\n"),
  remove("python", "import os", "import os; x = 1\n", "; x = 1\n"),
  remove(
    "python", "from typing import List, Dict", "from typing import Any, Dict, List\nx: Any\n",
    "from typing import Any\nx: Any\n"),
  remove(
    "python", "from typing import List", "from typing import (\n    Any,\n    Dict,\n    List,\n)\n",
    "from typing import (\n    Any,\n    Dict,\n)\n"),
  remove(
    "python", "from typing import List", "from typing import List\n\n\ndef f(): 'a List'\n",
    "from typing import List\n\n\ndef f(): 'a List'\n"),
  remove(
    "python", "from typing import List", "\"\"\"D.\"\"\"\n\nfrom typing import List\n\nx = typing.List\n",
    "\"\"\"D.\"\"\"\n\nx = typing.List\n"),
  remove("python", "from a import b", "from a import *\n", "from a import *\n"),
  remove(
    "javascript", "import React from 'react'", "import React from 'react';\nimport b from 'b';\nb()\n",
    "import b from 'b';\nb()\n"),
  remove(
    "javascript", "const a = require('a')", "const a = require('a');\nconst b = require('b');\n",
    "const b = require('b');\n"),
  remove(
    "javascript", "import { C } from 'react'", "import React, { C } from 'react'\nReact()\n",
    "import React from 'react'\nReact()\n"),
  remove(
    "javascript", "import { C } from 'react'", "import React, { A, C } from 'react'\nReact(A)\n",
    "import React, { A } from 'react'\nReact(A)\n"),
  remove(
    "javascript", "import React from 'react'", "import React, { C } from 'react'\nC()\n",
    "import { C } from 'react'\nC()\n"),
  remove(
    "javascript", "import React, { C } from 'react'", "import React, { C } from 'react'\nf()\n", "f()\n"),
  remove("typescript", "import { a } from 'x'", "import { a, b } from 'x'\nb\n", "import { b } from 'x'\nb\n"),
  remove(
    "java", "import java.util.List;", "package a;\n\nimport java.util.List;\n\nclass A {}\n",
    "package a;\n\nclass A {}\n"),
  remove(
    "go", "import \"errors\"", "package a\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n)\n\nvar x = fmt.X\n",
    "package a\n\nimport (\n\t\"fmt\"\n)\n\nvar x = fmt.X\n"),
  remove(
    "go", "import \"errors\"", "package a\n\nimport (\n\t\"errors\"\n)\n\nvar x = y.errors\n",
    "package a\n\nvar x = y.errors\n"),
  remove(
    "rust", "use std::io::Read;", "use std::io::Read;\nuse std::fmt;\nfn f() { fmt::x() }\n",
    "use std::fmt;\nfn f() { fmt::x() }\n"),
  remove(
    "rust", "use std::io::{Read};", "use std::io::{Read, Write};\nfn f(w: Write) {}\n",
    "use std::io::{Write};\nfn f(w: Write) {}\n"),
  remove("swift", "import Foundation", "import Foundation\nimport B\n", "import B\n"),
  remove(
    "swift", "import Foundation", "import Foundation\nlet x = Foundation.sin(1)\n",
    "import Foundation\nlet x = Foundation.sin(1)\n"),
]

private let sortCases: [ImportCase] = [
  ("python", "import b\nimport a\nfrom c import d\n\nx\n", "import a\nimport b\nfrom c import d\n\nx\n"),
  (
    "python", "from .b import b\nfrom . import a\nfrom .. import c\nimport os\n",
    "import os\nfrom .. import c\nfrom . import a\nfrom .b import b\n"
  ),
  // One of the ways in which people sort.
  ("python", "from a import b\nimport c\nfrom d import e\n", "from a import b\nimport c\nfrom d import e\n"),
  (
    "python", "from . import a\nfrom .b import b\nfrom .. import c\n",
    "from . import a\nfrom .b import b\nfrom .. import c\n"
  ),
  (
    "python", "try:\n    import b\n    import a\nexcept E:\n    pass\n",
    "try:\n    import b\n    import a\nexcept E:\n    pass\n"
  ),
  ("python", "import b\n# about a\nimport a\n", "import b\n# about a\nimport a\n"),
  ("java", "import b.B;\nimport a.A;\n", "import a.A;\nimport b.B;\n"),
  ("go", "package p\n\nimport (\n\t\"b\"\n\tx \"a\"\n)\n", "package p\n\nimport (\n\tx \"a\"\n\t\"b\"\n)\n"),
].map { ImportCase(language: $0, changes: ImportChanges(sort: true), before: $1, after: $2) }

/// The grammar of a language, from the folder that `HONE_GRAMMARS` names.
func grammar(_ name: String) throws -> Grammar {
  let folder = try #require(Environment.current["HONE_GRAMMARS"], "set HONE_GRAMMARS to the folder of grammars")
  return try Grammar(name: name, path: "\(folder)/\(name).so")
}

struct ImportEditorTests {
  @Test(arguments: addCases + removeCases + sortCases)
  private func `Imports come and go where they belong`(_ example: ImportCase) throws {
    let editor = try #require(ImportEditor(grammar: grammar(example.language)))
    let result = try editor.applying(example.changes, to: Array(example.before.utf8))
    #expect(String(decoding: result, as: UTF8.self) == example.after)
    #expect(try editor.applying(example.changes, to: result) == result, "a second run changes nothing")
  }

  @Test(arguments: [
    ("go", "import \"slices\"", "package a\n\nimport \"golang.org/x/exp/slices\"\n\nvar x = slices.A\n"),
    ("java", "import java.util.List;", "import java.awt.List;\n\nclass A { List a; }\n"),
    ("rust", "use std::fmt::Result;", "use std::io::Result;\n\nfn f() -> Result<()> {}\n"),
  ])
  func `A second thing of one name is not imported`(_ name: String, _ statement: String, _ source: String) throws {
    let editor = try #require(ImportEditor(grammar: grammar(name)))
    #expect(throws: ImportError.self) {
      try editor.applying(ImportChanges(add: [statement]), to: Array(source.utf8))
    }
  }

  @Test func `What is no import is refused`() throws {
    let editor = try #require(ImportEditor(grammar: grammar("python")))
    #expect(throws: ImportError.self) { try editor.check("x = 1") }
    #expect(throws: ImportError.self) { try editor.check("import") }
    #expect(try ImportEditor(grammar: grammar("json")) == nil)
  }

  @Test func `Any file keeps its other lines`() throws {
    let editor = try #require(ImportEditor(grammar: grammar("python")))
    let lines = [
      "import os\n", "from typing import List, Any\n", "import sys, os\n", "\n", "x = Any\n", "def f(): pass\n",
      "# c\n", "\"\"\"d\"\"\"\n", "\u{e9} = '\n", "if x:\n    import os\n",
    ]
    let changes = ImportChanges(add: ["import re"], remove: ["import os", "from typing import List"], sort: true)
    try fuzz { generator in
      var text = (0..<Int.random(in: 0..<12, using: &generator)).map { _ in
        lines[Int.random(in: 0..<lines.count, using: &generator)]
      }.joined()
      if generator.happens(50) { text += "re.x\n" }
      var bytes = Array(text.utf8)
      if generator.happens(20) { bytes.append(0xff) }
      let result = try editor.applying(changes, to: bytes)
      let kept = { (bytes: [UInt8]) in
        bytes.split(separator: 0x0a).filter {
          !$0.starts(with: "import".utf8) && !$0.starts(with: "from".utf8) && !$0.isEmpty
        }
      }
      #expect(kept(result) == kept(bytes))
      #expect(try editor.applying(changes, to: result) == result)
    }
  }
}
