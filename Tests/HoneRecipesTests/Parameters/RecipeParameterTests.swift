import HoneYAML
import Testing

@testable import HoneRecipes

struct RecipeParameterTests {
  private let text = recipeText(
    "parameters: {logger-name: {default: log}, level: {type: choice, choices: [warn, info], default: info}}\nimports: {add: import $LOGGER_NAME}",
    body: "```hone\n-$LOGGER_NAME.a($X, $$$LEVEL)\n+$LOGGER_NAME.$LEVEL($X, $$$LEVEL)\n```\n")

  @Test func `A parameter is a hole that is filled`() throws {
    let filled = try recipe(text).filled(with: [("logger-name", "self.log")])
    let rule = try #require(filled.steps.first?.rules.first?.node)
    #expect(rule["rule"]?["pattern"]?.string == "self.log.a($X, $$$LEVEL)")
    #expect(rule["fix"]?.string == "self.log.info($X, $$$LEVEL)")
    #expect(filled.header.imports.add == ["import self.log"])
  }

  @Test(arguments: [
    ("loger-name", "x", "the recipe has no parameter `loger-name`; did you mean `logger-name`?"),
    ("level", "debug", "the parameter `level` cannot be `debug`; set it to one of warn, info"),
  ])
  func `Wrong settings are refused`(name: String, value: String, message: String) throws {
    let recipe = try recipe(text)
    let error = #expect(throws: RecipeError.self) { try recipe.filled(with: [(name, value)]) }
    #expect(error?.description == "sample.md: \(message)")
  }

  @Test func `A value is needed where there is no default`() throws {
    let recipe = try recipe(
      recipeText("parameters: {x: {type: integer, example: 3}}", body: "```hone\n-a($X)\n+b\n```\n"))
    #expect(throws: RecipeError.self) { try recipe.filled(with: []) }
    #expect(try recipe.filled(with: [("x", "007")]).steps[0].rules[0].node["rule"]?["pattern"]?.string == "a(7)")
    #expect(try recipe.filledForExamples().steps[0].rules[0].node["rule"]?["pattern"]?.string == "a(3)")
  }

  @Test(arguments: [
    ("{Name: {}}", "`Name` is not the name of a parameter"), ("{a: {type: text}}", "one of string, integer"),
    ("{a: {type: choice}}", "has no choices"), ("{a: {type: integer, default: x}}", "where an integer was expected"),
    ("{a: {sumary: x}}", "did you mean `summary`?"),
  ])
  func `Wrong declarations are refused`(declaration: String, words: String) {
    #expect(fault(recipeText("parameters: \(declaration)"))?.contains(words) == true)
  }
}
