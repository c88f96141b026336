import Testing

@testable import HoneChecks

struct ShellReaderTests {
  private func fault(_ text: String) -> String? {
    ShellReader.fault(in: Array(text.utf8)).map { fault in
      "\(text.utf8.prefix(fault.offset).count { $0 == 0x0a } + 1): \(fault.message)"
    }
  }

  @Test(arguments: [
    "if a; then b; elif c; then d; else e; fi\n", "while a && b || ! c; do d; done < f 2>&1 | e &\n",
    "for x in a \"b c\" $(d); do e; done\n", "for x; do e; done\n", "for x do e; done\n",
    "for ((i=0; i<3; i++)); do e; done\n",
    "for x in \\\n  a b # c\ndo\n  e\ndone\n", "case $a in\n  (b|c) d ;;\n  'e f'*) ;;\n  *) g\nesac\n",
    "case a in esac\n",
    "f() { a; }\n", "f ()\n{\n  a\n}\n", "function f { a; }\n", "function f() ( a )\n", "{ a; } 2>/dev/null\n",
    "(a; b) | (c)\n",
    "a=(b \"c d\" # e\n  f)\n", "a+=([x]=1)\n", "echo ${a:-\"b }\"} ${#a} ${!b@} ${c//'}'/d}\n",
    "echo \"${a:-it's}\" \"$(b \"c\")\"\n",
    "echo $((1 << 2)) $(( (1 + 2) * 3 )) `b \\` c`\n", "((i++)) && a\n", "((a); b)\n",
    "[[ $a =~ ^(b|c)+$ && ! ( -f d ) ]] && e\n",
    "cat <<EOF\nif fi ' \" (\nEOF\n", "cat <<-'A B' <<\"C\" | d\n\tx\n\tA B\ny\nC\n", "a <<<'b' >c 2>>d <&3 >&- &>e\n",
    "$(cat <<EOF\na\nEOF\n)\n", "diff <(a) <(b) >(c)\n", "echo a#b # it's\n", "echo $'it\\'s' $\"a\"\n",
    "ls !(a|b) @(c) *.?(d)\n",
    "echo if then fi done }\n", "a=if b\n", "time { a; }\n", "if a; then b; fi; done=1\n", "exit\nthen it's data\n",
    "@test \"a (b)\" {\n  c\n}\n", "if a\r\nthen\r\n  b\r\nfi\r\n", "select x in a b; do c; done\n",
    "until a; do b; done\n", "",
    "echo $[ (1+2)*3 ] \"$[ 1 << 2 ]\" $[a[1]]\n", "a[1<<2]=3 b[c[1]|2]+=4\n", "a[b\n", "echo a[1]\n",
    "cat <<$'EOF'\na'\nEOF\n", "!\n", "! ; a\n", "if ! a; then ! { b; }; fi\n", "! (a) && ! [[ b ]]\n",
    "[[ a &&\n  # why (\n  b ]]\n", "[[ a && # it's\n  b ]]\n",
    "echo \"${arr[$i]//a/'\"'}\" ${b[c]:-d}\n", "cat <<EOF \"$(echo\n)\"\na\nEOF\n", "cat <<EOF | (\na'\nEOF\nb)\n",
    "a | \\\n  b\n", "a &&\n# why\nb\n", "coproc N { a; }\n",
  ])
  func `What a shell reads is no fault`(text: String) {
    #expect(fault(text) == nil)
  }

  @Test(arguments: [
    ("if a; then\n  b\n", "1: `if` is never closed: `fi` is missing"),
    ("while a; do b\n", "1: `while` is never closed: `done` is missing"),
    ("a\nfi\n", "2: this `fi` closes nothing"),
    ("if a\n  b\nfi\n", "3: `fi` cannot stand here: the `if` of line 1 waits for `then`"),
    ("for x in a b\n  c\ndone\n", "1: this `for` has no `do`"),
    ("case a in\n  b) c ;;\n", "1: `case` is never closed: `esac` is missing"),
    ("case a in\n  b c ;;\nesac\n", "2: this pattern of `case` has no `)`"),
    ("case a\n  b) c ;;\nesac\n", "1: this `case` has no `in`"),
    ("f() {\n  a\n", "1: `{` is never closed: `}` is missing"), ("f() {\n  a\n}\n}\n", "4: this `}` closes nothing"),
    ("a 'b\nc\n", "1: this `'` is never closed"), ("a\nb \"c $d\n", "2: this `\"` is never closed"),
    ("a `b\n", "1: this ``` is never closed"),
    ("a $(b\n", "1: `$(` is never closed: `)` is missing"), ("a ${b\n", "1: this `${` is never closed"),
    ("a )\n", "1: this `)` closes nothing"),
    ("[[ a == b && c\nd; e\n", "1: `[[` is never closed: `]]` is missing"),
    ("[[ a ; then\n", "1: `[[` is never closed: `]]` is missing"),
    ("cat <<EOF\na\n  EOF\n", "1: no line `EOF` ends the text that begins here"),
    ("if a; then\nfi\n", "2: no command stands before this `fi`"),
    ("a &&\n", "1: no command follows this `&&`"), ("a | ; b\n", "1: no command stands before this `;`"),
    ("a ;; b\n", "1: `;;` stands outside of `case`"),
    ("a >\nb\n", "1: this redirection names no file"), ("a (b)\n", "1: `(` cannot stand here"),
    ("if a; then b; fi c\n", "1: a `;` or a new line is missing before this word"),
    ("a=(b\n", "1: this `(` is never closed"),
  ])
  func `What no shell reads is told where it begins`(text: String, told: String) {
    #expect(fault(text) == told)
  }

  @Test func `Brackets without end are given up, and any bytes are read to their end`() {
    for deep in ["$(", "${", "\"${", "((", "$((", "a=(", "{ ", "$(case a in b) "] {
      #expect(fault(String(repeating: deep, count: 50_000)) == nil, "\(deep)")
    }
    // What would take the square of their lengths is given up.
    for (part, count) in [("[", 100_000), ("$[", 100_000), ("((a '((' ) );", 20_000)] {
      #expect(fault(String(repeating: part, count: count)) == nil, "\(part)")
    }
    var random: UInt64 = 6
    let parts = [
      "if ", "fi\n", "$(", ")", "\"", "'", "<<A\n", "case a in ", ";;", "{ ", "}", "((", "`", "\\", "[[ ", "${", "do ",
    ]
    for _ in 0..<2_000 {
      var text = ""
      for _ in 0..<12 {
        random = random &* 6_364_136_223_846_793_005 &+ 1
        text += parts[Int(random >> 33) % parts.count]
      }
      _ = fault(text)
    }
  }
}
