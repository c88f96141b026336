import Testing

@testable import HoneChecks

struct FocusedTestCheckTests {
  private let check = FocusedTestCheck()

  @Test(arguments: [
    ("src/a.test.js", "describe.only('x', () => {})\n", "describe('x', () => {})\n"),
    ("src/a.test.ts", "  it.only.each([1])('x', f)\n", "  it.each([1])('x', f)\n"),
    ("test/a.js", "fdescribe('x', f); fit('y', g)\n", "describe('x', f); it('y', g)\n"),
    ("spec/a_spec.rb", "fit 'works' do\nend\n", "it 'works' do\nend\n"),
    ("spec/a_spec.rb", "  it 'works', :focus do\n", "  it 'works' do\n"),
    ("spec/a_spec.rb", "RSpec.describe A, focus: true do\n", "RSpec.describe A do\n"),
    ("spec/a_spec.rb", "  it \"doesn't fail\", :focus do\n", "  it \"doesn't fail\" do\n"),
    ("spec/a_spec.rb", "  it 'works', :focus => true do\n", "  it 'works' do\n"),
    ("spec/a_spec.rb", "  it('works', :focus) { a }\n", "  it('works') { a }\n"),
    ("spec/a_spec.rb", "  it 'works', :focus, js: true do\n", "  it 'works', js: true do\n"),
    ("a_test.go", "\tFDescribe(\"x\", func() {})\n", "\tDescribe(\"x\", func() {})\n"),
    ("Tests/ASpec.swift", "fcontext(\"x\") {}\n", "context(\"x\") {}\n"),
  ])
  func `A test that runs alone is found, and the mark taken away`(path: String, text: String, result: String) throws {
    #expect(try !found(check, in: path, text).isEmpty)
    #expect(try mended(check, in: path, text) == result)
  }

  @Test func `A marked test of Python is found`() throws {
    #expect(try found(check, in: "tests/test_a.py", "@pytest.mark.only\ndef test_a(): ...\n") == ["1:1 focused-test"])
  }

  @Test(arguments: [
    ("src/model.js", "fit(data)\n"), ("test/a.js", "model.fit(data)\n"), ("test/a.js", "benefit(x)\n"),
    ("test/a.js", "// it.only('x')\n"), ("test/a.js", "log(\"it.only('x')\")\n"), ("test/a.js", "it('only (', f)\n"),
    ("spec/a_spec.rb", "it 'takes , :focus ' do\n"), ("spec/a_spec.rb", "field 'x', :focus\n"),
    ("spec/a_spec.rb", "it 'works', :focused do\n"), ("spec/a_spec.rb", "it 'works', :focus_later do\n"),
    ("spec/a_spec.rb", "it 'works', :focus => false do\n"), ("spec/a_spec.rb", "it 'works' do # , :focus\n"),
    ("spec/a_spec.rb", "it \"doesn't take , :focus \" do\n"),
    ("tests/test_a.py", "model.fit(x)\n"), ("spec/a_spec.rb", "fitness 'x'\n"),
  ])
  func `Other calls are left alone`(path: String, text: String) throws {
    #expect(try found(check, in: path, text).isEmpty)
  }
}
