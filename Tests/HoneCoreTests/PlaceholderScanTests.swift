import HoneCore
import Testing

@Suite struct PlaceholderScanTests {
  @Test(arguments: [
    "// ... existing code ...", "    // ...existing code...", "# ... (unchanged)", "/* ... */", "// ...", "# ...",
    "# …",
    "// rest of code unchanged", "// ... other methods ...", "// ... rest of the file ...",
    "<!-- ... existing code ... -->",
    "{/* ... existing code ... */}", "-- ... rest of the function", "// existing code here", "# rest of the code",
    "// (unchanged)", "# unchanged", "// ... keep existing code ...", "// The rest of the code remains the same",
    "# ... remaining methods unchanged ...", "/* rest of the implementation */", "// code omitted for brevity",
    "// ... previous imports ...", "// … existing code …", "... existing code ...", "[... rest of code ...]",
    "// ... (rest of the code)", "# [... unchanged ...]", "; ... same as before ...", "// same as before",
    "// ... other helper functions ...", "# ... existing imports ...", "// Remaining code unchanged.",
    "// ... snip ...", "# Rest of the methods...", "// other methods ...", " * ... existing code ...",
  ])
  func placeholders(_ line: String) {
    #expect(PlaceholderScan.isPlaceholder(bytes(line)[...]))
  }

  @Test(arguments: [
    "...", "    ...", "f(...args)", "...args,", "  ...options,", "{ ...state, other: 1 }", "def f(self): ...",
    "// Loading other files...", "# wait for the rest of the workers", "// the same lock is taken here", "x = 1  # ...",
    "case 0...9:", "for i in 0..<10 {", "int printf(const char *format, ...);", "#include <stdio.h>", "--all",
    "*pointer = 1;",
    "// keep the old value: callers still compare it", "# Existing users are left alone",
    "print(\"... existing code ...\")",
    "return ...", "// TODO: handle the remaining cases", "// Code is read as UTF-8.",
    "# This function returns the file",
    "// See above.", "", "   ", "// Existing entries win over new ones", "/// The rest of the line.", "// other",
    "# all",
    "// Unchanged lines keep their bytes", "...rest", "[...existing, item]", "(...args) => {", "// Previous value",
    "// ... the old value stays visible until the next refresh",
    "func f(_ values: Int...) {", "// 1...n", "let code = \"unchanged\"", "%d items", "// A file is here.",
  ])
  func code(_ line: String) {
    #expect(!PlaceholderScan.isPlaceholder(bytes(line)[...]))
  }

  @Test func bareDotsDependOnTheLanguage() {
    #expect(PlaceholderScan.isPlaceholder(bytes("    ...")[...], fileExtension: "swift"))
    #expect(!PlaceholderScan.isPlaceholder(bytes("    ...")[...], fileExtension: "py"))
  }

  @Test func onlyAddedLinesThatAreNewCount() throws {
    func check(_ base: String, _ result: String) -> Refusal? {
      refusal { () throws(Refusal) in
        try PlaceholderScan.check(base: bytes(base), hunks: LineDiff.hunks(from: bytes(base), to: bytes(result)))
      }
    }
    #expect(check("a\nb\n", "a\n// ... existing code ...\n")?.code == .placeholder)
    #expect(check("a\nb\n", "a\n// ... existing code ...\n")?.message.contains("`// ... existing code ...`") == true)
    #expect(check("// ... existing code ...\nb\n", "b\n  // ... existing code ...\r\n") == nil)
    #expect(check("// ...\nb\n", "// ...\nc\n") == nil)
    #expect(check("a\n", "b\n") == nil)
  }
}
