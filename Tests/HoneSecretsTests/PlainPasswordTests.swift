import HoneTestSupport
import Testing

@testable import HoneSecrets

/// Passwords that are short or well known, under names that say what they are.
@Suite struct PlainPasswordTests {
  @Test(arguments: [
    ("app.py", "password = \"hunt" + "er2\"\n"), ("app.js", "const passwd = 'toor" + "42';\n"),
    ("application.properties", "spring.datasource.password=hunt" + "er2\n"),
    ("app.yml", "ADMIN_PW: \"xk9" + "mp2q\"\n"), (".env", "ADMIN_PW=xk9" + "mp2q\n"),
    ("app.properties", "admin.pw=xk9" + "mp2q\n"),
    ("beans.xml", "<property value=\"xk9" + "mp2q\" name=\"password\"/>\n"),
    ("beans.xml", "<property name=\"password\">\n  <value>xk9" + "mp2q</value>\n</property>\n"),
  ])
  func `a password needs no strength to be one`(_ path: String, _ text: String) throws {
    #expect(try SecretFiles.found(text, path).map { $0.prefix(18) } == ["assigned-password:"])
  }

  @Test(arguments: [
    ("app.py", "password = \"letmein\"\n"), ("app.py", "password = \"new_password\"\n"),
    ("app.py", "pass_word = \"hunter2\"\n"), ("tests/app.py", "password = \"hunter2\"\n"),
    ("app.py", "password = field1\n"), ("app.py", "w = dict(password=\"col-md-6\")\n"),
    ("app.py", "hash_password = \"sha256\"\npassword = 'argon2id'\n"),
    ("app.go", "const ErrInvalidPassword = \"E1001x\"\n"), ("a.js", "const RESET_PASSWORD = 'RESET_2FA';\n"),
    ("beans.xml", "<property value=\"xk9mp2q\" name=\"user\"/>\n"),
    ("page.xml", "<input value=\"a\" kind=\"b\" name=\"password\"/>\n"),
  ])
  func `words and places are none`(_ path: String, _ text: String) throws {
    #expect(try SecretFiles.found(text, path) == [])
  }
}
